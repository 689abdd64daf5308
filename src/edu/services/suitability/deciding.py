"""Suitability decisions: load what is known, read the policy, keep the outcome with its inputs."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from fractions import Fraction
from functools import partial
from hashlib import sha256
from uuid import UUID

from sqlalchemy import Connection
from sqlalchemy.ext.asyncio import AsyncSession

from edu.content.library import Library
from edu.domain.learning.progress import course_complete
from edu.domain.people.person import Person
from edu.domain.people.profile import ClientKind
from edu.domain.refusal import NotThere
from edu.domain.suitability.decision import Decided, Decision, decide
from edu.domain.suitability.disclosure import read_so_far
from edu.domain.suitability.facts import FactValue, unknown_facts
from edu.domain.suitability.known import Assessed, Checked, Known, find_counting_check, gather_facts, stands_until
from edu.domain.suitability.policy import Policy
from edu.domain.suitability.profile_facts import Profile
from edu.domain.suitability.questionnaire import Audience
from edu.store.engine.database import Database
from edu.store.engine.encoding import from_json, to_json
from edu.store.evidence import ledger, revisions
from edu.store.learning import checkpoints
from edu.store.office import installation
from edu.store.people import clients
from edu.store.people.clients import ClientRow
from edu.store.sitting import attempts
from edu.store.sitting.attempts import AttemptRow
from edu.store.suitability import acknowledgements, assessments, decisions
from edu.store.suitability.assessments import AssessmentRow
from edu.store.suitability.decisions import DecisionRow, Renewal


@dataclass(frozen=True, slots=True)
class Onboarding:
    """What a client must have done: the ids of the course, the check and the disclosure that onboarding uses."""

    course: str = "onboarding"
    check: str = "onboarding-check"
    disclosure: str = "futures-risk"


ONBOARDING = Onboarding()

_AT_ONCE = 5
"""Decisions of one transaction of the sweep: whoever saves meanwhile waits for it."""


async def load_known(session: AsyncSession, library: Library, client: ClientRow, now: datetime) -> Known:
    """Whatever the policy may ask about, as it is now."""
    kind, account_id = ClientKind(client.kind), client.account_id
    has_number = client.number_sealed is not None
    responses = await checkpoints.list_own(session, account_id)
    disclosure = library.disclosures[ONBOARDING.disclosure]
    confirmations = await acknowledgements.list_own(session, account_id, disclosure.id)
    taken = await assessments.get_latest(session, account_id, library.questionnaires[Audience(kind.value)].id)
    sat = await attempts.list_own(session, account_id, library.blueprints[ONBOARDING.check].id)
    return Known(
        now=now,
        profile=Profile(kind, client.stated, client.verified, has_number, now.date()),
        course_complete=course_complete(library.courses[ONBOARDING.course], list(library.lessons.values()), responses),
        acknowledged=read_so_far(disclosure, confirmations).acknowledged(disclosure),
        assessed=_to_assessed(taken, library.policy) if taken else None,
        checked=find_counting_check([_to_checked(row) for row in sat], now),
    )


def _to_assessed(row: AssessmentRow, policy: Policy) -> Assessed:
    return Assessed(row.taken_at, policy.validity_months, row.risk_class, row.lowest)


def _to_checked(row: AttemptRow) -> Checked:
    share = attempts.share(row) or Fraction(0)
    return Checked(row.ended_at or row.deadline, row.released_at, share, bool(row.passed), row.validity_months)


async def renew(session: AsyncSession, library: Library, account_id: UUID, now: datetime) -> Decided | None:
    """Decide anew; a decision is kept when facts or outcome differ from the one in force. ``None`` without a client."""
    client = await clients.lock(session, account_id)  # an act that is not seen here marks it as due again afterwards
    if client is None:
        return None
    renewal, decided = await _work_out(session, library, client, client.decision_due_at, now)
    await session.run_sync(lambda known: _keep_all(known.connection(), library, [renewal], now))
    await session.commit()
    return decided


async def renew_due(database: Database, library: Library, now: datetime, limit: int = 50) -> int:
    """Decide anew for clients whose decision is due; the number done.

    A few at a time, worked out before anything is locked: whoever saves a response meanwhile waits for a few rows to be
    written. What a client does between is seen by the moment under which the client was claimed, and left for later.
    """
    done = 0
    while done < limit:
        async with database.read() as session:
            due = await clients.list_due(session, now, min(_AT_ONCE, limit - done))
        if not due:
            break
        claimed = await database.write_at_once(partial(clients.claim_due, due=due, now=now))
        async with database.read() as session:
            found = [await clients.get(session, account_id) for account_id in claimed]
            renewals = [(await _work_out(session, library, client, now, now))[0] for client in found if client]
        await database.write_at_once(partial(_keep_all, library=library, renewals=renewals, now=now))
        done += len(due)
    return done


async def _work_out(
    session: AsyncSession, library: Library, client: ClientRow, seen: datetime | None, now: datetime
) -> tuple[Renewal, Decided]:
    """What the policy says of the client as of ``now``; nothing is written."""
    known = await load_known(session, library, client, now)
    decision = decide(library.policy, gather_facts(known), stands_until(known))
    facts, outcome = to_json(gather_facts(known)), to_json(decision)
    before = await decisions.get_latest(session, client.account_id)
    made = _make_row(client.account_id, library.policy, decision, facts, outcome, now)
    stays = before if before is not None and (before.facts, before.outcome) == (facts, outcome) else None
    shown = stays or made
    decided = Decided(shown.decided_at, _read_facts(shown.facts), shown.valid_until, library.policy, decision)
    return Renewal(client.account_id, seen, decision.valid_until, None if stays else made, before), decided


def _keep_all(connection: Connection, library: Library, renewals: Sequence[Renewal], now: datetime) -> None:
    decisions.keep_renewals(connection, renewals, lambda _: to_json(library.policy), now)


def _make_row(
    account_id: UUID, policy: Policy, decision: Decision, facts: str, outcome: str, now: datetime
) -> DecisionRow:
    return DecisionRow(
        account_id=account_id, decided_at=now, policy_revision=policy.revision, facts=facts, outcome=outcome,
        standing=decision.standing.value, risk_class=decision.risk_class, tier=decision.tier,
        valid_until=decision.valid_until,
    )  # fmt: skip


async def note_content(session: AsyncSession, library: Library, now: datetime) -> bool:
    """When what decisions rest on differs from what they were made with, every client is due. The caller commits."""
    fingerprint = _fingerprint(library)
    known = await installation.get_value(session, "content")
    if known == fingerprint:
        return False
    await installation.put_value(session, "content", fingerprint)
    await clients.set_all_due(session, now)
    return True


def _fingerprint(library: Library) -> str:
    course = library.courses[ONBOARDING.course]
    parts = [
        library.policy.revision,
        library.disclosures[ONBOARDING.disclosure].revision,
        *(questionnaire.revision for _, questionnaire in sorted(library.questionnaires.items())),
        *(f"{lesson}#{section.id}" for lesson in course.lessons for section in library.lessons[lesson].sections),
    ]
    return sha256("\n".join(parts).encode()).hexdigest()


async def load_current(session: AsyncSession, library: Library, account_id: UUID, now: datetime) -> Decided | None:
    """The decision in force if it is not due; else ``None``: it must be made anew."""
    client = await clients.get(session, account_id)
    row = await decisions.get_latest(session, account_id)
    if client is None or row is None or (client.decision_due_at is not None and client.decision_due_at <= now):
        return None
    return await describe(session, row, library.policy)


async def load_as_of(session: AsyncSession, library: Library, account_id: UUID, now: datetime) -> Decided | None:
    """The decision as of now, without a write; ``None`` without a client.

    Where it is due and not yet made anew, it is worked out for the page; the next act or the sweep keeps it.
    """
    current = await load_current(session, library, account_id, now)
    client = None if current else await clients.get(session, account_id)
    if client is None:
        return current
    known = await load_known(session, library, client, now)
    facts, until = gather_facts(known), stands_until(known)
    return Decided(now, facts, until, library.policy, decide(library.policy, facts, until))


async def describe(session: AsyncSession, row: DecisionRow, current: Policy) -> Decided:
    """A stored decision with the very policy revision it was made by."""
    policy = current
    if row.policy_revision != current.revision:
        bodies = await revisions.load(session, [row.policy_revision])
        policy = from_json(bodies[row.policy_revision], Policy)
    decision = from_json(row.outcome, Decision)
    return Decided(row.decided_at, _read_facts(row.facts), row.valid_until, policy, decision)


async def open_case(
    session: AsyncSession, library: Library, decision_id: int, reader: Person, now: datetime
) -> tuple[str, Decided]:
    """The client's name and one decision. Looking at personal data is recorded before it is shown."""
    found = await decisions.get(session, decision_id)
    if found is None:
        raise NotThere("There is no such decision.")
    row, account = found
    role = reader.role.value
    ledger.append(session, "personal-data-seen", now, account.id, reader.id, decision=decision_id, role=role)
    decided = await describe(session, row, library.policy)
    await session.commit()
    return account.name, decided


def _read_facts(text: str) -> dict[str, FactValue]:
    """Facts as they were stored; numbers are decimals again."""
    values: dict[str, FactValue] = from_json(text, dict)
    kinds = unknown_facts()
    return {key: Decimal(str(value)) if isinstance(kinds[key], Decimal) else value for key, value in values.items()}
