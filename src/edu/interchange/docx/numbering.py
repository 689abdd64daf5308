"""Word's automatic numbers: what the program shows before a paragraph and keeps out of its text."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from lxml import etree

from edu.interchange.docx.numerals import write_numeral
from edu.interchange.docx.words import VAL, W, is_on, number_of, val_of

_DEEPEST = 9
_ENDS = ("、", "．", "）", ")", "】", "]", "：", "。")
"""Behind these no space is needed before the text."""


@dataclass(frozen=True, slots=True)
class _Level:
    """``text`` has %1 … %9 where numbers stand; ``restart`` is the level that restarts this one, 0 for never."""

    start: int = 1
    number_format: str = "decimal"
    text: str = ""
    restart: int | None = None
    arabic: bool = False


@dataclass(slots=True)
class _List:
    """Counters are shared by all lists with the same abstract definition."""

    abstract: str
    levels: dict[int, _Level]
    starts: dict[int, int] = field(default_factory=dict)


class Numbering:
    """The labels of paragraphs, asked for in the order of the document."""

    def __init__(self, root: etree._Element | None) -> None:
        self._lists: dict[str, _List] = {}
        self._style_levels: dict[tuple[str, str], int] = {}
        self._counters: dict[str, list[int | None]] = {}
        self._begun: set[tuple[str, int]] = set()
        if root is not None:
            self._read(root)

    def label(self, list_id: str, level: int) -> str:
        """The number that stands before the next paragraph of a list, with the space that parts it from the text."""
        found = self._lists.get(list_id)
        if found is None or not 0 <= level < _DEEPEST:
            return ""
        counters = self._count(list_id, found, level)
        own = found.levels.get(level, _Level())
        if own.number_format == "bullet":
            return "- "
        text = own.text
        for place in range(_DEEPEST):
            if f"%{place + 1}" not in text:
                continue
            other = found.levels.get(place, _Level())
            number = counters[place] if counters[place] is not None else other.start
            style = "decimal" if own.arabic and place != level else other.number_format
            text = text.replace(f"%{place + 1}", write_numeral(number or 0, style))
        text = text.strip()
        return text if not text or text.endswith(_ENDS) else f"{text} "

    def level_of_style(self, list_id: str, style: str) -> int:
        """The level that a list ties to a paragraph style."""
        return self._style_levels.get((list_id, style), 0)

    def _count(self, list_id: str, found: _List, level: int) -> list[int | None]:
        counters = self._counters.setdefault(found.abstract, [None] * _DEEPEST)
        if level in found.starts and (list_id, level) not in self._begun:
            counters[level] = None
        self._begun.add((list_id, level))
        own = found.levels.get(level, _Level())
        before = counters[level]
        start = found.starts.get(level, own.start)
        counters[level] = start if before is None else min(before + 1, 10**6)
        for deeper in range(level + 1, _DEEPEST):
            restart = found.levels.get(deeper, _Level()).restart
            if restart is None or (restart and level < restart):
                counters[deeper] = None
        return counters

    def _read(self, root: etree._Element) -> None:
        abstracts = {abstract.get(f"{W}abstractNumId", ""): abstract for abstract in root.findall(f"{W}abstractNum")}
        by_style = {
            val_of(abstract, "styleLink"): name for name, abstract in abstracts.items() if val_of(abstract, "styleLink")
        }
        for number in root.findall(f"{W}num"):
            name = val_of(number, "abstractNumId")
            abstract = abstracts.get(name)
            link = val_of(abstract, "numStyleLink")
            if link in by_style:
                name, abstract = by_style[link], abstracts[by_style[link]]
            list_id = number.get(f"{W}numId", "")
            made = _List(name, dict(self._levels(abstract, list_id)) if abstract is not None else {})
            self._override(number, made, list_id)
            self._lists[list_id] = made

    def _levels(self, parent: etree._Element, list_id: str) -> Mapping[int, _Level]:
        levels = {}
        for level in parent.findall(f"{W}lvl"):
            text = level.get(f"{W}ilvl", "0")
            place = int(text) if text.isdecimal() and len(text) < 3 else 0
            levels[place] = _read_level(level)
            if style := val_of(level, "pStyle"):
                self._style_levels[list_id, style] = place
        return levels

    def _override(self, element: etree._Element, made: _List, list_id: str) -> None:
        for override in element.findall(f"{W}lvlOverride"):
            text = override.get(f"{W}ilvl", "0")
            place = int(text) if text.isdecimal() and len(text) < 3 else 0
            made.levels.update(self._levels(override, list_id))
            if override.find(f"{W}startOverride") is not None:
                made.starts[place] = number_of(override, "startOverride", 1)


def _read_level(element: etree._Element) -> _Level:
    restart = element.find(f"{W}lvlRestart")
    number_format = element.find(f".//{W}numFmt")
    return _Level(
        start=number_of(element, "start", 1),
        number_format=number_format.get(VAL, "decimal") if number_format is not None else "decimal",
        text=val_of(element, "lvlText"),
        restart=None if restart is None else number_of(element, "lvlRestart", 0),
        arabic=is_on(element, "isLgl") is True,
    )
