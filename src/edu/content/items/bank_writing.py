"""The canonical text of a whole bank: remarks and headings stay, every item has its id, keys stand with their items."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from edu.content.finding import Findings
from edu.content.items.item_file import BankText, Defaults, make_bank, read_bank_text
from edu.content.items.item_ids import new_id, prefix_of
from edu.content.items.item_text import RawItem
from edu.content.items.item_writing import write_item
from edu.content.items.paper_text import Remark, is_head_line
from edu.content.syntax.document import Document, parse_document
from edu.domain.items.item import Item


@dataclass(frozen=True, slots=True)
class Formatted:
    """``text`` is the canonical file; ``named`` how many items were given an id."""

    text: str
    named: int


def format_bank(document: Document, taken: Iterable[str], findings: Findings) -> Formatted | None:
    """The bank in its canonical form, or ``None`` where it has mistakes: what cannot be read is not rewritten.

    ``taken`` are the ids of the rest of the library. What is written is read again, and must give the same items.
    """
    bank = read_bank_text(document, findings)
    if any(not finding.advice for finding in findings.found):
        return None
    items, named = _give_ids(bank, set(taken))
    text = _write(document, bank, items)
    if not _reads_back(document.path, text, items):
        findings.add("Q125", 1)
        return None
    return Formatted(text, named)


def _give_ids(bank: BankText, taken: set[str]) -> tuple[list[Item], int]:
    taken |= {item.id for item in bank.items if item and item.id}
    items, named = [], 0
    for item in filter(None, bank.items):
        given = item
        if not item.id:
            given = replace(item, id=new_id(item, prefix_of(Path(bank.path)), taken))
            taken.add(given.id)
            named += 1
        items.append(given)
    return items, named


def _write(document: Document, bank: BankText, items: Iterable[Item]) -> str:
    left = iter(items)
    blocks = [write_front(document, bank.defaults)]
    for block in bank.paper.blocks:
        text = write_item(next(left), bank.defaults) if isinstance(block, RawItem) else _write_remark(block, bank)
        if text.strip():
            blocks.append(text.rstrip("\n"))
    return "\n\n".join(blocks) + "\n"


def _write_remark(remark: Remark, bank: BankText) -> str:
    """A remark below a ``# ``; the line where candidates write their names is printed anew with each paper."""
    lines = [line for line in remark.lines if not (bank.paper.printed and is_head_line(line))]
    while lines and not lines[0].strip():
        lines.pop(0)
    if not lines:
        return ""
    first = lines[0].strip().lstrip("#＃").strip()
    if bank.paper.printed and first == bank.defaults.bank and len(lines) == 1:
        return ""  # the title is the bank's name
    return "\n".join([f"# {first}", *lines[1:]])


def write_front(document: Document, defaults: Defaults) -> str:
    """The front matter as it stands, or one with the bank's name and use where there is none."""
    lines = [line.text.rstrip() for line in document.front or ()]
    if document.front is None:
        use = "练习" if defaults.use.value == "practice" else "考核"
        lines = [f"题库: {defaults.bank}", f"用途: {use}"]
    return "\n".join(["---", *lines, "---"])


def _reads_back(path: str, text: str, items: list[Item]) -> bool:
    findings = Findings(path)
    document = parse_document(path, text, findings)
    if document is None:
        return False
    again = make_bank(read_bank_text(document, findings), findings)
    return list(again.items) == items and all(finding.advice for finding in findings.found)
