"""The look of a printed paper: A4, Chinese fonts, a page number."""

from typing import Any

from docx import Document
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

SONG, HEI, LATIN = "宋体", "黑体", "Times New Roman"
TITLE, PART, BODY = "Title", "Heading 1", "Normal"


def new_document(title: str) -> Any:
    """An empty document with the paper's styles."""
    document = Document()
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(22)
    section.top_margin = section.bottom_margin = Mm(22)
    _set_style(document.styles[BODY], SONG, 10.5, line_spacing=1.3)
    _set_style(document.styles[TITLE], HEI, 18, before=0, after=10)
    _set_style(document.styles[PART], HEI, 12, before=12, after=6)
    document.styles[TITLE].paragraph_format.alignment = 1
    for border in document.styles[TITLE].element.iter(qn("w:pBdr")):
        border.getparent().remove(border)
    properties = document.core_properties
    properties.title, properties.author, properties.comments = title, "", ""
    _number_pages(section.footer.paragraphs[0])
    return document


def _set_style(
    style: Any, east_asian: str, size: float, *, before: float = 0, after: float = 0, line_spacing: float = 1.2
) -> None:
    style.font.name, style.font.size = LATIN, Pt(size)
    style.font.color.rgb = RGBColor(0, 0, 0)
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for name in list(fonts.attrib):
        if "Theme" in name or "theme" in name:
            del fonts.attrib[name]
    fonts.set(qn("w:ascii"), LATIN)
    fonts.set(qn("w:hAnsi"), LATIN)
    fonts.set(qn("w:eastAsia"), east_asian)
    spacing = style.paragraph_format
    spacing.space_before, spacing.space_after, spacing.line_spacing = Pt(before), Pt(after), line_spacing


def _number_pages(paragraph: Any) -> None:
    """第 1 页 共 3 页, which Word counts itself."""
    paragraph.alignment = 1
    for text, code in (("第 ", "PAGE"), (" 页 共 ", "NUMPAGES"), (" 页", "")):
        paragraph.add_run(text)
        if code:
            field = paragraph._p.makeelement(qn("w:fldSimple"), {qn("w:instr"): code})
            paragraph._p.append(field)
            run = paragraph.add_run("1")._r
            field.append(run)
