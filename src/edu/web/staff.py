"""The first homes of trainers, examiners, compliance officers, auditors and operators: to look at, not to change."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar

from litestar import Controller, Response, get
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery

from edu import __version__
from edu.content.finding import Finding
from edu.content.library import Bank
from edu.domain.facts import BY_KEY, FactValue
from edu.domain.item import Item
from edu.domain.policy import Row
from edu.domain.refusal import NotThere
from edu.domain.response import OMITTED
from edu.domain.role import Duty, Role
from edu.domain.scoring import score
from edu.services import deciding, overseeing
from edu.services.deciding import Decided
from edu.services.overseeing import AttemptLine
from edu.store.decisions import DecisionRow
from edu.store.ledger import LedgerRow
from edu.web.explained import ExplainedProduct, explain_products, explain_rows
from edu.web.guards import requires
from edu.web.page import Page, render
from edu.web.shown import ShownResult, show_result
from edu.web.visit import Visit


@dataclass(frozen=True, slots=True)
class BanksPage(Page):
    """The trainer's home: banks and what is to be mended in them."""

    template: ClassVar[str] = "staff/banks.html"

    banks: tuple[Bank, ...]
    findings: tuple[Finding, ...]
    count: int


@dataclass(frozen=True, slots=True)
class BankPage(Page):
    """One bank's items as a candidate sees them, with keys."""

    template: ClassVar[str] = "staff/bank.html"

    bank: Bank
    items: tuple[tuple[Item, ShownResult], ...]


@dataclass(frozen=True, slots=True)
class AttemptsPage(Page):
    """The examiner's home: who sat, who is sitting, last save."""

    template: ClassVar[str] = "staff/attempts.html"

    lines: tuple[AttemptLine, ...]
    older: datetime | None


@dataclass(frozen=True, slots=True)
class DecisionsPage(Page):
    """The compliance officer's home: decisions in force."""

    template: ClassVar[str] = "staff/decisions.html"

    rows: tuple[tuple[DecisionRow, str], ...]
    counts: Mapping[str, int]
    older: int | None


@dataclass(frozen=True, slots=True)
class CasePage(Page):
    """One decision with its inputs and the rows that fired; ``replays`` says whether it comes out the same again."""

    template: ClassVar[str] = "staff/case.html"

    name: str
    decided: Decided
    facts: tuple[tuple[str, FactValue], ...]
    fired: tuple[Row, ...]
    products: tuple[ExplainedProduct, ...]
    replays: bool


@dataclass(frozen=True, slots=True)
class LedgerPage(Page):
    """The auditor's home: what was recorded, newest first."""

    template: ClassVar[str] = "staff/ledger.html"

    rows: tuple[LedgerRow, ...]
    older: int | None


@dataclass(frozen=True, slots=True)
class SystemPage(Page):
    """The operator's home: what runs here and on what."""

    template: ClassVar[str] = "staff/system.html"

    version: str
    database: str
    content: str
    items: int
    accounts: Mapping[Role, int]


class BankController(Controller):
    """For trainers."""

    path = "/staff/banks"
    guards = (requires(Duty.SEE_BANKS),)

    @get("/")
    async def list_banks(self, visit: NamedDependency[Visit]) -> Response[Any]:
        """Every bank with its counts and findings."""
        library = visit.platform.library
        return render(visit, BanksPage(library.banks, visit.platform.findings, len(library.items)))

    @get("/{place:int}")
    async def show_bank(self, visit: NamedDependency[Visit], place: FromPath[int]) -> Response[Any]:
        """One bank's items with keys and rationales, in the file's order."""
        banks = visit.platform.library.banks
        if not 1 <= place <= len(banks):
            raise NotThere("There is no such bank.")
        bank = banks[place - 1]
        items = tuple((item, _as_keyed(visit, item, n)) for n, item in enumerate(bank.items))
        return render(visit, BankPage(bank, items))


def _as_keyed(visit: Visit, item: Item, place: int) -> ShownResult:
    order = tuple(option.letter for option in item.options)
    return show_result(visit, item, order, OMITTED, score(item, OMITTED), f"b{place}")


class AttemptListController(Controller):
    """For examiners and auditors."""

    path = "/staff/attempts"
    guards = (requires(Duty.SEE_ATTEMPTS),)

    @get("/")
    async def list_attempts(self, visit: NamedDependency[Visit], before: FromQuery[str] = "") -> Response[Any]:
        """Attempts, newest first."""
        async with visit.platform.database.read() as session:
            lines = tuple(await overseeing.list_attempts(session, _read_moment(before)))
        older = lines[-1].started_at if len(lines) == overseeing.PAGE_LENGTH else None
        return render(visit, AttemptsPage(lines, older))


def _read_moment(text: str) -> datetime | None:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    return moment if moment.tzinfo else None


def _read_key(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 18 else None


class DecisionListController(Controller):
    """For compliance officers and auditors."""

    path = "/staff/decisions"
    guards = (requires(Duty.SEE_DECISIONS),)

    @get("/")
    async def list_decisions(self, visit: NamedDependency[Visit], before: FromQuery[str] = "") -> Response[Any]:
        """Decisions in force, newest first."""
        async with visit.platform.database.read() as session:
            rows = tuple(await overseeing.list_decisions(session, _read_key(before)))
            counts = await overseeing.count_standings(session)
        older = rows[-1][0].id if len(rows) == overseeing.PAGE_LENGTH else None
        return render(visit, DecisionsPage(rows, counts, older))

    @get("/{decision_id:int}")
    async def show_case(self, visit: NamedDependency[Visit], decision_id: FromPath[int]) -> Response[Any]:
        """One decision; that somebody looked at it is recorded."""
        async with visit.platform.database.write() as session:
            row, name = await overseeing.open_case(session, decision_id, visit.person, visit.now)
            decided = await deciding.describe(session, row, visit.platform.library.policy)
        decision = decided.decision
        facts = tuple((BY_KEY[key].name, value) for key, value in deciding.read_facts(decided.row.facts).items())
        fired = explain_rows(decided.policy, decision.fired)
        products = explain_products(decided.policy, decision)
        return render(visit, CasePage(name, decided, facts, fired, products, deciding.replay(decided)))


class LedgerController(Controller):
    """For auditors and compliance officers."""

    path = "/staff/ledger"
    guards = (requires(Duty.SEE_LEDGER),)

    @get("/")
    async def list_ledger(self, visit: NamedDependency[Visit], before: FromQuery[str] = "") -> Response[Any]:
        """Evidence, newest first."""
        async with visit.platform.database.read() as session:
            rows = tuple(await overseeing.list_ledger(session, _read_key(before)))
        older = rows[-1].id if len(rows) == overseeing.PAGE_LENGTH else None
        return render(visit, LedgerPage(rows, older))


class SystemController(Controller):
    """For operators."""

    path = "/staff/system"
    guards = (requires(Duty.SEE_SYSTEM),)

    @get("/")
    async def show_system(self, visit: NamedDependency[Visit]) -> Response[Any]:
        """What runs here."""
        platform = visit.platform
        async with platform.database.read() as session:
            accounts = await overseeing.count_accounts(session)
        kind = "SQLite" if platform.database.is_sqlite else "PostgreSQL"
        page = SystemPage(__version__, kind, str(platform.settings.content), len(platform.library.items), accounts)
        return render(visit, page)
