"""Items from other formats into a bank: planned whole, with a report, before anything is written."""

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass, field, fields, replace
from pathlib import Path, PurePath

from edu.content.checks.single import check_item
from edu.content.finding import Finding, Findings
from edu.content.items.bank_writing import write_front
from edu.content.items.item_file import BANK_KEYS, BankText, Defaults, make_bank, read_bank_text, read_defaults
from edu.content.items.item_ids import ids_below, new_id, prefix_of
from edu.content.items.item_writing import read_written_item, write_item
from edu.content.items.pictures import PICTURE
from edu.content.items.twins import Likeness, Twins
from edu.content.syntax.document import Document, load_document
from edu.content.syntax.front_matter import read_front
from edu.domain.items.item import Item, Use
from edu.interchange.exchange import Draft, Imported, Unread

_ADVICE = {Likeness.SAME_STEM: "Q301", Likeness.NEAR: "Q311"}
_KEYS = frozenset({"kind", "keys", "truth", "blanks", "numeric", "ordered", "rubric", "sequence", "premises"})
"""What decides who is right: an import never changes it."""

_NOT_COMPARED = frozenset({"id", "bank", "use", "pictures"})


@dataclass(slots=True)
class ImportPlan:
    """What an import would do. ``text`` is the whole new file of the bank; ``pictures`` go beside it, by name."""

    bank: Path
    findings: list[Finding] = field(default_factory=list)
    added: list[Item] = field(default_factory=list)
    unread: list[Unread] = field(default_factory=list)
    twins: int = 0
    read: int = 0
    text: str = ""
    pictures: dict[str, bytes] = field(default_factory=dict)

    @property
    def clean(self) -> bool:
        """Nothing stands in the way: what is left are losses and advice."""
        return not self.unread and all(finding.advice for finding in self.findings)


@dataclass(slots=True)
class _Target:
    """The bank that is added to, and what the library holds already."""

    path: Path
    defaults: Defaults
    document: Document
    taken: set[str]
    twins: Twins[str]


def plan_import(sources: Iterable[Imported], bank: Path, title: str, use: Use) -> ImportPlan:
    """Read the bank and its library, and put the new items behind those that are there.

    ``title`` and ``use`` serve a bank that does not exist yet. Nothing is written.
    """
    plan = ImportPlan(bank)
    sources = list(sources)
    title = title or next((source.title for source in sources if source.title), "")
    target = _open_target(bank, title, use, plan)
    if target is None:
        return plan
    texts: list[str] = []
    for imported in sources:
        names = _place_pictures(imported, plan)
        plan.unread += imported.unread
        plan.read += len(imported.drafts) + len(imported.unread)
        for draft in imported.drafts:
            renamed = _rename(draft, names)
            text = _add(renamed, target, plan, imported.findings)
            texts += [text] if text else []
        plan.findings += imported.findings.found
    plan.text = _join(target.document, target.defaults, bank, texts)
    return plan


def _open_target(bank: Path, title: str, use: Use, plan: ImportPlan) -> _Target | None:
    findings = Findings(bank.as_posix())
    document = load_document(bank, findings.path, findings) if bank.exists() else Document(findings.path, None, ())
    if document is None:
        plan.findings += findings.found
        return None
    defaults = read_defaults(read_front(document, BANK_KEYS, findings), title or bank.stem)
    if document.front is None and not bank.exists():
        defaults = replace(defaults, use=use)
    target = _Target(bank, defaults, document, set(), Twins())
    for path, text in _library_of(bank):
        for item in make_bank(text, Findings("")).items:
            target.twins.add(item, f"{path.name}（{item.id}）")
    target.taken = ids_below(_root_of(bank))
    plan.findings += [finding for finding in findings.found if not finding.advice]
    return target


def _root_of(bank: Path) -> Path:
    """The folder ``questions`` that the bank stands in, else the bank's own folder."""
    return next((folder for folder in bank.resolve().parents if folder.name == "questions"), bank.resolve().parent)


def _library_of(bank: Path) -> Iterable[tuple[Path, BankText]]:
    root = _root_of(bank)
    files = sorted(root.rglob("*.md")) if root.name == "questions" else [bank] if bank.exists() else []
    for file in files:
        findings = Findings(file.as_posix())
        document = load_document(file, findings.path, findings)
        if document is not None:
            yield file, read_bank_text(document, findings)


def _add(draft: Draft, target: _Target, plan: ImportPlan, findings: Findings) -> str:
    """The item's text for the bank; empty where it is there already or cannot be taken."""
    item = replace(draft.item, bank=target.defaults.bank, use=target.defaults.use)
    found = target.twins.find(item)
    if found and found[0] is Likeness.SAME:
        findings.add("X106", draft.line, other=found[1])
        plan.twins += 1
        return ""
    if found and found[0] is Likeness.OTHER_KEY:
        findings.add("X107", draft.line, other=found[1])
        plan.unread.append(Unread(draft.line, draft.source))
        return ""
    if found:
        findings.add(_ADVICE[found[0]], draft.line, other=found[1])
    if not item.id or item.id in target.taken:
        item = replace(item, id=new_id(item, prefix_of(target.path), target.taken))
    text = _write(item, draft, target.defaults, plan, findings)
    if text:
        target.taken.add(item.id)
        target.twins.add(item, f"{findings.path}:{draft.line}")
        plan.added.append(item)
    return text


def _write(item: Item, draft: Draft, defaults: Defaults, plan: ImportPlan, findings: Findings) -> str:
    """The canonical text, after it was read back: an item that the bank would read otherwise is reported."""
    text = write_item(item, defaults)
    own = Findings(findings.path)
    again = read_written_item(text, defaults, own)
    wrong = [finding for finding in own.found if not finding.advice]
    if again is None or wrong:
        why = wrong[0] if wrong else None
        words = (why.message, why.english_message) if why else ("写不成题库格式", "it does not fit the bank's format")
        findings.add("X103", draft.line, why=words)
        plan.unread.append(Unread(draft.line, draft.source))
        return ""
    changed = _differences(item, again)
    if _KEYS & set(changed):
        findings.add("X103", draft.line, why=("写进题库后答案会变", "its key would change in the bank"))
        plan.unread.append(Unread(draft.line, draft.source))
        return ""
    for name in changed:
        findings.add("X102", draft.line, what=(f"“{name}”的写法", name), now=(_show(again, name), _show(again, name)))
    for advice in check_item(again, findings.path, draft.line):
        findings.extend([advice])
    return text


def _differences(item: Item, again: Item) -> list[str]:
    names = [attribute.name for attribute in fields(Item) if attribute.name not in _NOT_COMPARED]
    missing = {name for name in ("topic", "source") if not getattr(item, name)}  # the bank's own stand in
    return [name for name in names if name not in missing and getattr(item, name) != getattr(again, name)]


def _show(item: Item, name: str) -> str:
    return " ".join(str(getattr(item, name)).split())


def _place_pictures(imported: Imported, plan: ImportPlan) -> dict[str, str]:
    """New names for the pictures of a source, and their bytes in the plan: two files may both have an image1.png."""
    names: dict[str, str] = {}
    for name, data in imported.pictures.items():
        suffix = PurePath(name).suffix.lower() or ".png"
        stem = re.sub(r"[^\w-]+", "-", PurePath(name).stem)[:40].strip("-") or "picture"
        names[name] = f"pictures/{stem}-{hashlib.sha256(data).hexdigest()[:8]}{suffix}"
        plan.pictures[names[name]] = data
    return names


def _rename(draft: Draft, names: dict[str, str]) -> Draft:
    if not names:
        return draft

    def change(text: str) -> str:
        return PICTURE.sub(lambda match: f"![{match[1]}]({names.get(match[2], match[2])})", text)

    item = draft.item
    options = tuple(replace(option, text=change(option.text)) for option in item.options)
    changed = replace(item, stem=change(item.stem), rationale=change(item.rationale), options=options)
    return replace(draft, item=replace(changed, reference=change(item.reference)))


def _join(document: Document, defaults: Defaults, bank: Path, texts: list[str]) -> str:
    before = bank.read_text(encoding="utf-8-sig").rstrip() if bank.exists() else write_front(document, defaults)
    return "\n\n".join([before, *(text.rstrip("\n") for text in texts)]) + "\n"
