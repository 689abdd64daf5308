"""Items to a QTI 2.1 content package."""

import io
import re
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from urllib.parse import quote

from lxml import etree

from edu.content.finding import Findings
from edu.content.syntax.front_matter import is_id
from edu.domain.items.item import Item
from edu.interchange.exchange import Exported
from edu.interchange.qti.elements import LOCATION, NAME, NAMESPACE, SCHEMA, in_namespace
from edu.interchange.qti.item_writing import CannotBeWritten, write_item_element
from edu.interchange.qti.manifest_writing import Resource, write_manifest
from edu.interchange.qti.package import MANIFEST

_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_DATE = (1980, 1, 1, 0, 0, 0)
"""A package is the same for the same items, whenever it is written."""

_NO_PICTURES: Mapping[str, bytes] = {}


@dataclass(slots=True)
class _Writer:
    findings: Findings
    pictures: Mapping[str, bytes]
    files: dict[str, bytes] = field(default_factory=dict)
    resources: list[Resource] = field(default_factory=list)

    def add(self, item: Item, line: int) -> bool:
        """Write an item; whether it could be."""
        identifier = self._identifier(item, line)
        named: dict[str, bool] = {}

        def address(name: str) -> str:
            named[name] = name in self.pictures
            return f"../images/{quote(name)}" if named[name] else ""

        try:
            _check_signs(item)
            element = write_item_element(item, identifier, self.findings, line, address)
        except CannotBeWritten as error:
            self.findings.add("X202", line, format=NAME, why=error.words)
            return False
        self._report(item, line, [name for name, there in named.items() if not there])
        path, shown = f"items/{identifier}.xml", [name for name, there in named.items() if there]
        self.files[path] = _as_bytes(_with_schema(element))
        self.files |= {f"images/{name}": self.pictures[name] for name in shown}
        pictures = [f"images/{quote(name)}" for name in shown]
        self.resources.append(Resource(item, path, _find_interaction(element), pictures))
        return True

    def _identifier(self, item: Item, line: int) -> str:
        """Ours where it can be, else one that nobody takes for ours."""
        if is_id(item.id) and f"items/{item.id}.xml" not in self.files:
            return item.id
        if item.id:
            self._lack(line, f"编号 {item.id}", f"the id {item.id}")
        return f"ITEM-{line}"

    def _report(self, item: Item, line: int, missing: Sequence[str]) -> None:
        fields = (("依据", "basis", item.basis), ("来源", "source", item.source), ("段落", "section", item.section))
        for chinese, english, value in fields:
            if value:
                self._lack(line, f"{chinese}“{value}”", f"its {english} {value}")
        for name in missing:
            self._lack(line, f"图片 {name}（没有这个文件）", f"the picture {name}, whose file is not there")

    def _lack(self, line: int, chinese: str, english: str) -> None:
        self.findings.add("X201", line, format=NAME, what=(chinese, english))


def write_qti(items: Sequence[Item], findings: Findings, *, pictures: Mapping[str, bytes] = _NO_PICTURES) -> Exported:
    """A content package with one file an item; ``pictures`` are bytes by the names that stems use."""
    writer = _Writer(findings, pictures)
    written = [item for line, item in enumerate(items, 1) if writer.add(item, line)]
    files = {MANIFEST: _as_bytes(write_manifest(writer.resources)), **writer.files}
    return Exported(findings, _zip(files), written)


def _check_signs(item: Item) -> None:
    """XML has no place for control characters."""
    for text in _texts(item):
        found = _NOT_XML.search(text)
        if found:
            code = f"U+{ord(found[0]):04X}"
            raise CannotBeWritten(f"含有 XML 写不下的字符 {code}", f"it has the character {code}, which XML lacks")


def _texts(item: Item) -> Iterator[str]:
    yield from (item.stem, item.rationale, item.reference, item.topic)
    yield from (option.text for option in item.options)
    yield from (premise.text for premise in item.premises)
    yield from (text for blank in item.blanks for text in (*blank.accepted, blank.unit))
    yield from (point.text for point in item.rubric)
    if item.numeric:
        yield item.numeric.unit
        yield from (text for mistake in item.numeric.mistakes for text in (mistake.value, mistake.feedback))


def _find_interaction(element: etree._Element) -> str:
    """What the item asks for, as the standard names it; several blanks are of one sort."""
    return next(str(part.tag) for part in element.iter() if str(part.tag).endswith("Interaction"))


def _with_schema(element: etree._Element) -> etree._Element:
    written = in_namespace(element, NAMESPACE)
    written.set(LOCATION, f"{NAMESPACE} {SCHEMA}")
    return written


def _as_bytes(element: etree._Element) -> bytes:
    return bytes(etree.tostring(element, xml_declaration=True, encoding="UTF-8"))


def _zip(files: Mapping[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, data in files.items():
            archive.writestr(zipfile.ZipInfo(path, _DATE), data, zipfile.ZIP_DEFLATED)
    return buffer.getvalue()
