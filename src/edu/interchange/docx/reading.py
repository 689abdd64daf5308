"""A Word file to the lines of a paper, as somebody who typed it would have written it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from lxml import etree

from edu.content.finding import Findings
from edu.content.items.item_text import split_number
from edu.interchange.docx.keys import add_keys
from edu.interchange.docx.lines import DocxLine, TextLine, make_lines
from edu.interchange.docx.package import WordPackage, open_package
from edu.interchange.docx.paragraphs import ParagraphReader
from edu.interchange.docx.tables import read_word_table, table_lines
from edu.interchange.docx.words import W
from edu.interchange.exchange import LARGEST_SOURCE, LONGEST_LINE, Imported
from edu.interchange.paper.text import read_paper

_DEEPEST = 40
_EDGES = {"header": ("页眉", "header"), "footer": ("页脚", "footer")}
_BLOCKS = frozenset({f"{W}sdt", f"{W}sdtContent", f"{W}customXml", f"{W}ins", f"{W}moveTo"})


@dataclass(slots=True)
class DocxText:
    """``lines`` in order, each with its paragraph; ``pictures`` are bytes by the name that the lines use."""

    lines: list[DocxLine] = field(default_factory=list)
    pictures: dict[str, bytes] = field(default_factory=dict)

    @property
    def text(self) -> str:
        """The lines as one text."""
        return "\n".join(line.text for line in self.lines)

    def paragraph_of(self, line: int) -> int:
        """The paragraph of a line of the text, both from 1."""
        return self.lines[line - 1].paragraph if 0 < line <= len(self.lines) else 1


def docx_text(data: bytes, findings: Findings) -> DocxText:
    """The lines of a Word file; nothing, with a finding, where it cannot be read. A finding's line is the paragraph."""
    if len(data) > LARGEST_SOURCE:
        findings.add("X303", 1, size=len(data), limit=LARGEST_SOURCE)
        return DocxText()
    package = open_package(data, findings)
    if package is None:
        return DocxText()
    reader = _Reader(package, findings)
    reader.read(package.body, 0)
    lines = add_keys(reader.lines, findings)
    _report_whole(package, reader.paragraphs, findings)
    return DocxText(list(_within_bounds(lines, findings)), reader.paragraphs.pictures)


def read_docx(data: bytes, findings: Findings) -> Imported:
    """The items of a paper in Word; their lines are paragraphs."""
    text = docx_text(data, findings)
    if any(not finding.advice for finding in findings.found):
        return Imported(findings)
    own = Findings(findings.path)
    imported = read_paper(text.text, own)
    findings.extend(replace(finding, line=text.paragraph_of(finding.line)) for finding in own.found)
    imported.findings = findings
    imported.drafts = [replace(draft, line=text.paragraph_of(draft.line)) for draft in imported.drafts]
    imported.unread = [replace(unread, line=text.paragraph_of(unread.line)) for unread in imported.unread]
    imported.pictures = text.pictures
    return imported


def _within_bounds(lines: Iterable[TextLine], findings: Findings) -> Iterator[DocxLine]:
    for line in lines:
        if len(line.text) > LONGEST_LINE:
            findings.add("X311", line.paragraph, count=len(line.text), limit=LONGEST_LINE)
        else:
            yield DocxLine(line.text, line.paragraph)


def _report_whole(package: WordPackage, paragraphs: ParagraphReader, findings: Findings) -> None:
    """What belongs to the file as a whole."""
    for kind, text in package.edges():
        name, english = _EDGES[kind]
        findings.add("X101", 1, what=(f"{name}“{text}”", f"the {english} {text}"))
    if paragraphs.slanted:
        count = paragraphs.slanted
        findings.add(
            "X101", 1, what=(f"{count} 段里的斜体（文字保留）", f"italics in {count} paragraphs; the words stay")
        )
    if paragraphs.revisions:
        count = paragraphs.revisions
        findings.add("X102", 1, what=(f"{count} 处修订", f"{count} tracked changes"),
                     now=("接受修订后的文字", "the text with the changes accepted"))  # fmt: skip


class _Reader:
    """Walks the body; ``last_number`` is that of the last line that began with one."""

    def __init__(self, package: WordPackage, findings: Findings) -> None:
        self.paragraphs = ParagraphReader(package, findings)
        self.findings = findings
        self.lines: list[TextLine] = []
        self.last_number = 0

    def read(self, parent: etree._Element, depth: int) -> None:
        """Paragraphs and tables in order."""
        for child in parent if depth < _DEEPEST else ():
            if child.tag == f"{W}p":
                self._put(self.read_paragraph(child))
            elif child.tag == f"{W}tbl":
                self._put(table_lines(read_word_table(child, self.read_paragraph), self.findings, self.last_number))
            elif child.tag in _BLOCKS:
                self.read(child, depth + 1)
            elif child.tag == f"{W}altChunk":
                self.paragraphs.report(("嵌入的另一份文档", "another document within this one"))

    def _put(self, lines: list[TextLine]) -> None:
        self.lines += lines
        for line in lines:
            self.last_number = split_number(line.text)[1] or self.last_number

    def read_paragraph(self, element: etree._Element, depth: int = 0) -> list[TextLine]:
        """The lines of a paragraph, and those of the text boxes that hang on it."""
        paragraph = self.paragraphs.read(element)
        joined = make_lines(paragraph.label, paragraph.stretches, paragraph.number)
        lines = joined.lines
        for words in joined.underlined:
            what = (f"“{words}”的下划线（文字保留）", f"the line under {words}, whose words stay")
            self.findings.add("X101", paragraph.number, what=what)
        if paragraph.boxes and depth < 3:
            lines = [line for line in lines if line.text]
            lines += self._read_boxes(paragraph.boxes, paragraph.number, depth)
        return lines

    def _read_boxes(self, boxes: Iterable[etree._Element], number: int, depth: int) -> Iterator[TextLine]:
        for box in boxes:
            lines = [
                line
                for paragraph in box.iterfind(f"{W}p")
                for line in self.read_paragraph(paragraph, depth + 1)
                if line.text
            ]
            if lines:
                text = " ".join(line.text for line in lines)
                self.findings.add("X102", number, what=(f"文本框“{text}”", f"the text box {text}"),
                                  now=("普通的文字行", "ordinary lines"))  # fmt: skip
            yield from lines
