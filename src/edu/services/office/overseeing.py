"""What trainers, examiners, compliance officers, auditors and operators may look at."""

from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction

from sqlalchemy.ext.asyncio import AsyncSession

from edu.domain.people.role import Role
from edu.domain.sitting.attempt import AttemptState
from edu.store.evidence import ledger
from edu.store.people import accounts
from edu.store.sitting import attempts, heads
from edu.store.suitability import decisions

PAGE_LENGTH = 50


@dataclass(frozen=True, slots=True)
class AttemptLine:
    """One attempt in the examiner's list."""

    candidate: str
    title: str
    state: AttemptState
    started_at: datetime
    deadline: datetime
    ended_at: datetime | None
    answered: int
    count: int
    last_saved_at: datetime | None
    share: Fraction | None
    passed: bool | None


@dataclass(frozen=True, slots=True)
class DecisionLine:
    """One decision in force."""

    id: int
    name: str
    standing: str
    risk_class: str
    tier: str
    decided_at: datetime
    valid_until: datetime | None


@dataclass(frozen=True, slots=True)
class LedgerLine:
    """One entry of the evidence."""

    id: int
    at: datetime
    kind: str
    digest: str


async def list_attempts(session: AsyncSession, before: datetime | None) -> list[AttemptLine]:
    """A page of attempts, newest first."""
    return [
        AttemptLine(
            name, row.title, row.state, row.started_at, row.deadline, row.ended_at, heads.count_answered(row),
            row.size, row.saved_at, attempts.share(row), row.passed,
        )
        for row, name in await attempts.list_page(session, before, PAGE_LENGTH)
    ]  # fmt: skip


async def list_decisions(session: AsyncSession, before: int | None) -> list[DecisionLine]:
    """A page of decisions in force, newest first."""
    return [
        DecisionLine(row.id or 0, name, row.standing, row.risk_class, row.tier, row.decided_at, row.valid_until)
        for row, name in await decisions.list_page(session, before, PAGE_LENGTH)
    ]


async def count_standings(session: AsyncSession) -> dict[str, int]:
    """Clients by standing."""
    return await decisions.count_by_standing(session)


async def list_ledger(session: AsyncSession, before: int | None) -> list[LedgerLine]:
    """A page of the ledger, newest first."""
    rows = await ledger.list_page(session, before, PAGE_LENGTH)
    return [LedgerLine(row.id or 0, row.at, row.kind, row.digest) for row in rows]


async def count_accounts(session: AsyncSession) -> dict[Role, int]:
    """Accounts by role."""
    return await accounts.count_by_role(session)
