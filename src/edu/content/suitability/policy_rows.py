"""Rows of a policy's tables: a condition, an outcome, words in both languages and a source."""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from edu.content.finding import Findings
from edu.content.nearest import nearest_name
from edu.content.suitability.policy_words import AXES, RowTable, both_names
from edu.content.syntax.condition_text import read_condition
from edu.content.syntax.front_matter import is_id
from edu.content.syntax.markdown_table import Table, TableRow
from edu.domain.suitability.condition import ALWAYS
from edu.domain.suitability.policy import PolicyRow, Words

_ALL = frozenset({"全部", "all"})


@dataclass(slots=True)
class RowReader:
    """``products`` are the known groups; ``lines`` gathers where each id stands, over all tables."""

    findings: Findings
    products: Collection[str] = ()
    lines: dict[str, int] = field(default_factory=dict)

    def read(self, spec: RowTable, table: Table) -> tuple[PolicyRow, ...]:
        """The rows that can be used, in order."""
        rows = [self._read_row(spec, row) for row in table.rows]
        if spec.total and table.whole:
            self._check_total(spec, table)
        return tuple(row for row in rows if row is not None)

    def read_id(self, row: TableRow) -> str:
        """The row's id; a malformed or repeated one is reported."""
        row_id = row["id"]
        if not is_id(row_id):
            self.findings.add("P106", row.line, value=row_id)
        elif row_id in self.lines:
            self.findings.add("P107", row.line, value=row_id, first=self.lines[row_id])
        self.lines.setdefault(row_id, row.line)
        return row_id

    def check_filled(self, row: TableRow, columns: Mapping[str, str]) -> None:
        """Report the columns (English key to name) that are empty."""
        for column, name in columns.items():
            if not row[column]:
                self.findings.add("P109", row.line, name=name)

    def read_word(self, row: TableRow, name: str, value: str, words: Mapping[str, str]) -> str | None:
        """One of the table's words, as its value."""
        known = both_names(words)
        if value in known:
            return known[value]
        self.findings.add("P105", row.line, name=name, value=value, nearest=nearest_name(value, words))
        return None

    def _read_row(self, spec: RowTable, row: TableRow) -> PolicyRow | None:
        row_id = self.read_id(row)
        names = {column.english: column.name for column in spec.columns if not column.optional}
        self.check_filled(row, {key: name for key, name in names.items() if key not in ("id", "condition", "outcome")})
        condition = read_condition(row["condition"], row.line, spec.unknown_yet, self.findings)
        outcome = self._read_outcome(spec, row, names)
        axis = self.read_word(row, "轴", row["axis"], AXES) if "axis" in names else ""
        if condition is None or outcome is None or axis is None:
            return None
        return PolicyRow(
            id=row_id, condition=condition, outcome=outcome, words=Words(row["zh"], row["en"]), source=row["source"],
            products=self._read_products(row) if "products" in names else (),
            title=_title(row, spec), axis=axis,
        )  # fmt: skip

    def _read_outcome(self, spec: RowTable, row: TableRow, names: Mapping[str, str]) -> str | None:
        if spec.outcomes:
            return self.read_word(row, names["outcome"], row["outcome"], spec.outcomes)
        if "outcome" in names and not row["outcome"]:
            self.findings.add("P109", row.line, name=names["outcome"])
        return row["outcome"] or row["id"]

    def _read_products(self, row: TableRow) -> tuple[str, ...]:
        """Ids of product groups; 全部 means every one of them."""
        if row["products"] in _ALL:
            return tuple(self.products)
        ids = tuple(filter(None, re.split(r"[、，,；;\s]+", row["products"])))
        for product in ids:
            if product not in self.products:
                nearest = nearest_name(product, (*self.products, "全部"))
                self.findings.add("P108", row.line, value=product, nearest=nearest)
        return ids

    def _check_total(self, spec: RowTable, table: Table) -> None:
        always = [row["condition"].strip().casefold() in (ALWAYS.text, "always") for row in table.rows]
        if not always or not always[-1]:
            last = table.rows[-1].line if table.rows else table.line
            self.findings.add("P401", last, name=spec.name)
        if True in always[:-1]:
            self.findings.add("P402", table.rows[always.index(True) + 1].line)


def _title(row: TableRow, spec: RowTable) -> Words:
    """A document's name; a segment's own words."""
    if spec.heading == "segments":
        return Words(row["outcome"], row["title-en"] or row["en"])
    return Words(row["title"], row["title-en"])
