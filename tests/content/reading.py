"""Readers on text that stands in a test."""

from collections.abc import Callable
from typing import TypeVar

from edu.content.finding import Findings
from edu.content.items.item_file import Bank, read_bank
from edu.content.syntax.document import Document, parse_document
from edu.domain.items.item import Item

T = TypeVar("T")


def read(reader: Callable[[Document, Findings], T], text: str) -> tuple[T, list[str]]:
    """What the reader makes of ``text``, and the codes that it reports."""
    findings = Findings("x.md")
    document = parse_document("x.md", text, findings)
    assert document is not None, findings.found
    return reader(document, findings), [finding.code for finding in findings.found]


def read_sound(reader: Callable[[Document, Findings], T], text: str) -> T:
    """What the reader makes of a text without findings."""
    value, codes = read(reader, text)
    assert codes == []
    return value


def a_bank(body: str, front: str = "") -> Bank:
    """The bank with these items."""
    return read_sound(read_bank, f"---\n题库: 例\n用途: 考核\n{front}---\n{body}")


def an_item(body: str, front: str = "") -> Item:
    """The one item, without findings; id and rationale are added where the text has none."""
    if "编号" not in body:
        body += "\n编号：x-1"
    if "解析" not in body:
        body += "\n解析：略。"
    (item,) = a_bank(body, front).items
    return item
