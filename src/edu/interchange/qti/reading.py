"""A QTI file to items: a content package, or one item alone."""

from dataclasses import dataclass, replace
from hashlib import sha256

from lxml import etree

from edu.content.finding import Findings
from edu.domain.items.item import Item, Picture
from edu.interchange.exchange import LARGEST_SOURCE, MOST_ITEMS, Draft, Imported, Unread
from edu.interchange.html.text import OWN_PICTURE
from edu.interchange.not_exchanged import NotExchanged
from edu.interchange.qti.elements import NAME
from edu.interchange.qti.item_reading import check_size, read_item_element
from edu.interchange.qti.package import Listed, QtiPackage, take_inline
from edu.interchange.qti.plain_tree import make_plain, plain_name
from edu.interchange.qti.processing import Budget
from edu.interchange.qti.reading_scope import Metadata, Surroundings
from edu.interchange.safe_xml import line_of, parse_xml
from edu.interchange.safe_zip import open_zip

_ITEM = "assessmentItem"
_NOT_ITEMS = {
    "questestinterop": ("QTI 2.x、3.0（这个文件是 QTI 1.2）", "QTI 2.x or 3.0 (it is QTI 1.2)"),
    "assessmentTest": ("QTI 内容包（这是其中的试卷，不含题目）", "QTI package (it is a test without its items)"),
    "assessmentSection": ("QTI 内容包（这是其中的大题，不含题目）", "QTI package (it is a section of a test)"),
    "manifest": ("QTI 内容包（这是其中的清单，请导入整个 zip）", "QTI package (it is only its manifest)"),
}  # fmt: skip


@dataclass(slots=True)
class _Reader:
    imported: Imported
    budget: Budget

    def add(self, root: etree._Element, line: int, around: Surroundings) -> None:
        """Read one item, to the drafts or to what was not read."""
        source = etree.tostring(root, encoding="unicode", with_tail=False)
        own = Findings(self.imported.findings.path)
        try:
            check_size(root)
            item = read_item_element(make_plain(root), own, line, around)
        except NotExchanged as refusal:
            self.refuse(line, source, refusal)
            return
        self.imported.findings.extend(own.found)
        self.imported.drafts.append(Draft(self._with_pictures(item), line, source))

    def refuse(self, line: int, source: str, refusal: NotExchanged) -> None:
        """Keep the text of an item that cannot be taken."""
        self.imported.findings.add(refusal.code, line, 1, **refusal.values)
        self.imported.unread.append(Unread(line, source))

    def _with_pictures(self, item: Item) -> Item:
        texts = (item.stem, item.rationale, item.reference, *(option.text for option in item.options))
        names = dict.fromkeys(match[2] for text in texts for match in OWN_PICTURE.finditer(text))
        found = ((name, self.imported.pictures[name]) for name in names if name in self.imported.pictures)
        return replace(item, pictures=tuple(Picture(name, sha256(data).hexdigest()) for name, data in found))


def read_qti(data: bytes, findings: Findings) -> Imported:
    """Items of QTI 2.x or 3.0. The lines of a package count its items, those of a single file its lines."""
    imported = Imported(findings)
    if len(data) > LARGEST_SOURCE:
        findings.add("X303", 1, size=len(data), limit=LARGEST_SOURCE)
    elif data.startswith(b"PK"):
        _read_package(data, imported)
    elif data.lstrip(b"\xef\xbb\xbf\xff\xfe\0 \t\r\n").startswith(b"<"):
        _read_single(data, imported)
    else:
        findings.add("X301", 1, format=("QTI（zip 内容包或 XML 题目）", "QTI (a zip package or an XML item)"))
    return imported


def _read_single(data: bytes, imported: Imported) -> None:
    root = parse_xml(data, imported.findings)
    if root is None:
        return
    name = plain_name(root)
    if name != _ITEM:
        imported.findings.add("X301", 1, format=_NOT_ITEMS.get(name, NAME))
        return
    around = Surroundings(lambda address: take_inline(address, imported.pictures))
    _Reader(imported, around.budget).add(root, line_of(root), around)


def _read_package(data: bytes, imported: Imported) -> None:
    archive = open_zip(data, NAME, imported.findings)
    if archive is None:
        return
    package = QtiPackage(archive, imported.pictures)
    listed = _list_items(package, imported.findings)
    if listed is None:
        return
    if len(listed) > MOST_ITEMS:
        imported.findings.add("X312", 1, count=len(listed), limit=MOST_ITEMS)
    elif not listed:
        imported.findings.add("X310", 1)
    else:
        reader = _Reader(imported, Budget())
        for number, item in enumerate(listed, 1):
            _read_listed(package, reader, item, number)


def _list_items(package: QtiPackage, findings: Findings) -> list[Listed] | None:
    name = package.find_manifest()
    if not name:
        return _list_without_manifest(package, findings)
    root = parse_xml(package.archive.read(name) or b"", findings)
    if root is None:
        return None
    resources = list(package.list_resources(make_plain(root), name))
    items = [resource for resource in resources if "item" in resource.type]
    if not items and any(resource.type.startswith("imsqti_xmlv1p") for resource in resources):
        findings.add("X301", 1, format=_NOT_ITEMS["questestinterop"])
        return None
    for resource in resources:
        if "_test" in resource.type or "_section" in resource.type:
            findings.add(
                "X101", 1, what=(f"试卷的结构（{resource.href}）", f"the structure of the test {resource.href}")
            )
    return items


def _list_without_manifest(package: QtiPackage, findings: Findings) -> list[Listed]:
    found = []
    for path in sorted(package.archive.names):
        if path.casefold().endswith(".xml") and b"ssessment" in (package.archive.read(path) or b"")[:5_000]:
            found.append(Listed(path, path, _ITEM, Metadata()))
    if found:
        findings.add("X101", 1, what=("清单 imsmanifest.xml（包里没有）", "the manifest, which the package lacks"))
    return found


def _read_listed(package: QtiPackage, reader: _Reader, listed: Listed, number: int) -> None:
    """One item file; what is wrong with it is wrong with that item only."""
    data = package.archive.read(listed.path) if listed.path else None
    if data is None:
        missing = (f"包里没有文件 {listed.href}", f"the package has no file {listed.href}")
        reader.refuse(number, "", NotExchanged("X103", why=missing))
        return
    own = Findings(reader.imported.findings.path)
    root = parse_xml(data, own)
    if root is None:
        wrong = own.found[0]
        why = (f"{listed.href}：{wrong.message}", f"{listed.href}: {wrong.english_message}")
        reader.refuse(number, data[:100_000].decode("utf-8", "replace"), NotExchanged("X103", why=why))
        return
    name = plain_name(root)
    if name != _ITEM:
        why = (f"{listed.href} 不是题目，是 {name}", f"{listed.href} is no item but {name}")
        reader.refuse(number, etree.tostring(root, encoding="unicode"), NotExchanged("X103", why=why))
        return
    around = Surroundings(package.pictures_beside(listed.path), listed.metadata, reader.budget)
    reader.add(root, number, around)
