"""A paper as one HTML file that prints: A4, page numbers, nothing from elsewhere."""

import base64
import re
from collections.abc import Iterator, Mapping, Sequence

from markdown_it.common.utils import escapeHtml

from edu.content.finding import Findings
from edu.content.items.pictures import PICTURE, picture_type
from edu.domain.items.item import Item
from edu.interchange.exchange import Exported
from edu.interchange.html.text import html_of_markdown
from edu.interchange.paper.layout import (
    HEAD_LINE,
    IS_MARKDOWN,
    PrintedItem,
    PrintedPart,
    columns_of,
    key_fields,
    lay_out,
    lines_to_write,
    printed_stem,
    report_lost,
)

_FORMAT = "HTML"
_STYLE = """
@page { size: A4; margin: 20mm 20mm 22mm;
  @bottom-center { content: "第 " counter(page) " 页 共 " counter(pages) " 页"; font-size: 9pt; } }
:root { color-scheme: light; }
* { box-sizing: border-box; }
body { max-width: 170mm; margin: 0 auto; padding: 8mm 0; background: #fff; color: #000; line-height: 1.7;
  font: 10.5pt/1.7 "Times New Roman", "Noto Serif CJK SC", "Source Han Serif SC", SimSun, 宋体, serif; }
h1, h2 { font-family: "Noto Sans CJK SC", "Source Han Sans SC", SimHei, 黑体, sans-serif; break-after: avoid; }
h1 { font-size: 18pt; text-align: center; margin: 0 0 6mm; }
h2 { font-size: 12pt; margin: 6mm 0 3mm; }
.head { display: flex; flex-wrap: wrap; justify-content: space-between; gap: 2mm 6mm; margin: 0 0 6mm; }
.item { break-inside: avoid; margin: 0 0 4mm; display: grid; grid-template-columns: 8mm 1fr; }
.item > .number { text-align: right; padding-right: 2mm; }
.text p { margin: 0; white-space: pre-line; }
.text p + p { margin-top: 1mm; }
.text table { border-collapse: collapse; margin: 2mm 0; }
.text th, .text td { border: 0.5pt solid #000; padding: 1mm 2mm; }
.text img { max-width: 100%; max-height: 90mm; vertical-align: middle; }
.options { list-style: none; margin: 1mm 0 0; padding: 0; display: grid; gap: 1mm 4mm; }
.columns-4 { grid-template-columns: repeat(4, 1fr); }
.columns-2 { grid-template-columns: repeat(2, 1fr); }
.options li { display: grid; grid-template-columns: 6mm 1fr; }
.blank { display: inline-block; min-width: 24mm; border-bottom: 0.6pt solid #000; }
.room { break-inside: avoid; }
.keys { margin: 2mm 0 0; padding: 1.5mm 3mm; border-left: 1.5pt solid #000; display: grid;
  grid-template-columns: max-content 1fr; gap: 0.5mm 3mm; }
.keys dt { font-weight: bold; }
.keys dd { margin: 0; white-space: pre-line; }
@media screen { body { padding: 12mm 6mm; } }
"""
_TAGS = re.compile(r"(<[^>]*>)")
_LINES = re.compile(r"_{2,}")
_BLANK = '<span class="blank" role="img" aria-label="空">\u2003</span>'


def write_paper(
    items: Sequence[Item], title: str, findings: Findings, *, keys: bool, pictures: Mapping[str, bytes] | None = None
) -> Exported:
    """The paper, with ``keys`` the marker's copy. ``pictures`` are bytes by the name that stems use."""
    parts = lay_out(items, findings, _FORMAT)
    if keys:
        report_lost(parts, findings, _FORMAT)
    writer = _Writer(pictures or {}, findings, keys)
    body = "\n".join(writer.part(part) for part in parts)
    head = "".join(f"<span>{escapeHtml(piece)}</span>" for piece in HEAD_LINE.split(" "))
    shown = escapeHtml(" ".join(title.split()) or "试卷")
    copy = "（答案）" if keys else ""
    html = (
        f'<!DOCTYPE html>\n<html lang="zh-CN">\n<head>\n<meta charset="utf-8">\n'
        f'<meta name="viewport" content="width=device-width, initial-scale=1">\n<title>{shown}{copy}</title>\n'
        f"<style>{_STYLE}</style>\n</head>\n<body>\n<main>\n<h1>{shown}{copy}</h1>\n"
        f'<p class="head">{head}</p>\n{body}\n</main>\n</body>\n</html>\n'
    )
    written = [printed.item for part in parts for printed in part.items]
    return Exported(findings, html.encode("utf-8", "replace"), written)


class _Writer:
    """Writes parts; pictures become part of the file."""

    def __init__(self, pictures: Mapping[str, bytes], findings: Findings, keys: bool) -> None:
        self.pictures, self.findings, self.keys = pictures, findings, keys
        self._place = 1

    def part(self, part: PrintedPart) -> str:
        items = "\n".join(self._item(printed) for printed in part.items)
        return f"<section>\n<h2>{escapeHtml(part.heading)}</h2>\n{items}\n</section>"

    def _item(self, printed: PrintedItem) -> str:
        self._place = printed.place
        stem = self._blocks(printed_stem(printed, keys=self.keys))
        inner = [f'<div class="text">{stem}</div>', self._options(printed.item)]
        if self.keys:
            inner.append(f'<dl class="keys">{"".join(self._keys(printed))}</dl>')
        elif lines := lines_to_write(printed.item):
            inner.append(f'<div class="room" style="height: {lines * 8}mm"></div>')
        shown = "\n".join(filter(None, inner))
        return f'<div class="item"><div class="number">{printed.number}.</div><div>\n{shown}\n</div></div>'

    def _options(self, item: Item) -> str:
        if not item.options:
            return ""
        rows = "".join(
            f'<li><span>{option.letter}.</span><div class="text">{self._blocks(option.text)}</div></li>'
            for option in item.options
        )
        return f'<ul class="options columns-{columns_of(item)}">{rows}</ul>'

    def _keys(self, printed: PrintedItem) -> Iterator[str]:
        for name, text in key_fields(printed):
            shown = f'<div class="text">{self._blocks(text)}</div>' if name in IS_MARKDOWN else escapeHtml(text)
            yield f"<dt>{escapeHtml(name)}</dt><dd>{shown}</dd>"

    def _blocks(self, text: str) -> str:
        html = html_of_markdown(self._known_pictures(text), self._address)
        pieces = _TAGS.split(html.replace("</p>\n<p>", "</p><p>"))
        return "".join(piece if piece.startswith("<") else _LINES.sub(_BLANK, piece) for piece in pieces)

    def _known_pictures(self, text: str) -> str:
        """Pictures without their bytes as their names, with a finding."""

        def keep(match: re.Match[str]) -> str:
            if picture_type(self.pictures.get(match[2], b"")):
                return match[0]
            self.findings.add("X201", self._place, format=_FORMAT, what=(f"图片 {match[2]}", f"the picture {match[2]}"))
            return f"〔图：{match[1] or match[2]}〕"

        return PICTURE.sub(keep, text)

    def _address(self, name: str) -> str:
        data = self.pictures.get(name, b"")
        return f"data:{picture_type(data)};base64,{base64.b64encode(data).decode()}"
