"""Items to other formats: which writer makes which file."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from edu.content.finding import Findings
from edu.domain.items.item import Item
from edu.interchange.exchange import Exported


@dataclass(frozen=True, slots=True)
class Order:
    """What to write: items in order under a title, with their pictures' bytes by name, with keys or without."""

    items: Sequence[Item]
    title: str
    pictures: Mapping[str, bytes] = field(default_factory=dict)
    keys: bool = False


Writer = Callable[[Order, Findings], Exported]


def _write_gift(order: Order, findings: Findings) -> Exported:
    from edu.interchange.gift import write_gift

    return write_gift(order.items, findings)


def _write_aiken(order: Order, findings: Findings) -> Exported:
    from edu.interchange.aiken import write_aiken

    return write_aiken(order.items, findings)


def _write_moodle_xml(order: Order, findings: Findings) -> Exported:
    from edu.interchange.moodle_xml import write_moodle_xml

    return write_moodle_xml(order.items, findings, order.pictures)


def _write_qti(order: Order, findings: Findings) -> Exported:
    from edu.interchange.qti import write_qti

    return write_qti(order.items, findings, pictures=order.pictures)


def _write_xlsx(order: Order, findings: Findings) -> Exported:
    from edu.interchange.xlsx import write_xlsx

    return write_xlsx(order.items, findings)


def _write_docx(order: Order, findings: Findings) -> Exported:
    from edu.interchange.docx import write_docx

    return write_docx(order.items, order.title, findings, keys=order.keys, pictures=order.pictures)


def _write_paper(order: Order, findings: Findings) -> Exported:
    from edu.interchange.paper.html import write_paper

    return write_paper(order.items, order.title, findings, keys=order.keys, pictures=order.pictures)


@dataclass(frozen=True, slots=True)
class Format:
    """A writer and the end of its files' names."""

    write: Writer
    suffix: str


WRITERS: Mapping[str, Format] = {
    "gift": Format(_write_gift, ".gift"),
    "aiken": Format(_write_aiken, ".aiken.txt"),
    "moodle-xml": Format(_write_moodle_xml, ".xml"),
    "qti": Format(_write_qti, ".zip"),
    "xlsx": Format(_write_xlsx, ".xlsx"),
    "paper": Format(_write_paper, ".html"),
    "docx": Format(_write_docx, ".docx"),
}
