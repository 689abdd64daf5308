"""Chinese papers as text: typed, pasted, or taken out of Word. The bank's own reader reads them."""

from edu.content.finding import Findings
from edu.content.items.item_file import BANK_KEYS, find_title, make_item, read_defaults
from edu.content.items.item_text import RawItem
from edu.content.items.paper_section import read_section
from edu.content.items.paper_text import Paper, Remark, is_head_line, read_paper_text
from edu.content.syntax.document import parse_document
from edu.content.syntax.front_matter import read_front
from edu.interchange.exchange import MOST_ITEMS, Draft, Imported, Unread


def read_paper(text: str, findings: Findings) -> Imported:
    """The items of a paper; what stands around them is named in the report."""
    imported = Imported(findings)
    document = parse_document(findings.path, text, findings)
    if document is None:
        return imported
    paper = read_paper_text(document.body, findings)
    raws = paper.items
    if len(raws) > MOST_ITEMS:
        findings.add("X312", 1, count=len(raws), limit=MOST_ITEMS)
        return imported
    if not raws:
        findings.add("X310", 1)
    imported.title = find_title(paper)
    _report_remarks(paper, findings)
    defaults = read_defaults(read_front(document, BANK_KEYS, findings), "")
    sources = _sources(raws, text)
    ends = [*(raw.line for raw in raws[1:]), len(sources) and text.count("\n") + 2]
    for raw, source, end in zip(raws, sources, ends, strict=False):
        item = make_item(raw, defaults, findings)
        wrong = any(raw.line <= finding.line < end and not finding.advice for finding in findings.found)
        if item is None or wrong:
            imported.unread.append(Unread(raw.line, source))
        else:
            imported.drafts.append(Draft(item, raw.line, source))
    return imported


def _report_remarks(paper: Paper, findings: Findings) -> None:
    """Instructions and the like; the title and the line for the candidate's name are the paper's, not an item's."""
    if paper.stray is not None:
        findings.add("X101", paper.stray.number, what=_words(paper.stray.text))
    for page in paper.pages:
        findings.add("X101", page.number, what=_words(page.text))
    for place, block in enumerate(paper.blocks):
        if not isinstance(block, Remark):
            continue
        for offset, line in enumerate(block.lines):
            title = place == 0 and not any(map(str.strip, block.lines[:offset]))
            bare = line.strip().lstrip("#＃").strip()
            heading = read_section(bare, 0) is not None
            if heading and "扣" in bare:
                findings.add(
                    "X101", block.line + offset, what=(f"扣分规则“{bare}”", f"a rule for taking points: {bare}")
                )
            if bare and not title and not is_head_line(line) and not heading:
                findings.add("X101", block.line + offset, what=_words(bare))


def _words(text: str) -> tuple[str, str]:
    return f"题目之外的文字“{text.strip()}”", f"text outside the items: {text.strip()}"


def _sources(raws: list[RawItem], text: str) -> list[str]:
    """The lines of each item as they stand in the source."""
    lines = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n").split("\n")
    ends = [*(raw.line - 1 for raw in raws[1:]), len(lines)]
    return ["\n".join(lines[raw.line - 1 : end]).strip() for raw, end in zip(raws, ends, strict=False)]
