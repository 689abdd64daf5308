"""The parts of a .docx file: the document, its relations, notes, comments and pictures."""

import posixpath
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from lxml import etree

from edu.content.finding import Findings
from edu.content.items.pictures import picture_type
from edu.interchange.docx.words import W, as_transitional
from edu.interchange.safe_xml import parse_xml
from edu.interchange.safe_zip import Archive, open_zip

_PAGE_WORDS = re.compile(r"第|页|共|page|of", re.IGNORECASE)
"""What a page number says around the number."""


@dataclass(frozen=True, slots=True)
class Relation:
    """Where a relation leads: a part of the archive, or an address outside."""

    kind: str
    target: str
    outside: bool = False


@dataclass(slots=True)
class WordPackage:
    """``body`` is the document; texts of notes and comments are by their kind and id."""

    archive: Archive
    body: etree._Element
    relations: Mapping[str, Relation]
    parts: dict[str, etree._Element | None] = field(default_factory=dict)
    texts: dict[tuple[str, str], str] = field(default_factory=dict)

    def picture(self, relation_id: str) -> tuple[str, bytes | None]:
        """The name of a picture, and its bytes where they are of a kind that can be shown."""
        relation = self.relations.get(relation_id)
        if relation is None or relation.outside:
            return (relation.target if relation else "?"), None
        data = self.archive.read(relation.target)
        name = re.sub(r"[^\w.-]+", "-", posixpath.basename(relation.target))
        return name, data if data is not None and picture_type(data) else None

    def edges(self) -> Iterator[tuple[str, str]]:
        """(kind, text) of the headers and footers that say something."""
        for relation in self.relations.values():
            if relation.kind in {"header", "footer"} and not relation.outside:
                root = self._parse(relation.target)
                text = _text_of(root) if root is not None else ""
                if any(sign.isalpha() for sign in _PAGE_WORDS.sub("", text)):
                    yield relation.kind, text

    def _parse(self, name: str) -> etree._Element | None:
        return _parse(self.archive, name, Findings(""))


def open_package(data: bytes, findings: Findings) -> WordPackage | None:
    """The checked package, or ``None`` with a finding."""
    archive = open_zip(data, ".docx", findings)
    if archive is None:
        return None
    main = next(
        (relation.target for relation in _read_relations(archive, "").values() if relation.kind == "officeDocument"),
        "word/document.xml",
    )
    if main not in archive.names:
        findings.add("X301", 1, format=".docx")
        return None
    root = _parse(archive, main, findings)
    if root is None:
        return None
    body = root.find(f"{W}body")
    if body is None:
        findings.add("X301", 1, format=".docx")
        return None
    package = WordPackage(archive, body, _read_relations(archive, main))
    _read_others(package, findings)
    return package


def _parse(archive: Archive, name: str, findings: Findings) -> etree._Element | None:
    data = archive.read(name)
    return parse_xml(as_transitional(data or b""), findings)


def _read_others(package: WordPackage, findings: Findings) -> None:
    """Styles, numbers, notes and comments. A part that is broken is reported, and does without."""
    for relation in package.relations.values():
        if relation.kind in {"styles", "numbering", "footnotes", "endnotes", "comments"} and not relation.outside:
            mine = Findings(findings.path)
            root = _parse(package.archive, relation.target, mine)
            if root is None:
                what = (f"文件里损坏的部分 {relation.target}", f"the damaged part {relation.target}")
                findings.add("X101", 1, what=what)
            package.parts[relation.kind] = root
            if root is not None and relation.kind in {"footnotes", "endnotes", "comments"}:
                for child in root:
                    package.texts[relation.kind, child.get(f"{W}id", "")] = _text_of(child)


def _read_relations(archive: Archive, part: str) -> dict[str, Relation]:
    folder, name = posixpath.split(part)
    data = archive.read(posixpath.join(folder, "_rels", f"{name}.rels"))
    root = parse_xml(data or b"", Findings(""))
    found = {}
    for relation in root if root is not None else ():
        target, outside = relation.get("Target", ""), relation.get("TargetMode") == "External"
        if not outside:
            target = (
                target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))
            )
        found[relation.get("Id", "")] = Relation(relation.get("Type", "").rpartition("/")[2], target, outside)
    return found


def _text_of(element: etree._Element) -> str:
    return " ".join("".join(piece.text or "" for piece in element.iter(f"{W}t")).split())
