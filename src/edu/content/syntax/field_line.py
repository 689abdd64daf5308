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


_SEVERAL = re.compile(
    r"[（(]\s*([A-JＡ-Ｊ])\s*(?P<round>[）)])\s*|(?<![A-Za-z0-9])([A-JＡ-Ｊ])\s*(?P<mark>[.．、)）])\s*"
)


def split_options(text: str) -> list[OptionLine]:
    """The options on a line that holds several, ``A.甲 B.乙 C.丙``; empty where the line does not begin with one.

    They have the same sign behind their letters, which rise: without a space between by one, else by any step, since
    papers set A and C beside each other above B and D.
    """
    starts: list[re.Match[str]] = []
    for match in _SEVERAL.finditer(text):
        if match.start() == 0 if not starts else _goes_on(starts[-1], match, text):
            starts.append(match)
    ends = [match.start() for match in starts[1:]] + [len(text)] * bool(starts)
    return [
        OptionLine(_letter(match), text[match.end() : end].strip(" \t\u3000；;"))
        for match, end in zip(starts, ends, strict=True)
    ]


def _goes_on(last: re.Match[str], match: re.Match[str], text: str) -> bool:
    step = ord(_letter(match)) - ord(_letter(last))
    apart = text[match.start() - 1] in " \t\u3000；;"
    return _sign(match) == _sign(last) and (step == 1 or (apart and step > 1))


def _letter(match: re.Match[str]) -> str:
    return narrow(match[1] or match[3])


def _sign(match: re.Match[str]) -> str:
    return "()" if match["round"] else narrow(match["mark"])


def narrow(text: str) -> str:
    """Full-width signs as their ASCII twins."""
    return text.translate(_FULL_WIDTH)


def by_name(names: Mapping[str, Iterable[str]]) -> dict[str, str]:
    """Key by each of its names: ``{"answer": ("答案",)}`` serves both languages."""
    return {name: key for key, others in names.items() for name in (key, *others)}
