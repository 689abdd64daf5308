"""Sheets to items: a row that cannot be taken whole stays unread, with its reasons."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from edu.content.finding import Findings
from edu.content.items.item_file import make_draft
from edu.content.items.kind_names import KIND_NAMES
from edu.content.items.paper_section import NO_SECTION, PaperSection, read_section
from edu.interchange.exchange import LARGEST_SOURCE, MOST_ITEMS, Draft, Imported, Unread
from edu.interchange.question_rows.headings import OPTIONS, STEM, HeadingRow, find_head, report_head
from edu.interchange.question_rows.making import make_raw, source_text
from edu.interchange.question_rows.row import RowCell, SheetRow
from edu.interchange.safe_zip import Archive, open_zip
from edu.interchange.xlsx.sheet_layout import check_parts
from edu.interchange.xlsx.sheets import MOST_SHEET_ROWS, Sheet, read_sheets

_PARTS = (
    ("xl/vbaProject", ("宏（没有运行）", "macros, which were not run")),
    ("xl/media/", ("工作表里的图片", "the pictures on the sheets")),
    ("xl/comments", ("单元格批注", "comments on cells")),
    ("xl/charts/", ("图表", "charts")),
)
"""Parts of the archive that hold what rows cannot."""


def read_xlsx(data: bytes, findings: Findings) -> Imported:
    """The items of all sheets that have a heading row. A finding's line is the row, its column the sheet's column."""
    imported = Imported(findings)
    if len(data) > LARGEST_SOURCE:
        findings.add("X303", 1, size=len(data), limit=LARGEST_SOURCE)
        return imported
    archive = open_zip(data, ".xlsx", findings)
    if archive is None:
        return imported
    if "xl/workbook.xml" not in archive.names:
        findings.add("X301", 1, format=".xlsx")
        return imported
    if not check_parts(archive, findings):
        return imported
    before = len(findings.found)
    sheets = [sheet for sheet in read_sheets(data, archive, findings) if sheet.rows]
    if any(not finding.advice for finding in findings.found[before:]):
        return imported
    _report_parts(archive, findings)
    for sheet in sheets:
        _read_sheet(sheet, _findings_of(sheet, len(sheets), findings), imported)
    if not imported.drafts and not imported.unread and all(finding.advice for finding in findings.found[before:]):
        findings.add("X310", 1)
    return imported


def _findings_of(sheet: Sheet, count: int, findings: Findings) -> Findings:
    """With several sheets a finding's path names its sheet."""
    return findings if count == 1 else Findings(f"{findings.path}[{sheet.name}]")


def _report_parts(archive: Archive, findings: Findings) -> None:
    for start, what in _PARTS:
        if any(name.startswith(start) for name in archive.names):
            findings.add("X101", 1, what=what)


def _read_sheet(sheet: Sheet, findings: Findings, imported: Imported) -> None:
    head = find_head(sheet.rows)
    if head is None:
        what = (
            f"工作表“{sheet.name}”：没有“题干”“答案”这样的标题行",
            f"sheet {sheet.name}: no heading row such as 题干, 答案",
        )
        findings.add("X101", sheet.rows[0].number, what=what)
    elif sheet.layout.filled > MOST_SHEET_ROWS:
        findings.add("X312", head.row, count=sheet.layout.filled, limit=MOST_ITEMS)
    else:
        _report_layout(sheet, head, findings)
        _SheetReader(sheet, head, findings, imported).read()
    if findings is not imported.findings:
        imported.findings.extend(findings.found)


def _report_layout(sheet: Sheet, head: HeadingRow, findings: Findings) -> None:
    """What is not taken as it looks, once for the sheet."""
    report_head(sheet.rows, head, findings)
    taken = ("普通的行和列，内容照常读入", "ordinary ones, read as all others")
    if sheet.layout.last_row > MOST_SHEET_ROWS:
        what = (f"第 {MOST_SHEET_ROWS} 行以下的内容", f"what stands below row {MOST_SHEET_ROWS}")
        findings.add("X101", MOST_SHEET_ROWS, what=what)
    if not sheet.shown:
        findings.add(
            "X102", head.row, what=(f"隐藏的工作表“{sheet.name}”", f"the hidden sheet {sheet.name}"), now=taken
        )
    rows = [str(row) for row in sheet.layout.hidden_rows if row > head.row]
    if rows:
        findings.add("X102", int(rows[0]), now=taken,
                     what=(f"隐藏的第 {'、'.join(rows)} 行", f"the hidden rows {', '.join(rows)}"))  # fmt: skip
    if columns := sheet.layout.hidden_columns:
        findings.add("X102", head.row, now=taken,
                     what=(f"隐藏的列 {'、'.join(columns)}", f"the hidden columns {', '.join(columns)}"))  # fmt: skip
    for merged in sheet.layout.merged:
        if merged.column in head.columns.values() and merged.last_row > max(merged.first_row, head.row):
            findings.add("X102", merged.first_row, merged.column,
                         what=(f"合并单元格 {merged.name}", f"the merged cells {merged.name}"),
                         now=("每一行各有一份的值", "a value of each of its rows"))  # fmt: skip


@dataclass(slots=True)
class _SheetReader:
    sheet: Sheet
    head: HeadingRow
    findings: Findings
    imported: Imported
    section: PaperSection = NO_SECTION

    def read(self) -> None:
        default = _kind_in(self.sheet.name)
        for row in self._item_rows():
            if len(self.imported.drafts) + len(self.imported.unread) >= MOST_ITEMS:
                self.findings.add("X312", row.number, count=len(self.sheet.rows), limit=MOST_ITEMS)
                return
            self._report_changes(row)
            self._read_row(row, self.section.kind or default)

    def _item_rows(self) -> Iterator[SheetRow]:
        """Rows below the headings; a lone 一、单项选择题 opens a part, and options one a row are put together."""
        below = [row for row in self.sheet.rows if row.number > self.head.row]
        for row in self._join_options(below):
            texts = {cell.text for cell in row.cells.values()}
            section = read_section(texts.copy().pop(), row.number) if len(texts) == 1 else None
            if section is not None:
                self.section = section
            elif not self.head.repeats(row):
                yield row

    def _join_options(self, rows: list[SheetRow]) -> list[SheetRow]:
        """Where a stem is merged over rows that have an option each, these are one item."""
        column, stem = self.head.columns.get(OPTIONS), self.head.columns[STEM]
        firsts = {
            number: merged.first_row
            for merged in self.sheet.layout.merged
            if merged.column == stem and column is not None and merged.first_row > self.head.row
            for number in range(merged.first_row + 1, min(merged.last_row, self.sheet.layout.last_row) + 1)
        }
        joined: dict[int, SheetRow] = {}
        for row in rows:
            first = joined.get(firsts.get(row.number, 0))
            if first is None or column is None:
                joined[row.number] = row
                continue
            texts = [joined_row.text(column) for joined_row in (first, row) if joined_row.text(column)]
            cells = {**row.cells, **first.cells, column: RowCell("\n".join(texts), first.cells[stem].place)}
            joined[first.number] = replace(first, cells=cells)
        return list(joined.values())

    def _report_changes(self, row: SheetRow) -> None:
        for column in self.head.columns.values():
            change = self.sheet.changes.get((row.number, column))
            if change is not None:
                self.findings.add("X102", row.number, column, what=change[0], now=change[1])

    def _read_row(self, row: SheetRow, default_kind: str) -> None:
        before = len(self.findings.found)
        source = source_text(row, self.head)
        made = make_raw(row, self.head, default_kind, self.findings)
        if made is not None:
            made.raw.section = self.section
        item = make_draft(made.raw, made.kind, self.findings) if made is not None else None
        found = self.findings.found[before:]
        if item is not None:
            self.imported.drafts.append(Draft(item, row.number, source))
            return
        self.imported.unread.append(Unread(row.number, source))
        if all(finding.advice for finding in found):
            self.findings.add("X103", row.number, why=("这一行不完整", "the row is not complete"))


def _kind_in(name: str) -> str:
    """The kind that a sheet's name says: 单选题 in “期货 单选题 2026”."""
    found = [word for word in KIND_NAMES if word in name and not word.isascii()]
    return max(found, key=len, default="")
