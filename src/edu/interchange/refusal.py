"""Why an item cannot be taken, or written: raised where that is found, told where the item is handled."""

from typing import Any


class Refusal(Exception):
    """``code`` and ``values`` make the finding."""

    def __init__(self, code: str, **values: object) -> None:
        super().__init__(code)
        self.code = code
        self.values: dict[str, Any] = values


def refuse(chinese: str, english: str) -> Refusal:
    """X103 with its reason."""
    return Refusal("X103", why=(chinese, english))
