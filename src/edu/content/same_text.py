"""When two texts of items count as the same."""

import re
import unicodedata
from functools import lru_cache

from edu.domain.items.normalising import normalise

_NUMBER = re.compile(r"[\s\d.,，。%％+\-−负百分之点〇零一二两三四五六七八九十千万亿壹贰叁肆伍陆柒捌玖拾佰仟]+")
_LIGHT_MARKS = re.compile(r"[\s。，、；：！？;:!?“”‘’\"'《》*]+|(?<!\d)[.,]|[.,](?!\d)")
_MARKS = re.compile(r"[\s_*“”‘’\"'()\[\]{}【】《》〈〉「」『』、。，；：！？…—·¶]+|(?<!\d)[.,:;!?-]|[.,:;!?-](?!\d)")
"""After NFKC. A sign between digits stays: 1.5% is not 15%."""


@lru_cache(2048)
def fold_option(text: str) -> str:
    """An option without width, spaces, light marks and case. Where it is one number, its value counts: 5% is 0.05."""
    if _NUMBER.fullmatch(text):
        return normalise(text).text
    return _LIGHT_MARKS.sub("", unicodedata.normalize("NFKC", text)).casefold()


@lru_cache(2048)
def fold_stem(stem: str) -> str:
    """A stem without emphasis, marks, blanks, width and case: what makes two stems the same question."""
    return _MARKS.sub("", unicodedata.normalize("NFKC", stem)).casefold()
