"""Items to a sheet with one row each, every text a text: nothing becomes a formula or a date."""

import io
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace

from openpyxl import Workbook
from openpyxl.cell import Cell as SheetCell
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font, NamedStyle, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet._write_only import WriteOnlyWorksheet

from edu.content.finding import Findings
from edu.content.items.item_answer import escape_sign, printed_unit
from edu.content.items.item_credit import PART_RULE_SHOWN, show_points, write_credit
from edu.content.items.item_file import make_draft
from edu.content.items.item_matches import write_pairs, write_rows
from edu.content.items.item_number import write_mistake, write_numeric
from edu.content.items.item_rubric import write_rubric
from edu.content.items.kind_names import KIND_SHOWN
from edu.content.syntax.field_line import LETTERS
from edu.domain.items.item import Difficulty, Item, Kind, Use, WrongRule
from edu.domain.items.traits import traits_of
from edu.interchange.exchange import Exported
from edu.interchange.question_rows.answers import TRUTHS
from edu.interchange.question_rows.headings import HeadingRow
from edu.interchange.question_rows.making import make_raw
from edu.interchange.question_rows.options import without_letters
from edu.interchange.question_rows.row import RowCell, SheetRow
from edu.interchange.xlsx.cells import clean_cell

LONGEST_CELL = 32_767
"""What Excel takes in one cell."""

_FORMAT = "xlsx"
_OPTIONS = tuple(f"选项{letter}" for letter in LETTERS)
_BEFORE = ("题型", "题干")
_BEHIND = (
    "答案", "解析", "难度", "分值", "知识点", "编号", "依据", "来源", "少选", "错选", "评分要点", "参考答案",
    "计分", "参数", "常见错误", "段落",
)  # fmt: skip
_RARE = frozenset({"错选", "计分", "段落", *_OPTIONS[4:]})
"""Columns that are there only where an item needs them."""

_WIDTHS: Mapping[str, int] = {
    "题干": 60,
    "解析": 50,
    "答案": 16,
    "评分要点": 40,
    "参考答案": 40,
    "常见错误": 40,
    "参数": 30,
}
_DIFFICULTY = {Difficulty.EASY: "易", Difficulty.MEDIUM: "中", Difficulty.HARD: "难"}
_HEAD_STYLE, _TEXT_STYLE = "题库标题", "题库文字"


def write_xlsx(items: Sequence[Item], findings: Findings) -> Exported:
    """One sheet 题库. A row that would not read back as its item is left out and reported."""
    exported = Exported(findings)
    rows = []
    for place, item in enumerate(items, 1):
        cells = dict(_cells(item))
        if _check(item, cells, place, findings):
            rows.append(cells)
            exported.written.append(item)
    names = [name for name in (*_BEFORE, *_OPTIONS, *_BEHIND) if name not in _RARE or any(name in row for row in rows)]
    exported.data = _write_book(names, rows)
    return exported


def _cells(item: Item) -> Iterator[tuple[str, str]]:
    """Headings with texts; what is empty is left out."""
    for name, value in (
        ("题型", _kind(item)), ("题干", write_rows(item)), *zip(_OPTIONS, _option_texts(item), strict=False),
        ("答案", CELL_ANSWERS[item.kind](item)), ("解析", item.rationale), ("难度", _DIFFICULTY[item.difficulty]),
        ("分值", show_points(item.points)), ("知识点", item.topic), ("编号", item.id), ("依据", item.basis),
        ("来源", item.source), *_credit(item), ("评分要点", "\n".join(write_rubric(item.rubric))),
        ("参考答案", item.reference), ("计分", _part_rule(item)), *_numeric(item), ("段落", item.section),
    ):  # fmt: skip
        if value:
            yield name, value


def _kind(item: Item) -> str:
    if traits_of(item).several and len(item.keys) == 1:
        return "不定项"
    return KIND_SHOWN[item.kind][0]


def _option_texts(item: Item) -> list[str]:
    """Options whose own words begin with their letters get a letter before, which is the one that reading drops."""
    texts = [option.text for option in item.options]
    if without_letters(texts) == texts:
        return texts
    return [f"{option.letter}. {option.text}" for option in item.options]


def _keys(item: Item) -> str:
    return "".join(sorted(item.keys))


def _truth(item: Item) -> str:
    return "" if item.truth is None else TRUTHS[item.truth]


def _number(item: Item) -> str:
    return "" if item.numeric is None else write_numeric(item.numeric, printed_unit(item.stem))


def _blanks(item: Item) -> str:
    strict = any(blank.strict for blank in item.blanks)
    marks = [name for name, on in (("不分顺序", not item.ordered), ("严格", strict)) if on]
    mark = f"（{'、'.join(marks)}）" if marks else ""
    return mark + "；".join("|".join(map(escape_sign, blank.accepted)) for blank in item.blanks)


CELL_ANSWERS: Mapping[Kind, Callable[[Item], str]] = {
    Kind.SINGLE: _keys,
    Kind.MULTIPLE: _keys,
    Kind.TRUE_FALSE: _truth,
    Kind.FILL_IN: _blanks,
    Kind.NUMERIC: _number,
    Kind.WRITTEN: lambda item: "",
    Kind.ORDERING: lambda item: "-".join(item.sequence),
    Kind.MATCHING: write_pairs,
}
"""The cell with the key; a written item has its model response in another."""


def _credit(item: Item) -> Iterator[tuple[str, str]]:
    if traits_of(item).several:
        yield "少选", write_credit(item.credit, item.credit_share)
        if item.wrong is WrongRule.CANCEL:
            yield "错选", "抵消"


def _part_rule(item: Item) -> str:
    """How part of a response earns, where it is not what the kind says by itself."""
    return "" if item.part_rule is traits_of(item).part_rules[0] else PART_RULE_SHOWN[item.part_rule]


def _numeric(item: Item) -> Iterator[tuple[str, str]]:
    if item.numeric is not None:
        yield "参数", "；".join(f"{parameter.name} = {parameter.values}" for parameter in item.numeric.parameters)
        yield "常见错误", "\n".join(map(write_mistake, item.numeric.mistakes))


def _check(item: Item, cells: Mapping[str, str], place: int, findings: Findings) -> bool:
    """Whether the row can stand in a sheet and says the item."""
    longest = max(map(len, cells.values()))
    if longest > LONGEST_CELL:
        why = (f"一个单元格写不下 {longest} 个字符", f"{longest} characters do not fit into a cell")
        findings.add("X202", place, format=_FORMAT, why=why)
        return False
    back = _read_back(cells)
    if back is None or _without_units(back) != _without_units(replace(item, bank="", use=Use.LIVE, pictures=())):
        why = ("其中的文字会被读成别的意思", "its words would be read as something else")
        findings.add("X202", place, format=_FORMAT, why=why)
        return False
    if item.pictures:
        what = (f"{len(item.pictures)} 张图片，只留下名称", f"{len(item.pictures)} pictures; their names stay")
        findings.add("X201", place, format=_FORMAT, what=what)
    if [blank.unit for blank in back.blanks] != [blank.unit for blank in item.blanks]:
        findings.add("X201", place, format=_FORMAT, what=("空后的单位", "units behind blanks"))
    return True


def _read_back(cells: Mapping[str, str]) -> Item | None:
    if any(clean_cell(text) != text for text in cells.values()):
        return None
    row = SheetRow(1, {column: RowCell(text) for column, text in enumerate(cells.values(), 1)})
    head = HeadingRow(1, 1)
    head.take(SheetRow(1, {column: RowCell(name) for column, name in enumerate(cells, 1)}))
    silent = Findings("")
    made = make_raw(row, head, "", silent)
    return make_draft(made.raw, made.kind, silent) if made is not None else None


def _without_units(item: Item) -> Item:
    return replace(item, blanks=tuple(replace(blank, unit="") for blank in item.blanks))


def _write_book(names: Sequence[str], rows: Sequence[Mapping[str, str]]) -> bytes:
    book = Workbook(write_only=True)
    top = Alignment(vertical="top", wrap_text=True)
    head = NamedStyle(_HEAD_STYLE, font=Font(bold=True), fill=PatternFill("solid", fgColor="DDE6F0"), alignment=top)
    book.add_named_style(head)
    book.add_named_style(NamedStyle(_TEXT_STYLE, alignment=top, number_format="@"))
    sheet = book.create_sheet("题库")
    sheet.freeze_panes = "C2"
    for column, name in enumerate(names, 1):
        sheet.column_dimensions[get_column_letter(column)].width = 24 if name in _OPTIONS else _WIDTHS.get(name, 12)
    sheet.append([_text_cell(sheet, name, _HEAD_STYLE) for name in names])
    for row in rows:
        sheet.append([_text_cell(sheet, row.get(name, ""), _TEXT_STYLE) for name in names])
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _text_cell(sheet: WriteOnlyWorksheet, text: str, style: str) -> SheetCell | None:
    if not text:
        return None
    cell = WriteOnlyCell(sheet, text)
    cell.data_type = "s"  # the library takes =… for a formula
    cell.style = style
    return cell
