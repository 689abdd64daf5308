"""A row under its headings becomes the raw text of an item."""

import re
from dataclasses import dataclass

from edu.content.finding import Findings
from edu.content.items.item_answer import BLANK
from edu.content.items.item_text import ITEM_FIELDS, RawField, RawItem, RawOption
from edu.content.items.kind_names import read_kind
from edu.content.syntax.front_matter import is_id
from edu.domain.items.item import Kind
from edu.interchange.question_rows import answers
from edu.interchange.question_rows.headings import ANSWER, KIND, OPTIONS, REFERENCE, STEM, HeadingRow
from edu.interchange.question_rows.options import split_cell, split_stem, without_letters
from edu.interchange.question_rows.row import EMPTY, RowCell, SheetRow

_UNDECIDED = frozenset({"选择", "选择题", "客观题"})
"""Kinds that the number of keys decides."""

_PLAIN = tuple(key for key in ITEM_FIELDS if key not in {"id", "kind", "answer"})
_EMPTY_BRACKETS = re.compile(r"[（(][ \t\u3000]*[）)]|[【\[][ \t\u3000]*[】\]]")


@dataclass(frozen=True, slots=True)
class MadeItem:
    """A row as an item's parts, and the kind that the table states, in our words, empty where it leaves it open."""

    raw: RawItem
    kind: str


def make_raw(row: SheetRow, head: HeadingRow, default_kind: str, findings: Findings) -> MadeItem | None:
    """The item of ``row``; ``None``, with a finding, where a cell cannot be taken or the kind is not ours."""
    maker = _Maker(row, head, findings)
    if not maker.check_cells():
        return None
    stated = maker.text(KIND) or default_kind
    kind = read_kind(stated)
    if stated and kind is None and stated not in _UNDECIDED:
        findings.add("X104", row.number, maker.column(KIND), kind=stated)
        return None
    return MadeItem(maker.make(kind), stated if kind is not None else "")


def source_text(row: SheetRow, head: HeadingRow) -> str:
    """The row for somebody who tries again: heading and cell, one a line."""
    names = {column: head.names[key] for key, column in head.columns.items()} | head.others
    return "\n".join(f"{names.get(column, cell.place)}：{cell.text}" for column, cell in sorted(row.cells.items()))


class _Maker:
    """Takes one row apart."""

    def __init__(self, row: SheetRow, head: HeadingRow, findings: Findings) -> None:
        self.row, self.head, self.findings = row, head, findings

    def cell(self, key: str) -> RowCell:
        return self.row.cells.get(self.head.columns.get(key, 0), EMPTY)

    def text(self, key: str) -> str:
        return self.cell(key).text.strip()

    def column(self, key: str) -> int:
        return self.head.columns.get(key, 1)

    def report_change(self, what: tuple[str, str], now: tuple[str, str], key: str = STEM) -> None:
        self.findings.add("X102", self.row.number, self.column(key), what=what, now=now)

    def check_cells(self) -> bool:
        """Whether every cell that means something can be read."""
        sound = True
        for key, column in self.head.columns.items():
            fault = self.row.cells.get(column, EMPTY).fault
            if fault is not None and key != "position":
                self.findings.add("X103", self.row.number, column, why=fault)
                sound = False
        return sound

    def make(self, kind: Kind | None) -> RawItem:
        stem, options = self._options(kind)
        options, answer = self._answer(stem, options, kind)
        if kind in {Kind.FILL_IN, Kind.NUMERIC} and not BLANK.search(stem):
            stem = self._open_blanks(stem)
        line = self.row.number
        item = RawItem(line, stem)
        item.options = [RawOption(letter, text, line) for letter, text in options]
        item.fields = self._fields(answer)
        return item

    def _options(self, kind: Kind | None) -> tuple[str, list[tuple[str, str]]]:
        """The stem, and letters with texts: from their columns, from one cell, or from below the stem."""
        stem = self.text(STEM)
        found = {key: self.text(key) for key in self.head.letters if self.text(key)}
        if found:
            return stem, list(zip(found, without_letters(list(found.values())), strict=True))
        texts = split_cell(self.text(OPTIONS))
        if not texts and kind in {None, Kind.SINGLE, Kind.MULTIPLE}:
            stem, texts = split_stem(stem)
        return stem, [(chr(ord("A") + place), text) for place, text in enumerate(texts)]

    def _answer(
        self, stem: str, options: list[tuple[str, str]], kind: Kind | None
    ) -> tuple[list[tuple[str, str]], RawField | None]:
        key, text = self._answer_text(kind)
        texts = [text for _, text in options]
        if options:
            found = answers.read_letters(text, texts, self.head.counted)
            truth = answers.read_truth_options(texts, found.value) if kind is Kind.TRUE_FALSE else None
            if truth is not None:
                options, found = [], answers.ReadAnswer(answers.TRUTHS[truth])
                self.report_change(("判断题的两个选项", "the two options"), (f"答案“{found.value}”", found.value), key)
        elif kind is Kind.FILL_IN or (kind is None and BLANK.search(stem)):
            found = answers.read_blanks(text)
        elif kind in {None, Kind.TRUE_FALSE}:
            found = answers.read_truth(text, kind) or answers.ReadAnswer(text)
        else:
            found = answers.ReadAnswer(text)
        if found.changed is not None:
            self.report_change((f"答案“{text}”", f"the answer {text}"), found.changed, key)
        name = "参考答案" if key == REFERENCE and kind in {None, Kind.WRITTEN} else "答案"
        return options, RawField(name, found.value, found.mark, self.row.number) if found.value else None

    def _answer_text(self, kind: Kind | None) -> tuple[str, str]:
        """The column that holds the key, and its text. 参考答案 is the key of a closed item where 答案 is empty."""
        order = (REFERENCE, ANSWER) if kind is Kind.WRITTEN else (ANSWER, REFERENCE)
        given = [key for key in order if self._answer_cell(key)]
        for other in given[1:]:
            if self.text(other) != self.text(given[0]):
                name = self.head.names[other]
                what = (f"{name}“{self.text(other)}”", f"{name} {self.text(other)}")
                self.findings.add("X101", self.row.number, self.column(other), what=what)
        key = given[0] if given else ANSWER
        return key, self._answer_cell(key)

    def _answer_cell(self, key: str) -> str:
        cell = self.cell(key)
        return answers.TRUTHS[cell.truth] if cell.truth is not None else cell.text.strip()

    def _open_blanks(self, stem: str) -> str:
        """Empty brackets, the blanks of a table that says 填空 and draws no line."""
        opened, count = _EMPTY_BRACKETS.subn("____", stem)
        if count:
            self.report_change(("题干里的空括号", "empty brackets in the stem"), ("____", "____"))
        return opened

    def _fields(self, answer: RawField | None) -> dict[str, RawField]:
        fields = {}
        for key in _PLAIN:
            value = self._difficulty(self.text(key)) if key == "difficulty" else self.text(key)
            if value:
                fields[key] = RawField(self.head.names[key], value, "", self.row.number)
        if answer is not None:
            fields["answer"] = answer
        self._take_id(fields)
        return fields

    def _difficulty(self, text: str) -> str:
        if text in _ROUGH:
            self.report_change((f"难度“{text}”", f"the difficulty {text}"), (_ROUGH[text], _ROUGH[text]), "difficulty")
        return _ROUGH.get(text) or _DIFFICULTIES.get(text, text)

    def _take_id(self, fields: dict[str, RawField]) -> None:
        value = self.text("id")
        if is_id(value):
            fields["id"] = RawField(self.head.names["id"], value, "", self.row.number)
        elif value and not value.isdigit():
            what = (f"编号“{value}”（我们的编号是小写字母、数字和连字符）", f"the id {value}, which has not our form")
            self.findings.add("X101", self.row.number, self.column("id"), what=what)


_DIFFICULTIES = {
    "容易": "易", "简单": "易", "中等": "中", "适中": "中", "一般": "中", "普通": "中", "困难": "难",
}  # fmt: skip
_ROUGH = {"较易": "易", "较容易": "易", "较低": "易", "低": "易", "较难": "难", "较高": "难", "高": "难", "中级": "中"}
"""Words of scales with more steps than ours."""
