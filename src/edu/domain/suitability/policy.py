"""The decision table: bands, products, the matching of classes and grades, and rows read top down."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from edu.domain.sitting.blueprint import AttemptLimit
from edu.domain.suitability.condition import Condition
from edu.domain.suitability.questionnaire import Band

LOWEST = "C1-lowest"
"""The row of the matching table for C1's lowest class."""


class Permission(StrEnum):
    """What a client may do with a product group; the later the stricter."""

    ALLOWED = "allowed"
    WARNING = "warning"
    BLOCKED = "blocked"


class ClientStanding(StrEnum):
    """Which page a decision leads to."""

    INCOMPLETE = "incomplete"
    NOT_PASSED = "not-passed"
    EXPIRED = "expired"
    LOWEST = "lowest"
    BARRED = "barred"
    DECIDED = "decided"


@dataclass(frozen=True, slots=True)
class Words:
    """The same sentence in both languages."""

    zh: str
    en: str

    def within(self, language: str) -> str:
        """The sentence for a reader of ``language``."""
        return self.en if language == "en" and self.en else self.zh


@dataclass(frozen=True, slots=True)
class ProductGroup:
    """``also_needed`` says what exchange or law asks for beside our decision."""

    id: str
    name: Words
    grade: str
    also_needed: Words
    source: str


@dataclass(frozen=True, slots=True)
class PolicyRow:
    """When ``condition`` holds, ``outcome`` follows, because of ``words`` and ``source``.

    ``outcome`` is a value of the table's own kind: a standing, a category, a tier, a permission, a document's id, a
    step to take. ``products`` names the groups that a limit concerns, each by its id; empty means none.
    """

    id: str
    condition: Condition
    outcome: str
    words: Words
    source: str
    products: tuple[str, ...] = ()
    title: Words = Words("", "")
    axis: str = ""


@dataclass(frozen=True, slots=True)
class Policy:
    """One revision of the decision table. Rows stand in the order of the file."""

    id: str
    title: str
    version: str
    effective: date
    validity_months: int
    reminder_days: tuple[int, ...]
    bands: tuple[Band, ...]
    products: tuple[ProductGroup, ...]
    matching: Mapping[str, Mapping[str, Permission]]
    standings: tuple[PolicyRow, ...]
    categories: tuple[PolicyRow, ...]
    tiers: tuple[PolicyRow, ...]
    limits: tuple[PolicyRow, ...]
    documents: tuple[PolicyRow, ...]
    missing: tuple[PolicyRow, ...]
    notices: tuple[PolicyRow, ...]
    segments: tuple[PolicyRow, ...]
    repeat_limits: tuple[AttemptLimit, ...]
    source: str = ""
    revision: str = ""

    def row(self, row_id: str) -> PolicyRow | None:
        """The row with this id, in whichever table."""
        tables = (
            self.standings, self.categories, self.tiers, self.limits,
            self.documents, self.missing, self.notices, self.segments,
        )  # fmt: skip
        return next((row for table in tables for row in table if row.id == row_id), None)
