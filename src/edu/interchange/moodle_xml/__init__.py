"""Moodle XML: a ``quiz`` of questions, as Moodle's question bank exports and imports it."""

from edu.content.finding import Findings
from edu.interchange.exchange import Exported, Imported, Order
from edu.interchange.format import Format
from edu.interchange.moodle_xml.held import FEATURES, KINDS


def _looks_right(start: bytes) -> bool:
    """Its reader says what is wrong with XML that nobody else takes."""
    return True


def _read(data: bytes, findings: Findings) -> Imported:
    from edu.interchange.moodle_xml.reading import read_moodle_xml

    return read_moodle_xml(data, findings)


def _write(order: Order, findings: Findings) -> Exported:
    from edu.interchange.moodle_xml.writing import write_moodle_xml

    return write_moodle_xml(order.items, findings, order.pictures)


FORMAT = Format(
    key="moodle-xml",
    names=("Moodle XML", "Moodle XML"),
    about=("Moodle 题库的完整格式", "Moodle's full format"),
    endings=(".xml",),
    old_endings=(),
    looks_right=_looks_right,
    written_ending=".xml",
    media_type="application/xml",
    kinds=KINDS,
    features=FEATURES,
    read=_read,
    write=_write,
)
