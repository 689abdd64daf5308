"""Word: a paper in, by way of its lines of text; a printed paper out."""

from edu.content.finding import Findings
from edu.interchange.docx.held import FEATURES, KINDS
from edu.interchange.exchange import Exported, Imported, Order
from edu.interchange.format import Format, has_its_ending


def _read(data: bytes, findings: Findings) -> Imported:
    from edu.interchange.docx.reading import read_docx

    return read_docx(data, findings)


def _write(order: Order, findings: Findings) -> Exported:
    from edu.interchange.docx.writing import write_docx

    return write_docx(order.items, order.title, findings, keys=order.keys, pictures=order.pictures)


FORMAT = Format(
    key="docx",
    names=("Word", "Word"),
    about=("Word 试卷导入、打印卷导出", "a paper in Word, in and out"),
    endings=(".docx", ".docm"),
    old_endings=(".doc",),
    looks_right=has_its_ending,
    written_ending=".docx",
    media_type="application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    kinds=KINDS,
    features=FEATURES,
    read=_read,
    write=_write,
)
