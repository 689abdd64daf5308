"""The text of one item, taken apart: stem, options and fields, each with its line."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from edu.content.finding import Findings
from edu.content.nearest import find_near
from edu.content.syntax.document import Line
from edu.content.syntax.field_line import by_name, read_field, read_option
from edu.content.syntax.heading import Part

FIELDS: Mapping[str, tuple[str, ...]] = {
    "id": ("编号",),
    "answer": ("答案", "key"),
    "rationale": ("解析", "explanation"),
    "parameters": ("参数",),
    "partial": ("少选", "credit"),
    "points": ("分值",),
    "difficulty": ("难度",),
    "topic": ("考点",),
    "basis": ("依据",),
    "mistakes": ("常见错误",),
    "rubric": ("评分要点",),
    "kind": ("题型",),
    "section": ("段落",),
    "source": ("来源",),
}
_NAMES = by_name(FIELDS)
_CHINESE = tuple(names[0] for names in FIELDS.values())
_LIKE_A_FIELD = 4
"""A word this short before a colon is taken for a mistyped field once the options or fields have begun."""


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
    """What stands under one ``## `` heading."""

    line: int
    stem: str
    options: list[RawOption] = field(default_factory=list)
    fields: dict[str, RawField] = field(default_factory=dict)

    def value(self, key: str) -> str:
        """The field's value, empty where there is none."""
        return self.fields[key].value if key in self.fields else ""

    def line_of(self, key: str) -> int:
        """The field's line, or the item's."""
        return self.fields[key].line if key in self.fields else self.line


class _Reader:
    """Reads line by line; ``last`` is what a following line may go on with."""

    def __init__(self, part: Part, findings: Findings) -> None:
        self.findings = findings
        self.item = RawItem(part.line, part.title)
        self.stem = [part.title]
        self.last = "stem"

    def read(self, part: Part) -> RawItem:
        for line in part.lines:
            self._read_line(line)
        self.item.stem = "\n".join(self.stem).strip()
        return self.item

    def _read_line(self, line: Line) -> None:
        text = line.text.strip()
        if not text:
            self._read_blank()
        elif (option := read_option(text)) is not None and not self.item.fields:
            self.item.options.append(RawOption(option.letter, option.text, line.number))
            self.last = "option"
        elif not self._read_field(line, text):
            self._go_on(line, text)

    def _read_blank(self) -> None:
        if self.last == "stem":
            self.stem.append("")
        elif self.last == "option":
            self.last = "gap"

    def _read_field(self, line: Line, text: str) -> bool:
        found = read_field(text)
        if found is None:
            return False
        key = _NAMES.get(found.name) or _NAMES.get(found.name.casefold())
        if key is None:
            return self._report_unknown(line, found.name)
        if key in self.item.fields:
            self.findings.add("Q108", line.number, name=found.name, first=self.item.fields[key].line)
            return True
        if not found.value and key != "rationale":
            self.findings.add("Q109", line.number, name=found.name)
        self.item.fields[key] = RawField(found.name, found.value, found.mark, line.number)
        self.last = key
        return True

    def _report_unknown(self, line: Line, name: str) -> bool:
        near = find_near(name, _NAMES)
        if len(name) > _LIKE_A_FIELD and not near:
            return False
        if self.last == "rationale" or (self.last == "stem" and not (near and len(name) <= _LIKE_A_FIELD)):
            return False  # prose with a colon
        self.findings.add("Q107", line.number, name=name, nearest="、".join(near or _CHINESE))
        return True

    def _go_on(self, line: Line, text: str) -> None:
        """A line that is nothing by itself goes on with the stem, an option or the rationale."""
        if self.last == "stem":
            self.stem.append(text)
        elif self.last == "option":
            before = self.item.options[-1]
            self.item.options[-1] = RawOption(before.letter, f"{before.text}\n{text}".strip(), before.line)
        elif self.last == "rationale":
            field_before = self.item.fields["rationale"]
            value = f"{field_before.value}\n{text}".strip()
            self.item.fields["rationale"] = RawField(field_before.name, value, "", field_before.line)
        else:
            self.findings.add("Q110", line.number, text=text)


def read_item_text(part: Part, findings: Findings) -> RawItem:
    """Take the item under a heading apart; what belongs nowhere is a finding."""
    return _Reader(part, findings).read(part)
