"""Tags: what Moodle has no place for and its tags can carry. One of ours is ``名称:值``.

A tag is believed only where the rest of the question agrees with it: somebody may have changed the question since.
"""

import re
from collections.abc import Iterator

LONGEST_TAG = 50
"""Characters that Moodle keeps."""

_OURS = re.compile(
    r"\s*(难度|少选|错选|顺序|排列|计分|分值|误差|保留|范围|答案|参数|依据|来源|段落)\s*[:：]\s*(.+?)\s*", re.DOTALL
)
_UNSAFE = re.compile("[<>`\x00-\x1f\x7f]")


class Tags:
    """The tags of a question; what nobody asks for is left over."""

    def __init__(self, texts: list[str]) -> None:
        self._left = list(dict.fromkeys(texts))

    def peek(self, name: str) -> str:
        """The value of our tag ``name``, empty where there is none. It stays until it is believed."""
        return next(iter(self.all(name)), "")

    def all(self, name: str) -> Iterator[str]:
        """The values of all tags ``name``."""
        for text in self._left:
            match = _OURS.fullmatch(text)
            if match and match[1] == name:
                yield match[2]

    def take(self, name: str) -> None:
        """It was believed: all tags ``name`` have found their place."""
        self._left = [text for text in self._left if not ((match := _OURS.fullmatch(text)) and match[1] == name)]

    def left(self) -> list[str]:
        """Those that found no place."""
        return self._left


def make_tag(name: str, value: str) -> str:
    """Our tag for a value."""
    return f"{name}:{value}"


def fits(tag: str) -> bool:
    """Whether Moodle would keep the tag whole."""
    return len(tag) <= LONGEST_TAG and not _UNSAFE.search(tag) and tag.strip() == tag
