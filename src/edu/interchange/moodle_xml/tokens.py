"""Stands in for parts of a text while it becomes HTML: Markdown finds no syntax in a token."""

import re

_TOKEN = re.compile("\ue0f0(\\d{1,6})\ue0f1")


class Tokens:
    """Parts by number."""

    def __init__(self) -> None:
        self._parts: list[str] = []

    def hold(self, part: str) -> str:
        """The token for ``part``."""
        self._parts.append(part)
        return f"\ue0f0{len(self._parts) - 1}\ue0f1"

    def release(self, html: str) -> str:
        """``html`` with each token as its part."""
        return _TOKEN.sub(lambda match: self._parts[int(match[1])] if int(match[1]) < len(self._parts) else "", html)
