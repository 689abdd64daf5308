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


def narrow(text: str) -> str:
    """Full-width signs as their ASCII twins."""
    return text.translate(_FULL_WIDTH)


def by_name(names: Mapping[str, Iterable[str]]) -> dict[str, str]:
    """Key by each of its names: ``{"answer": ("答案",)}`` serves both languages."""
    return {name: key for key, others in names.items() for name in (key, *others)}
