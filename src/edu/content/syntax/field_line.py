"""Fields below a heading: ``字段：值``, ``字段（修饰）：值`` or ``【字段】值``."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

LETTERS = "ABCDEFGHIJ"
"""The letters that options may have."""

_MARK = r"(?:\s*[（(]\s*(?P<mark{n}>[^（()）]{{0,20}}?)\s*[）)])?"
_FIELD = re.compile(
    r"\s*(?:【\s*(?P<name1>[^【】（()）]{1,16}?)" + _MARK.format(n=1) + r"\s*】" + _MARK.format(n=2) + r"\s*[：:]?"
    r"|(?P<name3>[A-Za-z\u4e00-\u9fff][\w -]{0,15}?)" + _MARK.format(n=3) + r"\s*[：:])\s*(?P<value>.*)",
    re.DOTALL,
)
_OPTION = re.compile(
    r"\s*(?:[-*•－]\s*)?(?:[（(]\s*(?P<round>[A-Za-zＡ-Ｚａ-ｚ])\s*[）)]\s*|(?P<plain>[A-ZＡ-Ｚ])\s*[.．、:：)）]\s*)(?P<text>.*)",
    re.DOTALL,
)
_DASHED = re.compile(r"\s*[-*•－]\s+(?P<letter>[a-zａ-ｚ])\s*[.．、)）]\s*(?P<text>.*)", re.DOTALL)
_FULL_WIDTH = str.maketrans({chr(code): chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)})


@dataclass(frozen=True, slots=True)
class FieldLine:
    """``name`` as written; ``mark`` what stands in brackets behind it."""

    name: str
    mark: str
    value: str


@dataclass(frozen=True, slots=True)
class OptionLine:
    """``letter`` is a plain capital."""

    letter: str
    text: str


def read_field(text: str) -> FieldLine | None:
    """The field on a line, or ``None``. Whether its name is known is for the caller to say."""
    match = _FIELD.fullmatch(text)
    if match is None:
        return None
    name = (match["name1"] or match["name3"]).strip()
    mark = match["mark1"] or match["mark2"] or match["mark3"] or ""
    return FieldLine(name, mark.strip(), match["value"].strip())


def read_option(text: str) -> OptionLine | None:
    """The option on a line: ``- A. text``, also ``A、`` ``A．`` ``（A）``, with the dash or without."""
    match = _OPTION.fullmatch(text)
    if match is not None:
        return OptionLine(narrow(match["round"] or match["plain"]).upper(), match["text"].strip())
    match = _DASHED.fullmatch(text)
    return None if match is None else OptionLine(narrow(match["letter"]).upper(), match["text"].strip())


_SEVERAL = re.compile(r"[（(]\s*([A-JＡ-Ｊ])\s*[）)]\s*|(?<![A-Za-z0-9])([A-JＡ-Ｊ])\s*[.．、:：)）]\s*")


def split_options(text: str) -> list[OptionLine]:
    """The options on a line that holds several, ``A.甲 B.乙 C.丙``: each begins with the letter after the last one's.

    Empty where the line does not begin with an option.
    """
    starts: list[re.Match[str]] = []
    for match in _SEVERAL.finditer(text):
        letter = narrow(match[1] or match[2])
        follows = ord(letter) == ord(narrow(starts[-1][1] or starts[-1][2])) + 1 if starts else match.start() == 0
        if follows:
            starts.append(match)
    ends = [match.start() for match in starts[1:]] + [len(text)]
    return [
        OptionLine(narrow(match[1] or match[2]), text[match.end() : end].strip(" \t\u3000；;"))
        for match, end in zip(starts, ends, strict=True)
    ]


def narrow(text: str) -> str:
    """Full-width signs as their ASCII twins."""
    return text.translate(_FULL_WIDTH)


def by_name(names: Mapping[str, Iterable[str]]) -> dict[str, str]:
    """Key by each of its names: ``{"answer": ("答案",)}`` serves both languages."""
    return {name: key for key, others in names.items() for name in (key, *others)}
