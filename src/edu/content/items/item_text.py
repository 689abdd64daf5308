"""The text of one item, taken apart: stem, options and fields, each with its line."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum

from edu.content.finding import Findings
from edu.content.items.paper_section import NO_SECTION, PaperSection
from edu.content.nearest import find_near
from edu.content.syntax.document import Line
from edu.content.syntax.field_line import FieldLine, by_name, read_field, read_option, split_options

ITEM_FIELDS: Mapping[str, tuple[str, ...]] = {
    "id": ("编号",),
    "kind": ("题型",),
    "parameters": ("参数",),
    "answer": ("答案", "key", "正确答案", "标准答案", "参考答案", "reference", "答"),
    "mistakes": ("常见错误",),
    "rubric": ("评分要点", "评分标准"),
    "points": ("分值", "分数"),
    "partial": ("少选", "credit"),
    "wrong": ("错选",),
    "scoring": ("计分",),
    "difficulty": ("难度",),
    "topic": ("考点", "知识点"),
    "rationale": ("解析", "explanation", "答案解析", "试题解析"),
    "basis": ("依据",),
    "section": ("段落",),
    "source": ("来源",),
}
_NAMES = by_name(ITEM_FIELDS)
_CHINESE = tuple(names[0] for names in ITEM_FIELDS.values())
_LIKE_A_FIELD = 4
"""A word this short before a colon is taken for a mistyped field once the options or fields have begun."""

REFERENCE_NAMES = frozenset({"参考答案", "reference", "答"})
"""Names of the answer under which it may run over several lines: a model response of a written item."""

_SEVERAL_LINES = frozenset({"rationale", "rubric", "reference", "mistakes"})
"""Parts that go on over the lines below."""

_MAY_BE_EMPTY = frozenset({"rationale", "rubric", "reference"})
"""Parts that may begin on the next line."""

_INNER_FIELD = re.compile(
    r"(?<=\S)\s*(?=【\s*(?:答案解析|试题解析|解析|难度|考点|知识点|分值|依据|来源)\s*】)"
    r"|(?<=[。；;\s])(?=(?:答案解析|试题解析|解析|难度|考点|知识点|分值)\s*[：:])"
)
"""Where a second field begins on one line: 【答案】A【解析】……"""

_NO_COLON = re.compile(r"^((?:正确|标准|参考)?答案|(?:答案)?解析)[ \t\u3000]+(?![：:])(.+)$")
"""答案 B: on a printed paper, behind the options."""

_INLINE_OPTIONS = re.compile(r"(?<=[\s）)。？?：:])[-—]?\s*(?=[（(]?\s*[AＡ]\s*[.．、)）:：])")


class Meaning(Enum):
    """What a line is where it stands."""

    OPTION = "option"
    FIELD = "field"
    UNKNOWN_FIELD = "unknown field"
    TEXT = "text"


@dataclass(frozen=True, slots=True)
class RawField:
    """A field as written; ``name`` is the one used."""

    name: str
    value: str
    mark: str
    line: int


@dataclass(frozen=True, slots=True)
class RawOption:
    """An option as written."""

    letter: str
    text: str
    line: int


@dataclass(slots=True)
class RawItem:
    """What one item says, wherever it was written; ``number`` is its number in the paper, 0 where it has none."""

    line: int
    stem: str
    options: list[RawOption] = field(default_factory=list)
    fields: dict[str, RawField] = field(default_factory=dict)
    number: int = 0
    section: PaperSection = NO_SECTION

    def value(self, key: str) -> str:
        """The field's value, empty where there is none."""
        return self.fields[key].value if key in self.fields else ""

    def line_of(self, key: str) -> int:
        """The field's line, or the item's."""
        return self.fields[key].line if key in self.fields else self.line

    def put(self, key: str, value: str, line: int) -> None:
        """Give the item a field that it does not have."""
        self.fields.setdefault(key, RawField(ITEM_FIELDS[key][0], value, "", line))


def field_key(name: str) -> str | None:
    """The key of a field by any of its names."""
    return _NAMES.get(name) or _NAMES.get(name.casefold())


def tell_meaning(text: str, part: str, fields_begun: bool) -> tuple[Meaning, FieldLine | None]:
    """What a line is after ``part``: the stem, an option, a gap behind the options, or the key of a field."""
    if not fields_begun and read_option(text) is not None:
        return Meaning.OPTION, None
    found = read_field(text)
    if found is None:
        return Meaning.TEXT, None
    if field_key(found.name) is not None:
        return Meaning.FIELD, found
    return (Meaning.UNKNOWN_FIELD if _mistyped(found.name, part) else Meaning.TEXT), found


def _mistyped(name: str, part: str) -> bool:
    if part in _SEVERAL_LINES:
        return False  # prose with a colon
    near = bool(find_near(name, _NAMES))
    short = len(name) <= _LIKE_A_FIELD
    return near and short if part == "stem" else near or short


def unescape(text: str, part: str, fields_begun: bool) -> str:
    """A line without the backslash that keeps it from being read as something else than text."""
    if not text.startswith("\\"):
        return text
    bare = text.lstrip("\\")
    return text[1:] if is_structure(bare, part, fields_begun) else text


def escape_line(text: str, part: str, fields_begun: bool) -> str:
    """A line of text as it must be written so that it is read as text."""
    return "\\" + text if is_structure(text.lstrip("\\"), part, fields_begun) else text


_HEADING = re.compile(r"[#＃]{1,2}(?![#＃])")


def is_structure(text: str, part: str, fields_begun: bool) -> bool:
    """Whether the line would be taken for something else than text."""
    if _HEADING.match(text) or (part == "head" and split_number(text)[0]):
        return True
    return part != "head" and tell_meaning(text, part, fields_begun)[0] is not Meaning.TEXT


_NUMBER = re.compile(
    r"(?:第\s*(?P<ordinal>\d{1,4})\s*题\s*[.、:：．]?|(?P<plain>\d{1,4})\s*(?:[.．](?!\d)|[、)）])"
    r"|[（(]\s*(?P<round>\d{1,4})\s*[)）])\s*(?P<text>.*)",
    re.DOTALL,
)


def split_number(text: str) -> tuple[str, int, str]:
    """(style, number, rest) of a line that begins with an item's number; an empty style where it does not."""
    match = _NUMBER.match(text)
    if match is None:
        return "", 0, text
    style = next(name for name in ("ordinal", "plain", "round") if match[name])
    return style, int(match[style]), match["text"].strip()


_DASHES = ("-", "*", "•", "－")


_BRACKETED_KEY = re.compile(r"[（(]\s*(?:[A-JＡ-Ｊ](?:[\s、,，]*[A-JＡ-Ｊ])*|√|✓|×|✗|对|错)\s*[）)]")


def has_key_in_brackets(text: str) -> bool:
    """Whether a stem holds a key, as in 正确的是（A）."""
    return _BRACKETED_KEY.search(text) is not None


class ItemReader:
    """Reads an item line by line; ``last`` is what a following line may go on with.

    In a ``paper`` options may stand several on a line, behind the stem too.
    """

    def __init__(self, head: str, line: int, findings: Findings, *, paper: bool = False) -> None:
        self.findings, self.paper = findings, paper
        self.item = RawItem(line, head)
        self.last = "stem"
        self._split: tuple[int, RawOption] | None = None
        self._stem: list[str] = []
        head = unescape(head.strip(), "head", False)
        if paper and (found := _INLINE_OPTIONS.search(head)) and len(split_options(head[found.end() :])) > 1:
            self._stem.append(head[: found.start()].strip())
            self.read_line(Line(line, head[found.end() :]))
        else:
            self._stem.append(head)

    def finish(self) -> RawItem:
        """The item as far as it was read."""
        self.item.stem = "\n".join(self._stem).strip()
        for key, raw_field in self.item.fields.items():
            self._put(key, raw_field.value.strip())
        return self.item

    def read_line(self, line: Line) -> None:
        """Take the next line."""
        text = line.text.strip()
        if not text:
            self._read_blank()
            return
        if self.paper and self.last != "stem":
            text = _NO_COLON.sub(r"\1：\2", text)
        meaning, found = tell_meaning(text, self.last, bool(self.item.fields))
        if meaning is Meaning.OPTION:
            self._read_options(text, line)
        elif meaning is Meaning.FIELD and found is not None:
            self._read_field(found, line)
        elif meaning is Meaning.UNKNOWN_FIELD and found is not None:
            near = find_near(found.name, _NAMES)
            self.findings.add("Q107", line.number, name=found.name, nearest="、".join(near or _CHINESE))
        else:
            self._go_on(line, unescape(text, self.last, bool(self.item.fields)))

    def _read_blank(self) -> None:
        if self.last == "stem":
            self._stem.append("")
        elif self.last == "option":
            self.last = "gap"
        elif self.last in _SEVERAL_LINES:
            self._append("")

    def _read_options(self, text: str, line: Line) -> None:
        first = read_option(text)
        if first is None:
            return
        self._undo_split(first.letter)
        options = [] if text.startswith(_DASHES) else split_options(text)
        if len(options) > 1:
            self._split = (len(self.item.options), RawOption(first.letter, first.text, line.number))
        for option in options or [first]:
            self.item.options.append(RawOption(option.letter, option.text, line.number))
        self.last = "option"

    def _undo_split(self, letter: str) -> None:
        """A letter that comes again on a line of its own was no option where it stood within another's text."""
        if self._split is None:
            return
        start, whole = self._split
        if any(option.letter == letter for option in self.item.options[start + 1 :]):
            self.item.options[start:] = [whole]
        self._split = None

    def _read_field(self, found: FieldLine, line: Line) -> None:
        key = field_key(found.name)
        if key is None:
            return
        value, rest = found.value, ""
        inner = _INNER_FIELD.search(value) if key not in _SEVERAL_LINES else None
        if inner is not None:
            value, rest = value[: inner.start()].strip(), value[inner.end() :]
        self._take(key, RawField(found.name, value, found.mark, line.number))
        if rest:
            self.read_line(Line(line.number, rest))

    def _take(self, key: str, taken: RawField) -> None:
        known = self.item.fields
        self.last = "reference" if taken.name.casefold() in REFERENCE_NAMES else key
        if key in known and key == "mistakes":
            self._append(taken.value)
        elif key in known:
            self.findings.add("Q108", taken.line, name=taken.name, first=known[key].line)
        else:
            if not taken.value and self.last not in _MAY_BE_EMPTY:
                self.findings.add("Q109", taken.line, name=taken.name)
            known[key] = taken

    def _append(self, text: str) -> None:
        """One more line of the field that is being read."""
        key = "answer" if self.last == "reference" else self.last
        self._put(key, f"{self.item.fields[key].value}\n{text}")

    def _put(self, key: str, value: str) -> None:
        before = self.item.fields[key]
        self.item.fields[key] = RawField(before.name, value, before.mark, before.line)

    def _go_on(self, line: Line, text: str) -> None:
        """A line that is nothing by itself goes on with the stem, an option or a long field."""
        if self.last == "stem":
            self._stem.append(text)
        elif self.last == "option":
            before = self.item.options[-1]
            self.item.options[-1] = RawOption(before.letter, f"{before.text}\n{text}".strip(), before.line)
        elif self.last in _SEVERAL_LINES:
            self._append(text)
        else:
            self.findings.add("Q110", line.number, text=text)
