"""When two texts of items count as the same."""

import re
import unicodedata

from edu.domain.normalising import normalise

_NUMBERS = re.compile(r"[\d%％〇零一二两三四五六七八九十百千万亿壹贰叁肆伍陆柒捌玖拾佰仟]")
_LIGHT_MARKS = re.compile(r"[\s。，、；：！？,.;:!?“”‘’\"'《》*]+")
_MARKS = re.compile(r"[\s\W_]+")


def fold_option(text: str) -> str:
    """An option without width, spaces, light marks and case. Where it holds a number, its value counts: 5% is 0.05."""
    if _NUMBERS.search(text):
        return normalise(text).text
    return _LIGHT_MARKS.sub("", unicodedata.normalize("NFKC", text)).casefold()


def fold_stem(stem: str) -> str:
    """A stem without emphasis, marks, blanks, width and case: what makes two stems the same question."""
    return _MARKS.sub("", unicodedata.normalize("NFKC", stem)).casefold()
