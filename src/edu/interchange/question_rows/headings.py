"""The heading row of a table of items: which column holds what."""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from edu.content.finding import Findings
from edu.content.items.item_text import ITEM_FIELDS
from edu.interchange.question_rows.row import SheetRow

MOST_ROWS_ABOVE = 20
"""The heading row is sought among this many rows."""

STEM, OPTIONS, ANSWER, REFERENCE, POSITION, KIND = "stem", "options", "answer", "reference", "position", "kind"

_NAMES: Mapping[str, tuple[str, ...]] = {
    STEM: ("题干", "题目", "试题", "问题", "题目内容", "试题内容", "题干内容", "题目描述", "试题题干", "题面",
           "stem", "question", "questiontext"),
    OPTIONS: ("选项", "备选项", "备选答案", "全部选项", "选项内容", "答案选项", "options", "choices"),
    ANSWER: ("答案", "正确答案", "标准答案", "正确选项", "key", "answer", "correctanswer"),
    REFERENCE: ("参考答案", "答题参考", "reference", "modelanswer"),
    POSITION: ("序号", "题号", "no", "number", "行号"),
    KIND: ("题型", "试题类型", "题目类型", "类型", "题类", "kind", "type", "questiontype"),
    "rationale": ("解析", "答案解析", "试题解析", "题目解析", "解释", "rationale", "explanation", "analysis"),
    "difficulty": ("难度", "难易度", "难易程度", "难度等级", "试题难度", "difficulty", "level"),
    "points": ("分值", "分数", "每题分数", "题目分值", "points", "score", "mark"),
    "topic": ("知识点", "考点", "章节", "所属章节", "所属知识点", "考核点", "分类", "试题分类", "topic", "category"),
    "id": ("编号", "试题编号", "题目编号", "id"),
    "basis": ("依据", "出题依据", "法规依据", "basis"),
    "source": ("来源", "出处", "试题来源", "source"),
    "partial": ("少选", "少选规则", "漏选", "partial", "credit"),
    "rubric": ("评分要点", "评分标准", "得分点", "rubric"),
    "parameters": ("参数", "parameters"),
    "mistakes": ("常见错误", "典型错误", "mistakes"),
}  # fmt: skip
_OPTION = re.compile(
    r"(?:(?:备选)?(?:选项|答案)|option|choice)[(\[-]?([a-z]|10|[1-9])[)\]]?(?:内容)?|([a-j])(?:选项|项)?"
)
_BRACKETS = re.compile(r"[(\[【<].*?[)\]】>]")
_NOISE = re.compile(r"[\s*:_。.、\"'“”]+")


def _fold(name: str) -> str:
    return _NOISE.sub("", unicodedata.normalize("NFKC", name)).casefold()


def _by_name() -> dict[str, str]:
    known = {_fold(name): key for key, names in ITEM_FIELDS.items() for name in (key, *names)}
    return known | {_fold(name): key for key, names in _NAMES.items() for name in names}


_KEYS = _by_name()


def read_heading(name: str) -> str:
    """The key of a column by its heading: a field's, a capital for an option, or nothing for an unknown one."""
    plain = _fold(name)
    for text in (plain, _BRACKETS.sub("", plain)):
        if text in _KEYS:
            return _KEYS[text]
        if match := _OPTION.fullmatch(text):
            mark = match[1] or match[2]
            return chr(ord("A") + int(mark) - 1) if mark.isdigit() else mark.upper()
    return ""


def is_letter(key: str) -> bool:
    """Whether the column holds one option."""
    return len(key) == 1


@dataclass(slots=True)
class HeadingRow:
    """The heading row: ``columns`` by key, ``names`` as written by key, ``others`` that mean nothing to us.

    Headings on two rows begin at ``top`` and end at ``row``.
    """

    row: int
    top: int
    columns: dict[str, int] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)
    others: dict[int, str] = field(default_factory=dict)
    counted: bool = False
    """Options are numbered: 选项1, 选项2."""

    @property
    def letters(self) -> tuple[str, ...]:
        """The options that have a column, in order."""
        return tuple(sorted(filter(is_letter, self.columns)))

    @property
    def useful(self) -> bool:
        """A stem and something else: the least that a table of items has."""
        wanted = {ANSWER, REFERENCE, KIND, OPTIONS, "rationale", "rubric"}
        return STEM in self.columns and (bool(wanted & self.columns.keys()) or len(self.letters) > 1)

    def take(self, row: SheetRow) -> None:
        """The headings of one row; a key is given to its first column."""
        for column, cell in sorted(row.cells.items()):
            name = " ".join(cell.text.split())
            key = read_heading(name)
            if key and key not in self.columns:
                self.columns[key], self.names[key] = column, name
                self.counted |= is_letter(key) and any(sign.isdigit() for sign in unicodedata.normalize("NFKC", name))
            elif name:
                self.others[column] = name

    def repeats(self, row: SheetRow) -> bool:
        """Whether a row below says the headings again."""
        return all(row.text(column) == self.names[key] for key, column in self.columns.items())


def report_head(rows: Sequence[SheetRow], head: HeadingRow, findings: Findings) -> None:
    """What stands above the headings, and columns that mean nothing to us."""
    for row in rows:
        if row.number < head.top:
            text = " ".join(cell.text for _, cell in sorted(row.cells.items()))
            what = (f"标题行之上的文字“{text}”", f"the text above the headings: {text}")
            findings.add("X101", row.number, what=what)
    for column, name in head.others.items():
        findings.add("X101", head.row, column, what=(f"列“{name}”", f"the column {name}"))


def find_head(rows: Sequence[SheetRow]) -> HeadingRow | None:
    """The heading row with the most headings among the first rows; below a wide 选项 may stand A, B, C, D."""
    best: HeadingRow | None = None
    for place, row in enumerate(rows[:MOST_ROWS_ABOVE]):
        head = _read_head(row, rows[place + 1 : place + 2])
        if head.useful and (best is None or len(head.columns) > len(best.columns)):
            best = head
    return best


def _read_head(row: SheetRow, below: Iterable[SheetRow]) -> HeadingRow:
    head = HeadingRow(row.number, row.number)
    head.take(row)
    for second in below:
        keys = {column: read_heading(cell.text) for column, cell in second.cells.items() if cell.text.strip()}
        if len(keys) > 1 and all(is_letter(key) or row.text(column) for column, key in keys.items()) and _goes_on(keys):
            head.row = second.number
            for wide in (OPTIONS, ANSWER):
                if head.columns.get(wide) in keys and is_letter(keys[head.columns[wide]]):
                    del head.columns[wide], head.names[wide]
            _take_letters(head, second, keys)
    return head


def _goes_on(keys: Mapping[int, str]) -> bool:
    letters = [key for _, key in sorted(keys.items()) if is_letter(key)]
    return len(letters) > 1 and letters == [chr(ord("A") + place) for place in range(len(letters))]


def _take_letters(head: HeadingRow, row: SheetRow, keys: Mapping[int, str]) -> None:
    for column, key in sorted(keys.items()):
        if is_letter(key) and key not in head.columns:
            head.columns[key], head.names[key] = column, row.text(column)
            head.others.pop(column, None)
