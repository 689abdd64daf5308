"""Tables of Word: items in rows, options in a grid, keys under numbers, or a table in a stem."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from lxml import etree

from edu.content.finding import Findings
from edu.content.items.item_text import ITEM_FIELDS, REFERENCE_NAMES, escape_line
from edu.interchange.docx.lines import TextLine
from edu.interchange.docx.words import VAL, W, number_of
from edu.interchange.question_rows.headings import find_head, report_head
from edu.interchange.question_rows.making import MadeItem, make_raw
from edu.interchange.question_rows.row import RowCell, SheetRow

_MOST_COLUMNS = 60

_LONG = frozenset({"rationale", "rubric", "mistakes"})

_SCORES = re.compile(
    r"(?:题号|得分|总分|分数|评卷人|阅卷人|判卷人|复核人|合计|[一二三四五六七八九十]{1,3}|\d{1,3}|[\s_])*"
)
_NUMBERS = re.compile(r"题\s*号|序\s*号|题目")
_ANSWERS = re.compile(r"(?:参考|正确|标准)?\s*答\s*案|选\s*项")

ReadParagraph = Callable[[etree._Element], list[TextLine]]


@dataclass(slots=True)
class TableCell:
    """``span`` is how many columns it is wide; ``goes_on`` where it is the lower part of a merged one."""

    lines: list[TextLine] = field(default_factory=list)
    span: int = 1
    goes_on: bool = False

    @property
    def text(self) -> str:
        """All its lines."""
        return "\n".join(line.text for line in self.lines).strip()


@dataclass(slots=True)
class WordTable:
    """``rows`` as cells in order; ``line`` is the paragraph where it begins; ``nested`` tells of tables within."""

    rows: list[list[TableCell]]
    line: int
    nested: bool = False


def read_word_table(element: etree._Element, read: ReadParagraph) -> WordTable:
    """The cells of a table; tables within cells are read as lines."""
    table = WordTable([], 0)
    for row in _children(element, "tr"):
        cells = []
        for element_of_cell in _children(row, "tc"):
            properties = element_of_cell.find(f"{W}tcPr")
            merge = properties.find(f"{W}vMerge") if properties is not None else None
            cell = TableCell(
                span=max(1, min(number_of(properties, "gridSpan", 1), _MOST_COLUMNS)),
                goes_on=merge is not None and merge.get(VAL, "continue") == "continue",
            )
            table.nested |= element_of_cell.find(f".//{W}tbl") is not None
            for paragraph in element_of_cell.iter(f"{W}p"):
                if not _in_box(paragraph, element_of_cell):
                    cell.lines += read(paragraph)
            cells.append(cell)
        table.rows.append(cells[:_MOST_COLUMNS])
    lines = [line.paragraph for row in table.rows for cell in row for line in cell.lines]
    table.line = lines[0] if lines else 1
    return table


def _children(element: etree._Element, name: str) -> Iterator[etree._Element]:
    """Rows or cells, also those within content controls and marks of insertion."""
    for child in element:
        if child.tag == W + name:
            yield child
        elif child.tag in {f"{W}sdt", f"{W}sdtContent", f"{W}ins", f"{W}customXml"}:
            yield from _children(child, name)


def _in_box(paragraph: etree._Element, cell: etree._Element) -> bool:
    for parent in paragraph.iterancestors():
        if parent is cell:
            return False
        if parent.tag == f"{W}txbxContent":
            return True
    return False


def table_lines(table: WordTable, findings: Findings, last_number: int) -> list[TextLine]:
    """The table as lines of a paper; ``last_number`` is that of the last item above it."""
    if table.nested:
        findings.add("X102", table.line, what=("表格中的表格", "a table within a table"),
                     now=("外层单元格里的文字行", "lines of the outer cell"))  # fmt: skip
    cells = [cell for row in table.rows for cell in row if cell.text]
    if len(cells) <= 1 or all(len(row) == 1 for row in table.rows):
        return [line for cell in cells for line in cell.lines]  # a frame around text
    lines = _read_rows(table, findings, last_number)
    for read in (_read_grid, _read_keys, _read_scores):
        lines = read(table, cells, findings) if lines is None else lines
    return _write_markdown(table, findings) if lines is None else lines


def _read_grid(table: WordTable, cells: Sequence[TableCell], findings: Findings) -> list[TextLine] | None:
    """Options side by side, in the order of their letters."""
    lines = [line for cell in cells for line in cell.lines if line.text]
    if not lines or not all(line.letter for line in lines):
        return None
    return sorted(lines, key=lambda line: line.letter)


def _read_keys(table: WordTable, cells: Sequence[TableCell], findings: Findings) -> list[TextLine] | None:
    """Rows 题号 and 答案 in turn, as on an answer sheet."""
    pairs: list[str] = []
    rows = table.rows
    if len(rows) % 2 or not all(
        above and below and _NUMBERS.fullmatch(above[0].text) and _ANSWERS.fullmatch(below[0].text)
        for above, below in zip(rows[::2], rows[1::2], strict=True)
    ):
        return None
    for above, below in zip(rows[::2], rows[1::2], strict=True):
        for number, key in zip(above[1:], below[1:], strict=False):
            if number.text.isdecimal() and key.text:
                pairs.append(f"{number.text}.{key.text}")
    if not pairs:
        findings.add("X101", table.line, what=("空白的答题表", "an empty answer sheet"))
        return []
    return [TextLine("", table.line), TextLine("参考答案", table.line), TextLine(" ".join(pairs), table.line)]


def _read_scores(table: WordTable, cells: Sequence[TableCell], findings: Findings) -> list[TextLine] | None:
    """题号 一 二 三 总分, and room for the marks: nothing of the items."""
    text = "".join(cell.text for cell in cells)
    if not _SCORES.fullmatch(text) or not re.search("分|号|人", text):
        return None
    findings.add("X101", table.line, what=(f"得分表（{text}）", f"the table for marks ({text})"))
    return []


def _read_rows(table: WordTable, findings: Findings, last_number: int) -> list[TextLine] | None:
    """A row an item under headings, by the rules of the sheets; numbers go on from those above the table."""
    rows = list(_as_rows(table))
    head = find_head(rows)
    if head is None or not any(row.number > head.row for row in rows):
        return None
    report_head(rows, head, findings)
    lines: list[TextLine] = []
    for row in rows:
        if row.number <= head.row or not row.cells or head.repeats(row):
            continue
        last_number += 1
        made = make_raw(row, head, "", findings)
        if made is not None:
            lines += _item_lines(made, last_number)
        else:
            words = " ".join(" ".join(cell.text for cell in row.cells.values()).split())
            lines.append(TextLine(f"{last_number}. {words}", row.number))
    return lines


def _as_rows(table: WordTable) -> Iterator[SheetRow]:
    """Rows by the paragraph that they begin with; a merged cell's text belongs to all its rows."""
    above: dict[int, str] = {}
    number = table.line - 1
    for cells in table.rows:
        found: dict[int, RowCell] = {}
        number = max(number + 1, next((line.paragraph for cell in cells for line in cell.lines), 0))
        column = 1
        for cell in cells:
            text = above.get(column, "") if cell.goes_on else cell.text
            above[column] = text
            if text:
                found[column] = RowCell(text)
            column += cell.span
        yield SheetRow(number, found)


def _item_lines(made: MadeItem, number: int) -> Iterator[TextLine]:
    raw = made.raw
    first, *rest = raw.stem.split("\n")
    texts = [f"{number}. {escape_line(first, 'head', False)}", *(escape_line(line, "stem", False) for line in rest)]
    for option in raw.options:
        first, *rest = option.text.split("\n")
        texts += [f"{option.letter}. {first}", *(escape_line(line, "option", False) for line in rest)]
    if made.kind:
        texts.append(f"题型：{made.kind}")
    for key, raw_field in raw.fields.items():
        name = raw_field.name if raw_field.name in REFERENCE_NAMES else ITEM_FIELDS[key][0]
        mark = f"（{raw_field.mark}）" if raw_field.mark else ""
        value = (
            raw_field.value
            if key in _LONG or raw_field.name in REFERENCE_NAMES
            else " ".join(raw_field.value.split("\n"))
        )
        first, *rest = value.split("\n")
        texts += [f"{name}{mark}：{first}", *(escape_line(line, key, True) for line in rest)]
    for text in texts:
        yield TextLine(text, raw.line)


def _write_markdown(table: WordTable, findings: Findings) -> list[TextLine]:
    """A table of Markdown, its first row as the head."""
    width = max(sum(cell.span for cell in row) for row in table.rows)
    if any(cell.span > 1 or cell.goes_on for row in table.rows for cell in row):
        findings.add("X102", table.line, what=("表格里的合并单元格", "merged cells of a table"),
                     now=("只在第一格有文字的单元格", "cells of which only the first has text"))  # fmt: skip
    lines = [TextLine("", table.line)]
    for place, row in enumerate(table.rows):
        texts: list[str] = []
        for cell in row:
            texts += ["" if cell.goes_on else _inline(cell.text), *[""] * (cell.span - 1)]
        texts = (texts + [""] * width)[:width]
        number = next((line.paragraph for cell in row for line in cell.lines), table.line)
        lines.append(TextLine("| " + " | ".join(texts) + " |", number))
        if place == 0:
            lines.append(TextLine("|" + " --- |" * width, number))
    return [*lines, TextLine("", lines[-1].paragraph)]


def _inline(text: str) -> str:
    return re.sub(r"(?<!\\)\|", r"\|", " ".join(text.split()))
