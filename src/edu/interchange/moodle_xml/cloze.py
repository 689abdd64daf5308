"""Gaps within a text: ``{1:SHORTANSWER:=平仓~=对冲平仓#feedback}``. A backslash takes a sign's meaning away."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from html import unescape

from edu.interchange.moodle_xml.question import Untaken

_START = re.compile(r"\{(\d{0,4}):([A-Z][A-Z_]{1,24}):")
_TOKEN = re.compile(
    r"(?P<tag></?[A-Za-z][^<>]{0,1000}>)"
    r"|\\(?P<escaped>[}#~\"/\\])"
    r"|(?P<entity>&(?:\#[0-9]{1,7}|\#[xX][0-9A-Fa-f]{1,6}|[A-Za-z][A-Za-z0-9]{1,30});)"
    r"|(?P<sign>[}#~])"
    r"|(?P<other>.)",
    re.DOTALL,
)
_SHARE = re.compile(r"\s*(?:=|%(-?\d{1,3}(?:[.,]\d{1,10})?)%)")
_SHORT = {"SHORTANSWER": False, "SA": False, "MW": False, "SHORTANSWER_C": True, "SAC": True, "MWC": True}
_NUMERICAL = frozenset({"NUMERICAL", "NM"})
_UNSAFE = re.compile(r"[\\{}~#&<>\"'=%:]")


@dataclass(slots=True)
class Alternative:
    """An answer of a gap; ``percent`` of the gap's points, and what is told to whoever gives it."""

    percent: Fraction
    text: str
    feedback: str = ""


@dataclass(slots=True)
class Gap:
    """One subquestion."""

    weight: int
    name: str
    alternatives: list[Alternative] = field(default_factory=list)

    @property
    def short(self) -> bool:
        """Whether words are to be written."""
        return self.name in _SHORT

    @property
    def strict(self) -> bool:
        """Whether case counts."""
        return _SHORT.get(self.name, False)

    @property
    def numerical(self) -> bool:
        """Whether a number is to be written."""
        return self.name in _NUMERICAL


def split_gaps(html: str) -> tuple[list[str], list[Gap]]:
    """The text around the gaps, one piece more than there are gaps, and the gaps. Raises Untaken."""
    pieces: list[str] = []
    gaps: list[Gap] = []
    place = 0
    while match := _START.search(html, place):
        gap = Gap(int(match[1] or 1), match[2])
        pieces.append(html[place : match.start()])
        place = _read_alternatives(html, match.end(), gap)
        gaps.append(gap)
    return [*pieces, html[place:]], gaps


def _read_alternatives(html: str, place: int, gap: Gap) -> int:
    """Add the alternatives that begin at ``place``; the place behind the closing brace."""
    while True:
        match = _SHARE.match(html, place)
        percent = Fraction(0) if match is None else Fraction((match[1] or "100").replace(",", "."))
        place = match.end() if match else place
        text, sign, place = _read_words(html, place, "}#~")
        feedback = ""
        if sign == "#":
            feedback, sign, place = _read_words(html, place, "}~")
        gap.alternatives.append(Alternative(percent, text.strip(), feedback.strip()))
        if sign == "}":
            return place


def _read_words(html: str, place: int, ends: str) -> tuple[str, str, int]:
    """(words, the sign that ended them, the place behind it)."""
    words: list[str] = []
    while match := _TOKEN.match(html, place):
        place = match.end()
        if match["sign"] and match["sign"] in ends:
            return "".join(words), match["sign"], place
        if match["entity"]:
            words.append(unescape(match["entity"]))
        elif not match["tag"]:
            words.append(match["escaped"] or match[0])
    raise Untaken("填空的大括号没有配对", "the brace of a gap is not closed")


def write_gap(weight: int, strict: bool, accepted: Sequence[str]) -> str:
    """A gap that takes any of ``accepted``, as HTML."""
    name = "SHORTANSWER_C" if strict else "SHORTANSWER"
    answers = "~".join("=" + _UNSAFE.sub(_entity, escape_wildcard(text)) for text in accepted)
    return f"{{{weight}:{name}:{answers}}}"


def _entity(match: re.Match[str]) -> str:
    return f"&#{ord(match[0])};"


def escape_wildcard(text: str) -> str:
    """An answer in which ``*`` stands for itself."""
    return text.replace("*", "\\*")


def read_wildcard(text: str) -> tuple[str, bool]:
    """(the answer without escapes, whether it has a ``*`` that stands for any words)."""
    return text.replace("\\*", "*"), re.search(r"(?<!\\)\*", text) is not None
