"""What paragraph and character styles add to the text that has them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from lxml import etree

from edu.interchange.docx.words import W, is_on, val_of

_LONGEST_CHAIN = 12
_BLACKS = frozenset({"", "auto", "000000", "text1", "dark1"})


@dataclass(frozen=True, slots=True)
class Look:
    """How a stretch of text looks, as far as it can mean something."""

    bold: bool = False
    coloured: bool = False
    highlighted: bool = False
    underlined: bool = False
    struck: bool = False
    italic: bool = False
    hidden: bool = False
    script: str = ""
    """``superscript``, ``subscript`` or empty."""


PLAIN = Look()
LookChange = Callable[[Look, etree._Element], Look]


@dataclass(frozen=True, slots=True)
class Style:
    """``look`` of a character style; ``list_id`` and ``level`` of a paragraph style that numbers."""

    look: Look = PLAIN
    list_id: str = ""
    level: int | None = None


class Styles:
    """Styles by their ids, each with what it takes over from the one that it is based on."""

    def __init__(self, root: etree._Element | None) -> None:
        self._elements = (
            {style.get(f"{W}styleId", ""): style for style in root.findall(f"{W}style")} if root is not None else {}
        )
        self._made: dict[str, Style] = {}

    def find(self, name: str) -> Style:
        """The style, a plain one where there is none of that name."""
        if name not in self._made:
            self._made[name] = self._make(name)
        return self._made[name]

    def _make(self, name: str) -> Style:
        chain: list[etree._Element] = []
        while (found := self._elements.get(name)) is not None and found not in chain and len(chain) < _LONGEST_CHAIN:
            chain.append(found)
            name = val_of(found, "basedOn")
        style = Style()
        for element in reversed(chain):
            numbers = element.find(f"{W}pPr/{W}numPr")
            level = val_of(numbers, "ilvl")
            style = Style(
                read_look(element.find(f"{W}rPr"), style.look),
                val_of(numbers, "numId") or style.list_id,
                int(level) if level.isdecimal() and len(level) < 3 else style.level,
            )
        return style


def read_look(properties: etree._Element | None, before: Look) -> Look:
    """What run properties make of the look that the text has without them."""
    if properties is None or not len(properties):
        return before
    look = before
    for child in properties:
        change = _CHANGES.get(child.tag)
        if change is not None:
            look = change(look, properties)
    return look


def _with_toggle(name: str, word: str) -> LookChange:
    def change(look: Look, properties: etree._Element) -> Look:
        changed: dict[str, Any] = {name: is_on(properties, word) is True}
        return replace(look, **changed)

    return change


def _with_colour(look: Look, properties: etree._Element) -> Look:
    colour = properties.find(f"{W}color")
    theme = colour.get(f"{W}themeColor", "") if colour is not None else ""
    value = (theme or val_of(properties, "color")).casefold()
    return replace(look, coloured=value not in _BLACKS and not _is_dark(value))


def _is_dark(value: str) -> bool:
    """Nearly black or grey: a paper's ordinary print."""
    try:
        parts = [int(value[place : place + 2], 16) for place in (0, 2, 4)]
    except ValueError:
        return False
    return max(parts) - min(parts) < 32 and max(parts) < 0x70


def _with_highlight(look: Look, properties: etree._Element) -> Look:
    shade = properties.find(f"{W}shd")
    fill = shade.get(f"{W}fill", "auto").casefold() if shade is not None else "auto"
    marked = val_of(properties, "highlight") not in {"", "none", "white"} or fill not in {"auto", "ffffff"}
    return replace(look, highlighted=marked)


def _with_script(look: Look, properties: etree._Element) -> Look:
    value = val_of(properties, "vertAlign")
    return replace(look, script=value if value in {"superscript", "subscript"} else "")


_CHANGES: Mapping[str, LookChange] = {
    f"{W}b": _with_toggle("bold", "b"),
    f"{W}color": _with_colour,
    f"{W}highlight": _with_highlight,
    f"{W}shd": _with_highlight,
    f"{W}u": _with_toggle("underlined", "u"),
    f"{W}i": _with_toggle("italic", "i"),
    f"{W}strike": _with_toggle("struck", "strike"),
    f"{W}dstrike": _with_toggle("struck", "dstrike"),
    f"{W}vanish": _with_toggle("hidden", "vanish"),
    f"{W}vertAlign": _with_script,
}
