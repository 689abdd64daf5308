"""Suitability decisions: gather the facts, read the policy, keep the outcome with its inputs."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from fractions import Fraction
from hashlib import sha256
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from edu.content.library import Library
from edu.domain.learning.progress import course_complete
from edu.domain.people.person import Person
from edu.domain.people.profile import ClientKind, step_complete, steps
from edu.domain.refusal import NotThere
from edu.domain.sending import News
from edu.domain.sitting.attempt import add_months
from edu.domain.sitting.blueprint import Blueprint
from edu.domain.suitability.decision import Decided, Decision, decide
from edu.domain.suitability.facts import FactValue, unknown_facts
from edu.domain.suitability.policy import Policy
from edu.domain.suitability.profile_facts import to_facts
from edu.domain.suitability.questionnaire import Audience
from edu.store.engine.database import Database
from edu.store.engine.encoding import from_json, to_json
from edu.store.evidence import ledger, outbox, revisions
from edu.store.evidence.outbox import Outgoing
from edu.store.learning import checkpoints
from edu.store.office import installation
from edu.store.people import clients
from edu.store.people.clients import ClientRow
from edu.store.sitting import attempts
from edu.store.suitability import acknowledgements, assessments, decisions
from edu.store.suitability.decisions import DecisionRow


@dataclass(frozen=True, slots=True)
class Course:
    """What a client must have done: the ids of the course, the check and the disclosure that onboarding uses."""

    course: str = "onboarding"
    check: str = "onboarding-check"
    disclosure: str = "futures-risk"


ONBOARDING = Course()


@dataclass(frozen=True, slots=True)
class Gathered:
    """The facts at one moment, and until when they stand by themselves."""

    facts: dict[str, FactValue]
    valid_until: datetime | None


async def gather(session: AsyncSession, library: Library, client: ClientRow, now: datetime) -> Gathered:
    """All the facts that the policy may ask about, as they are now."""
    facts = unknown_facts()
    kind = ClientKind(client.kind)
    facts.update(to_facts(kind, client.stated, client.verified, now.date()))
    facts["profile"] = _word(_profile_complete(client, kind, now))
    responses = await checkpoints.list_own(session, client.account_id)
    course = library.courses[ONBOARDING.course]
    facts["course"] = _word(course_complete(course, list(library.lessons.values()), responses))
    facts["disclosure"] = await _disclosure_fact(session, library, client.account_id)
    ends = [
        await _gather_questionnaire(session, library, client, kind, facts, now),
        await _gather_check(session, library.blueprints[ONBOARDING.check], client.account_id, facts, now),
    ]
    return Gathered(facts, min((end for end in ends if end is not None), default=None))


def _word(complete: bool) -> str:
    return "complete" if complete else "incomplete"


def _profile_complete(client: ClientRow, kind: ClientKind, now: datetime) -> bool:
    has_number = client.number_sealed is not None
    return all(step_complete(kind, step.id, client.stated, now.date(), has_number) for step in steps(kind))


async def _disclosure_fact(session: AsyncSession, library: Library, account_id: UUID) -> str:
    disclosure = library.disclosures[ONBOARDING.disclosure]
    rows = await acknowledgements.list_own(session, account_id, disclosure.id)
    confirmed = {row.paragraph for row in rows if row.revision == disclosure.revision}
    if disclosure.next_unconfirmed(confirmed) is None:
        return "current"
    return "outdated" if any(row.revision != disclosure.revision for row in rows) else "none"


async def _gather_questionnaire(
    session: AsyncSession,
    library: Library,
    client: ClientRow,
    kind: ClientKind,
    facts: dict[str, FactValue],
    now: datetime,
) -> datetime | None:
    questionnaire = library.questionnaires[Audience(kind.value)]
    row = await assessments.get_latest(session, client.account_id, questionnaire.id)
    if row is None:
        return None
    end = add_months(row.taken_at, library.policy.validity_months)
    facts["questionnaire"] = "valid" if now < end else "expired"
    facts["risk_class"], facts["lowest_class"] = row.risk_class, row.lowest
    return end if now < end else None


async def _gather_check(
    session: AsyncSession, blueprint: Blueprint, account_id: UUID, facts: dict[str, FactValue], now: datetime
) -> datetime | None:
    """The latest attempt whose result has been released counts."""
    rows = [
        row
        for row in await attempts.list_own(session, account_id, blueprint.id)
        if row.released_at is not None and row.released_at <= now
    ]
    if not rows:
        return None
    latest = rows[-1]
    ended = latest.ended_at or latest.deadline
    facts["check_percent"] = _percent(attempts.share(latest) or Fraction(0))
    if not latest.passed:
        facts["check"] = "failed"
        return None
    end = add_months(ended, latest.validity_months)
    facts["check"] = "passed" if now < end else "expired"
    return end if now < end else None


def _percent(share: Fraction) -> Decimal:
    """Hundredths of a percent, rounded down, so that a fact never says more than was earned."""
    return Decimal(int(share * 10_000)) / 100


async def renew(session: AsyncSession, library: Library, account_id: UUID, now: datetime) -> Decided | None:
    """Decide anew; a decision is kept when facts or outcome differ from the one in force. ``None`` without a client."""
    client = await clients.lock(session, account_id)  # an act that is not seen here marks it as due again afterwards
    if client is None:
        return None
    gathered = await gather(session, library, client, now)
    decision = decide(library.policy, gathered.facts, gathered.valid_until)
    facts, outcome = to_json(gathered.facts), to_json(decision)
    row = await decisions.get_latest(session, account_id)
    if row is None or (row.facts, row.outcome) != (facts, outcome):
        before = row
        row = await _keep(session, account_id, before, library.policy, decision, facts, outcome, now)
        await _tell_change(session, before, row, now)
    client.decision_due_at = gathered.valid_until
    await session.commit()
    return Decided(row.decided_at, _read_facts(row.facts), row.valid_until, library.policy, decision)


async def _keep(
    session: AsyncSession,
    account_id: UUID,
    before: DecisionRow | None,
    policy: Policy,
    decision: Decision,
    facts: str,
    outcome: str,
    now: datetime,
) -> DecisionRow:
    await revisions.keep(session, "policy", {policy.revision: to_json(policy)}, now)
    row = _make_row(account_id, policy, decision, facts, outcome, now)
    await decisions.put(session, row, before)
    ledger.append(session, "decided", now, account_id, None, policy=policy.revision, facts=facts, outcome=outcome)
    await session.flush()
    return row


def _make_row(
    account_id: UUID, policy: Policy, decision: Decision, facts: str, outcome: str, now: datetime
) -> DecisionRow:
    return DecisionRow(
        account_id=account_id, decided_at=now, policy_revision=policy.revision, facts=facts, outcome=outcome,
        standing=decision.standing.value, risk_class=decision.risk_class, tier=decision.tier,
        valid_until=decision.valid_until,
    )  # fmt: skip


async def _tell_change(session: AsyncSession, before: DecisionRow | None, row: DecisionRow, now: datetime) -> None:
    """A notice where the client's standing, class or tier is another one; the first decision is no change."""
    if before is None:
        return
    changed = {
        name: [getattr(before, name), getattr(row, name)]
        for name in ("standing", "risk_class", "tier")
        if getattr(before, name) != getattr(row, name)
    }
    if changed:
        key = f"decision:{row.id}"
        await outbox.put(session, Outgoing(key, News.DECISION_CHANGED, str(row.account_id), changed, now), now)


async def renew_due(database: Database, library: Library, now: datetime, limit: int = 50) -> int:
    """Decide anew for clients whose decision is due; the number done.

    One transaction for each: whoever saves a response meanwhile waits for one decision, not for all.
    """
    async with database.read() as session:
        due = await clients.list_due(session, now, limit)
    for account_id in due:
        async with database.write() as session:
            await renew(session, library, account_id, now)
    return len(due)


async def note_content(session: AsyncSession, library: Library, now: datetime) -> bool:
    """At the start: when what decisions rest on differs from what they were made with, every client is due."""
    fingerprint = _fingerprint(library)
    known = await installation.get_value(session, "content")
    if known == fingerprint:
        return False
    await installation.put_value(session, "content", fingerprint)
    await clients.set_all_due(session, now)
    await session.commit()
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
    gathered = await gather(session, library, client, now)
    decision = decide(library.policy, gathered.facts, gathered.valid_until)
    return Decided(now, gathered.facts, gathered.valid_until, library.policy, decision)


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
