"""GIFT: questions as text, the way Moodle reads and writes them."""

import re

from edu.content.finding import Findings
from edu.interchange.exchange import Exported, Imported, Order
from edu.interchange.format import Format
from edu.interchange.gift.held import FEATURES, KINDS
from edu.interchange.source_text import decode_start, decode_text

_SIGNS = re.compile(r"^\s*(?:\$CATEGORY:|::.+?::)|(?<!\\)\{\s*(?:[=~#]|T\s*\}|F\s*\}|TRUE|FALSE|\})", re.MULTILINE)


def _looks_right(start: bytes) -> bool:
    """A title, a category or an answer block; a Chinese paper with braces says 答案 somewhere."""
    text = decode_start(start)
    return bool(_SIGNS.search(text)) and "答案" not in text


def _read(data: bytes, findings: Findings) -> Imported:
    from edu.interchange.gift.reading import read_gift

    text = decode_text(data, findings)
    return Imported(findings) if text is None else read_gift(text, findings)


def _write(order: Order, findings: Findings) -> Exported:
    from edu.interchange.gift.writing import write_gift

    return write_gift(order.items, findings)


FORMAT = Format(
    key="gift",
    names=("GIFT", "GIFT"),
    about=("Moodle 的文本格式", "Moodle's text format"),
    endings=(".gift", ".txt"),
    old_endings=(),
    looks_right=_looks_right,
    written_ending=".gift",
    media_type="text/plain",
    kinds=KINDS,
    features=FEATURES,
    read=_read,
    write=_write,
)
