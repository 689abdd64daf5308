"""QTI: 2.x and 3.0 in, a 2.1 content package out."""

import re

from edu.content.finding import Findings
from edu.interchange.exchange import Exported, Imported, Order
from edu.interchange.format import Format
from edu.interchange.qti.held import FEATURES, KINDS

_ROOTS = re.compile(rb"<(?:[\w-]+:)?(?:assessmentItem|qti-assessment-item|questestinterop|assessmentTest|manifest)\b")


def _looks_right(start: bytes) -> bool:
    """A package, or XML with one of its roots."""
    return start.startswith(b"PK") or bool(_ROOTS.search(start[:20_000]))


def _read(data: bytes, findings: Findings) -> Imported:
    from edu.interchange.qti.reading import read_qti

    return read_qti(data, findings)


def _write(order: Order, findings: Findings) -> Exported:
    from edu.interchange.qti.writing import write_qti

    return write_qti(order.items, findings, pictures=order.pictures)


FORMAT = Format(
    key="qti",
    names=("QTI", "QTI"),
    about=("1EdTech QTI：读 2.x 与 3.0，写 2.1", "1EdTech QTI: 2.x and 3.0 in, 2.1 out"),
    endings=(".zip", ".imscc", ".xml"),
    old_endings=(),
    looks_right=_looks_right,
    written_ending=".zip",
    media_type="application/zip",
    kinds=KINDS,
    features=FEATURES,
    read=_read,
    write=_write,
)
