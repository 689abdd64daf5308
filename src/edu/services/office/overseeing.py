"""What trainers, examiners, compliance officers, auditors and operators may look at."""

from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction

from sqlalchemy.ext.asyncio import AsyncSession

from edu.domain.people.person import Person
from edu.domain.people.role import Role
from edu.domain.refusal import NotThere
from edu.domain.sitting.attempt import AttemptState
from edu.store.evidence import ledger
from edu.store.evidence.ledger import LedgerRow
from edu.store.people import accounts
from edu.store.sitting import attempts, heads
from edu.store.suitability import decisions
from edu.store.suitability.decisions import DecisionRow

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


async def list_attempts(session: AsyncSession, before: datetime | None) -> list[AttemptLine]:
    """A page of attempts, newest first."""
    return [
        AttemptLine(
            name, row.title, row.state, row.started_at, row.deadline, row.ended_at, heads.count_answered(row),
            row.size, row.saved_at, attempts.share(row), row.passed,
        )
        for row, name in await attempts.list_page(session, before, PAGE_LENGTH)
    ]  # fmt: skip


async def list_decisions(session: AsyncSession, before: int | None) -> list[tuple[DecisionRow, str]]:
    """A page of decisions in force with the clients' names, newest first."""
    return await decisions.list_page(session, before, PAGE_LENGTH)


async def count_standings(session: AsyncSession) -> dict[str, int]:
    """Clients by standing."""
    return await decisions.count_by_standing(session)


async def open_case(session: AsyncSession, decision_id: int, reader: Person, now: datetime) -> tuple[DecisionRow, str]:
    """One decision with the client's name. Looking at personal data is recorded before it is shown."""
    found = await decisions.get(session, decision_id)
    if found is None:
        raise NotThere("There is no such decision.")
    row, account = found
    ledger.append(
        session,
        "personal-data-seen",
        now,
        account.id,
        reader.id,
        decision=decision_id,
        role=reader.role.value,
    )
    await session.commit()
    return row, account.name


async def list_ledger(session: AsyncSession, before: int | None) -> list[LedgerRow]:
    """A page of the ledger, newest first."""
    return await ledger.list_page(session, before, PAGE_LENGTH)


async def count_accounts(session: AsyncSession) -> dict[Role, int]:
    """Accounts by role."""
    return await accounts.count_by_role(session)
