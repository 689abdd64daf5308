"""Why an item cannot be taken, or written: raised where that is found, told where the item is handled."""

from typing import Any


class NotExchanged(Exception):
    """``code`` and ``values`` make the finding."""

    def __init__(self, code: str, **values: object) -> None:
        super().__init__(code)
        self.code = code
        self.values: dict[str, Any] = values


def refuse(chinese: str, english: str) -> NotExchanged:
    """X103 with its reason."""
    return NotExchanged("X103", why=(chinese, english))
