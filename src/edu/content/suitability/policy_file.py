"""The policy: bands, products, matching and the tables of rows, each under its fixed heading."""

import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace

from edu.content.digest import digest
from edu.content.finding import Findings
from edu.content.nearest import nearest_name
from edu.content.suitability.disclosure_file import read_effective
from edu.content.suitability.policy_rows import RowReader
from edu.content.suitability.policy_words import (
    BANDS,
    HEADINGS,
    MATCHING,
    MATCHING_ROWS,
    PERMISSIONS,
    PRODUCTS,
    ROW_TABLES,
)
from edu.content.suitability.questionnaire_file import AUDIENCES
from edu.content.syntax.amount_text import read_months, read_plain_number
from edu.content.syntax.document import Document
from edu.content.syntax.field_line import narrow
from edu.content.syntax.front_matter import FrontMatter, Key, read_front, read_limits
from edu.content.syntax.heading import Part, split_parts
from edu.content.syntax.markdown_table import Column, Table, TableRow, read_table
from edu.domain.suitability.facts import PRODUCT_GRADES, RISK_CLASSES
from edu.domain.suitability.policy import Permission, Policy, PolicyRow, ProductGroup, Words
from edu.domain.suitability.questionnaire import Band

_KEYS = (
    Key("编号", "id", required=True),
    Key("标题", "title", required=True),
    Key("版本", "version", required=True),
    Key("生效", "effective", required=True),
    Key("有效期", "validity", required=True),
    Key("提醒", "reminders", required=True),
    Key("次数", "limits"),
    Key("来源", "source"),
)
_CLASSES = {name: name for name in RISK_CLASSES}
_GRADES = {name: name for name in PRODUCT_GRADES}


@dataclass(frozen=True, slots=True)
class PolicyFile:
    """``lines`` says where rows, bands and products stand by id; ``tables`` where each table begins."""

    policy: Policy
    path: str
    lines: Mapping[str, int]
    tables: Mapping[str, int]


class _Reader:
    def __init__(self, document: Document, findings: Findings) -> None:
        self.findings = findings
        self.rows = RowReader(findings)
        self.parts = self._find_parts(document)
        self.tables: dict[str, int] = {}

    def _find_parts(self, document: Document) -> dict[str, Part]:
        parts: dict[str, Part] = {}
        for part in split_parts(document.body):
            if part.level != 2:
                continue
            if part.id not in HEADINGS:
                name = part.id or part.title
                self.findings.add("F405", part.line, name=name, nearest=nearest_name(name, HEADINGS))
            elif part.id in parts:
                self.findings.add("F205", part.line, name=part.id, first=parts[part.id].line)
            else:
                parts[part.id] = part
        return parts

    def table(self, heading: str, columns: tuple[Column, ...]) -> Table:
        part = self.parts.get(heading)
        table = read_table(part.lines, columns, self.findings) if part else None
        if table is None:
            self.findings.add("F401", part.line if part else 1, name=heading)
        self.tables[heading] = part.line if part else 1
        return table or Table(self.tables[heading], (), whole=False)

    def bands(self) -> tuple[Band, ...]:
        bands = [self._band(row) for row in self.table("bands", BANDS).rows]
        return tuple(band for band in bands if band is not None)

    def _band(self, row: TableRow) -> Band | None:
        audience = self.rows.read_word(
            row, "对象", row["audience"], {name: str(audience) for name, audience in AUDIENCES.items()}
        )
        risk_class = self.rows.read_word(row, "等级", row["class"], _CLASSES)
        low, high = read_plain_number(row["low"]), read_plain_number(row["high"])
        for text, number in ((row["low"], low), (row["high"], high)):
            if number is None:
                self.findings.add("P110", row.line, value=text)
        self.rows.check_filled(row, {"source": "来源"})
        if audience is None or risk_class is None or low is None or high is None:
            return None
        band_id = row["id"] or f"{audience}-{risk_class.lower()}"
        if low >= high:
            self.findings.add("P204", row.line, value=band_id)
            return None
        self.rows.lines.setdefault(f"band {band_id}", row.line)
        return Band(band_id, AUDIENCES[audience], risk_class, low, high, row["source"])

    def products(self) -> tuple[ProductGroup, ...]:
        found = []
        for row in self.table("products", PRODUCTS).rows:
            product_id = self.rows.read_id(row)
            names = {column.english: column.name for column in PRODUCTS if column.english not in ("id", "grade")}
            self.rows.check_filled(row, names)
            grade = self.rows.read_word(row, "等级", row["grade"], _GRADES)
            if grade is not None:
                name, also = Words(row["name"], row["name-en"]), Words(row["also"], row["also-en"])
                found.append(ProductGroup(product_id, name, grade, also, row["source"]))
        self.rows.products = [product.id for product in found]
        return tuple(found)

    def matching(self) -> Mapping[str, Mapping[str, Permission]]:
        found: dict[str, dict[str, Permission]] = {}
        for row in self.table("matching", MATCHING).rows:
            name = self.rows.read_word(row, "等级", row["class"], MATCHING_ROWS)
            cells = {grade: self.rows.read_word(row, grade, row[grade], PERMISSIONS) for grade in PRODUCT_GRADES}
            if name is None:
                continue
            if name in found:
                self.findings.add("P107", row.line, value=row["class"], first=self.rows.lines[f"matching {name}"])
            found[name] = {grade: Permission(cell) for grade, cell in cells.items() if cell is not None}
            self.rows.lines.setdefault(f"matching {name}", row.line)
        return found

    def all_rows(self) -> dict[str, tuple[PolicyRow, ...]]:
        return {spec.heading: self.rows.read(spec, self.table(spec.heading, spec.columns)) for spec in ROW_TABLES}


def read_policy(document: Document, findings: Findings) -> PolicyFile:
    """The policy with the rows that can be used."""
    front = read_front(document, _KEYS, findings)
    reader = _Reader(document, findings)
    bands, products, matching, rows = reader.bands(), reader.products(), reader.matching(), reader.all_rows()
    policy = Policy(
        id=front.id(),
        title=front.text("title"),
        version=front.text("version"),
        effective=read_effective(front),
        validity_months=_read_validity(front),
        reminder_days=_read_reminders(front),
        repeat_limits=read_limits(front),
        bands=bands,
        products=products,
        matching=matching,
        standings=rows["standings"],
        categories=rows["category"],
        tiers=rows["tier"],
        limits=rows["limits"],
        documents=rows["documents"],
        missing=rows["missing"],
        notices=rows["notices"],
        segments=rows["segments"],
        source=front.text("source"),
    )
    policy = replace(policy, revision=digest(asdict(policy)))
    return PolicyFile(policy, document.path, reader.rows.lines, reader.tables)


def _read_validity(front: FrontMatter) -> int:
    entry = front.entry("validity")
    months = read_months(entry.value)
    if months is None and entry.value:
        front.findings.add("F208", entry.line, name=entry.name, value=entry.value, example="12 个月")
    return months or 12


def _read_reminders(front: FrontMatter) -> tuple[int, ...]:
    """``60、30、7 天``: days before the end, most first."""
    entry = front.entry("reminders")
    plain = re.sub(r"\s*(?:天|days?)\s*$", "", narrow(entry.value))
    parts = re.split(r"[、,;\s]+", plain.strip())
    if entry.value and not all(re.fullmatch(r"\d{1,4}", part) for part in parts):
        front.findings.add("F208", entry.line, name=entry.name, value=entry.value, example="60、30、7 天")
        return ()
    return tuple(sorted({int(part) for part in parts if part}, reverse=True))
