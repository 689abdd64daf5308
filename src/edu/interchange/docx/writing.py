"""A paper as a Word file: parts, items, and room to write, or the keys for the marker."""

import io
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from docx.exceptions import PythonDocxError
from docx.image.exceptions import InvalidImageStreamError, UnexpectedEndOfFileError, UnrecognizedImageError
from docx.shared import Mm
from lxml import etree

from edu.content.finding import Findings
from edu.domain.items.item import Item
from edu.interchange.docx.blocks import BlockWriter, Setting
from edu.interchange.docx.page_setting import new_document
from edu.interchange.exchange import Exported
from edu.interchange.paper.layout import (
    HEAD_LINE,
    IS_MARKDOWN,
    PrintedItem,
    columns_of,
    key_fields,
    lay_out,
    lines_to_write,
    printed_stem,
    report_lost,
)

_FORMAT = "docx"
_WIDTH = 9_400
"""Twentieths of a point between the margins."""

_INDENT = 420
_WIDEST = Mm(150)
_NOT_WRITABLE = dict.fromkeys([*range(9), 11, 12, *range(14, 32), 0xFFFE, 0xFFFF, *range(0xD800, 0xE000)])
_BAD_PICTURE = (
    PythonDocxError, InvalidImageStreamError, UnexpectedEndOfFileError, UnrecognizedImageError, ValueError, LookupError,
    ArithmeticError, OSError,
)  # fmt: skip
"""What the library raises for a picture that it cannot measure."""


def write_docx(
    items: Sequence[Item], title: str, findings: Findings, *, keys: bool, pictures: Mapping[str, bytes] | None = None
) -> Exported:
    """The paper; with ``keys`` the marker's copy. ``pictures`` are bytes by the name that stems use."""
    parts = lay_out(items, findings, _FORMAT)
    if keys:
        report_lost(parts, findings, _FORMAT)
    shown = " ".join(title.translate(_NOT_WRITABLE).split()) or "试卷"
    document = new_document(shown)
    writer = _Writer(document, pictures or {}, findings, keys)
    body = document.element.body
    blocks = [writer.plain(shown, Setting(style="Title")), writer.plain(HEAD_LINE, Setting())]
    for part in parts:
        blocks.append(writer.plain(part.heading, Setting(style="Heading1", with_next=True)))
        for printed in part.items:
            blocks += writer.item(printed)
    body[0:0] = blocks
    stream = io.BytesIO()
    document.save(stream)
    return Exported(findings, stream.getvalue(), [printed.item for part in parts for printed in part.items])


class _Writer:
    """Writes items one after another."""

    def __init__(self, document: Any, pictures: Mapping[str, bytes], findings: Findings, keys: bool) -> None:
        self._document, self._pictures, self._findings, self._keys = document, pictures, findings, keys
        self._blocks = BlockWriter(document.element.body, self._picture)
        self._place = 1

    def plain(self, text: str, setting: Setting) -> etree._Element:
        """A paragraph of plain text."""
        return self._blocks.paragraph(setting, self._blocks.run(text))

    def item(self, printed: PrintedItem) -> Iterator[etree._Element]:
        """The item with its options, and its keys or room to write."""
        self._place = printed.place
        item = printed.item
        setting = Setting(left=_INDENT, hanging=_INDENT, with_next=bool(item.options) or self._keys)
        yield from self._blocks.blocks(
            f"{printed.number}. ", self._clean(printed_stem(printed, keys=self._keys)), setting
        )
        yield from self._options(item)
        if self._keys:
            yield from self._key_blocks(printed)
        else:
            for _ in range(lines_to_write(item)):
                yield self.plain("", Setting())

    def _options(self, item: Item) -> Iterator[etree._Element]:
        """Options four or two on a line where they are short."""
        count = columns_of(item)
        step = (_WIDTH - _INDENT) // count
        tabs = tuple(_INDENT + step * place for place in range(1, count))
        options = list(item.options)
        for start in range(0, len(options), count):
            line = options[start : start + count]
            last = start + count >= len(options)
            setting = Setting(left=_INDENT, tabs=tabs, with_next=self._keys or not last)
            inline = [self._blocks.inline(self._clean(option.text)) for option in line]
            if count == 1 or None in inline:
                for option in line:
                    yield from self._blocks.blocks(f"{option.letter}. ", self._clean(option.text), setting)
                continue
            runs: list[etree._Element] = []
            for place, (option, words) in enumerate(zip(line, inline, strict=True)):
                runs += self._blocks.run(("\t" if place else "") + f"{option.letter}. ") + (words or [])
            yield self._blocks.paragraph(setting, runs)

    def _key_blocks(self, printed: PrintedItem) -> Iterator[etree._Element]:
        setting = Setting(left=_INDENT, bold=True)
        for name, text in key_fields(printed):
            if name in IS_MARKDOWN:
                yield from self._blocks.blocks(f"{name}：", self._clean(text), setting)
            else:
                for line in self._clean(text).split("\n"):
                    label, words = self._blocks.run(f"{name}：", bold=True), self._blocks.run(line)
                    yield self._blocks.paragraph(setting, [*label, *words])

    def _clean(self, text: str) -> str:
        """Without signs that XML cannot hold."""
        cleaned = text.translate(_NOT_WRITABLE)
        if cleaned != text:
            what, now = ("控制字符", "control characters"), ("空", "nothing")
            self._findings.add("X203", self._place, format=_FORMAT, what=what, now=now)
        return cleaned

    def _picture(self, name: str, description: str) -> etree._Element | None:
        data = self._pictures.get(name)
        run: etree._Element | None = None
        if data is not None:
            paragraph = self._document.add_paragraph()
            try:
                shape = paragraph.add_run().add_picture(io.BytesIO(data))
            except _BAD_PICTURE:
                shape = None
            if shape is not None:
                if shape.width > _WIDEST:
                    shape.height, shape.width = int(shape.height * _WIDEST / shape.width), _WIDEST
                shape._inline.docPr.set("descr", description)
                run = paragraph.runs[0]._r
            paragraph._p.getparent().remove(paragraph._p)
        if run is None:
            what = (f"图片 {name}", f"the picture {name}")
            self._findings.add("X201", self._place, format=_FORMAT, what=what)
        return run
