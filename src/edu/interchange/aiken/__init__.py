"""Aiken, Moodle's plainest format: a stem, lettered options and a line ``ANSWER: B``. Single choice only."""

import re

from edu.content.finding import Findings
from edu.interchange.aiken.held import FEATURES, KINDS
from edu.interchange.exchange import Exported, Imported, Order
from edu.interchange.format import Format
from edu.interchange.source_text import decode_start, decode_text

_KEY_LINE = re.compile(r"^ANSWER\s*[:：]\s*[A-Z]\s*$", re.MULTILINE)


def _looks_right(start: bytes) -> bool:
    """A line ``ANSWER: B``."""
    return bool(_KEY_LINE.search(decode_start(start)))


def _read(data: bytes, findings: Findings) -> Imported:
    from edu.interchange.aiken.reading import read_aiken

    text = decode_text(data, findings)
    return Imported(findings) if text is None else read_aiken(text, findings)


def _write(order: Order, findings: Findings) -> Exported:
    from edu.interchange.aiken.writing import write_aiken

    return write_aiken(order.items, findings)


FORMAT = Format(
    key="aiken",
    names=("Aiken", "Aiken"),
    about=("最简单的单选题文本", "the plainest text, single choice only"),
    endings=(".aiken", ".txt"),
    old_endings=(),
    looks_right=_looks_right,
    written_ending=".aiken.txt",
    media_type="text/plain",
    kinds=KINDS,
    features=FEATURES,
    read=_read,
    write=_write,
)
