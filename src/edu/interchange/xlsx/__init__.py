"""Excel: one row an item, under headings in any order."""

from edu.content.finding import Findings
from edu.interchange.exchange import Exported, Imported, Order
from edu.interchange.format import Format, has_its_ending
from edu.interchange.xlsx.held import FEATURES, KINDS


def _read(data: bytes, findings: Findings) -> Imported:
    from edu.interchange.xlsx.reading import read_xlsx

    return read_xlsx(data, findings)


def _write(order: Order, findings: Findings) -> Exported:
    from edu.interchange.xlsx.writing import write_xlsx

    return write_xlsx(order.items, findings)


FORMAT = Format(
    key="xlsx",
    names=("Excel", "Excel"),
    about=("Excel 表格，一题一行", "Excel, one row an item"),
    endings=(".xlsx", ".xlsm"),
    old_endings=(".xls",),
    looks_right=has_its_ending,
    written_ending=".xlsx",
    media_type="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    kinds=KINDS,
    features=FEATURES,
    read=_read,
    write=_write,
)
