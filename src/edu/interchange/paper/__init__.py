"""Papers: text in, as somebody typed it; HTML that prints out."""

from edu.content.finding import Findings
from edu.interchange.exchange import Exported, Imported, Order
from edu.interchange.format import Format
from edu.interchange.paper.held import FEATURES, KINDS
from edu.interchange.source_text import decode_text


def _is_text(start: bytes) -> bool:
    """Any text may be a paper."""
    return True


def _read(data: bytes, findings: Findings) -> Imported:
    from edu.interchange.paper.text import read_paper

    text = decode_text(data, findings)
    return Imported(findings) if text is None else read_paper(text, findings)


def _write(order: Order, findings: Findings) -> Exported:
    from edu.interchange.paper.html import write_paper

    return write_paper(order.items, order.title, findings, keys=order.keys, pictures=order.pictures)


FORMAT = Format(
    key="paper",
    names=("试卷文本", "paper as text"),
    about=("文本试卷导入，HTML 打印卷导出", "a paper as text in, as HTML for print out"),
    endings=(".txt", ".md"),
    old_endings=(),
    looks_right=_is_text,
    written_ending=".html",
    media_type="text/html",
    kinds=KINDS,
    features=FEATURES,
    read=_read,
    write=_write,
)
