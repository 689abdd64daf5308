"""Decisions on the shipped policy: whole cases, by themselves, once, and the same again years later."""

import asyncio
import json
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from sqlmodel import col, select

from edu.app import sweep
from edu.content.library import Library
from edu.domain.people.person import Person
from edu.domain.people.profile import ClientKind
from edu.domain.people.role import Role
from edu.domain.refusal import NotThere
from edu.domain.suitability.decision import Decided
from edu.domain.suitability.policy import Permission, Words
from edu.services.following_up import FollowingUp
from edu.services.people import enrolling, identifying
from edu.services.suitability import deciding
from edu.services.suitability.deciding import ONBOARDING
from edu.store.engine.database import Database
from edu.store.engine.encoding import to_json
from edu.store.evidence.ledger import LedgerRow
from edu.store.evidence.revisions import RevisionRow
from edu.store.people import clients
from edu.store.suitability import decisions
from edu.store.suitability.decisions import DecisionRow
from tests.house import NOON, House, password_hash
from tests.services.acts import (
    acknowledge,
    confirm,
    count_rows,
    decide,
    fill_questionnaire,
    finish_step,
    get_client,
    hand_in,
    list_ledger,
    meanwhile,
    respond_at_checkpoint,
    sit,
    start,
    state_profile,
    study_course,
)
from tests.walking import INDIVIDUAL

pytestmark = pytest.mark.slow  # each lives a client's life up to the decision

PRODUCTS = (
    "am-r1", "am-r2", "commodity", "commodity-options", "specified", "financial", "otc-limited", "otc-unlimited",
)  # fmt: skip
STATED = {"experience_years": "3", "real_trades": "12"}
REAL = {"experience_verified": True} | STATED
B = {"category_verified": True}
A_CHILD = {"document_kind": "passport", "document_number": "E1234567", "nationality": "新加坡", "born": "2010-06-02"}
SIGNS = {Permission.ALLOWED: "+", Permission.WARNING: "!", Permission.BLOCKED: "-"}


@pytest.fixture
def house(either_house: House) -> House:
    return either_house


@dataclass(frozen=True)
class Life:
    """What a client has done. ``lost``: points of the check; ``attitude``: of the questionnaire; ``None``: not done."""

    kind: ClientKind = ClientKind.INDIVIDUAL
    profile: bool = True
    stated: Mapping[str, str] = field(default_factory=dict)
    verified: Mapping[str, object] = field(default_factory=dict)
    course: bool = True
    disclosure: bool = True
    lost: int | None = 0
    attitude: float | None = 0.7
    gate: bool = False


async def live(house: House, life: Life) -> UUID:
    database, now = house.platform.database, house.clock()
    link = await enrolling.invite(database, "王晓明", life.kind, life.verified, now) if life.verified else ""
    registration = enrolling.Registration("wang@example.cn", "王晓明", life.kind)
    account_id = await enrolling.register(database, registration, password_hash(), now, link)
    if life.profile:
        await state_profile(house, account_id, life.kind, **life.stated)
    if life.course:
        await study_course(house, account_id)
    if life.disclosure:
        await acknowledge(house, account_id)
    if life.lost is not None:
        await sit(house, account_id, lost=life.lost)
    if life.attitude is not None:
        await fill_questionnaire(house, account_id, life.attitude, gate=life.gate, audience=life.kind.value)
    return account_id


def permissions(decided: Decided) -> str:
    """A sign for each of :data:`PRODUCTS`: + allowed, ! with a warning, - blocked."""
    found = {product.product: product.permission for product in decided.decision.products}
    return "".join(SIGNS[found[product]] for product in PRODUCTS)


async def list_decisions(house: House, account_id: UUID) -> list[DecisionRow]:
    async with house.platform.database.read() as session:
        return await decisions.list_own(session, account_id)


async def decide_and_load(house: House, account_id: UUID) -> DecisionRow:
    await decide(house, account_id)
    (row,) = await list_decisions(house, account_id)
    return row


async def load_current(house: House, account_id: UUID) -> Decided | None:
    async with house.platform.database.read() as session:
        return await deciding.load_current(session, house.library, account_id, house.clock())


def with_policy(library: Library, revision: str) -> Library:
    """Its words differ, so its revision does."""
    policy = library.policy
    first = replace(policy.standings[0], words=Words("改过", "changed"))
    return replace(library, policy=replace(policy, standings=(first, *policy.standings[1:]), revision=revision))


def with_disclosure(library: Library, revision: str) -> Library:
    disclosure = replace(library.disclosures[ONBOARDING.disclosure], version="2", revision=revision)
    return replace(library, disclosures={ONBOARDING.disclosure: disclosure})


NOTHING = Life(profile=False, course=False, disclosure=False, lost=None, attitude=None)


@pytest.mark.parametrize(
    ("life", "standing", "risk_class", "tier", "opened"),
    [
        (NOTHING, "incomplete", "none", "none", "--------"),
        (replace(NOTHING, profile=True), "incomplete", "none", "none", "--------"),
        (Life(course=False), "incomplete", "C4", "basic", "--------"),
        (Life(disclosure=False), "incomplete", "C4", "basic", "--------"),
        (Life(lost=None), "incomplete", "C4", "none", "--------"),
        (Life(attitude=None), "incomplete", "none", "basic", "--------"),
        (Life(attitude=0.2), "decided", "C1", "basic", "+!!-----"),
        (Life(attitude=0.4), "decided", "C2", "basic", "++!-----"),
        (Life(attitude=0.6), "decided", "C3", "basic", "+++-----"),
        (Life(attitude=0.7), "decided", "C4", "basic", "+++-----"),
        (Life(attitude=0.9), "decided", "C5", "basic", "+++-----"),
        (Life(attitude=0.6, verified=REAL), "decided", "C3", "advanced", "+++!!!!!"),
        (Life(attitude=0.7, verified=REAL), "decided", "C4", "advanced", "+++++++!"),
        (Life(attitude=0.9, verified=REAL), "decided", "C5", "advanced", "++++++++"),
        (Life(attitude=0.9, verified=REAL, lost=12), "decided", "C5", "intermediate", "+++++++-"),
        (Life(attitude=0.9, stated=STATED | {"experience_verified": "yes"}), "decided", "C5", "basic", "+++-----"),
        (Life(lost=20), "decided", "C4", "basic", "+++-----"),
        (Life(lost=24), "not-passed", "C4", "none", "--------"),
        (Life(attitude=0.9, gate=True, verified=REAL), "lowest", "C1", "advanced", "+-------"),
        (replace(NOTHING, attitude=0.9, gate=True), "lowest", "C1", "none", "--------"),
        (Life(stated={"futures_staff": "yes"}), "barred", "C4", "basic", "--------"),
        (Life(stated={"bad_record": "yes"}, verified=REAL), "barred", "C4", "advanced", "--------"),
        (Life(stated={"claimed_category": "B"}, attitude=0.4), "decided", "C2", "basic", "++!-----"),
        (Life(stated={"claimed_category": "B"}, attitude=0.4, verified=B), "decided", "C2", "basic", "++++++++"),
        (
            Life(stated=A_CHILD),
            "decided", "C4", "basic", "--------",
        ),
        (Life(kind=ClientKind.INSTITUTION), "decided", "C4", "basic", "+++-----"),
        (Life(kind=ClientKind.INSTITUTION, attitude=0.9, verified=REAL), "decided", "C5", "advanced", "++++++++"),
    ],
)  # fmt: skip
async def test_whole_cases(house: House, life: Life, standing: str, risk_class: str, tier: str, opened: str):
    account_id = await live(house, life)
    decided = await decide(house, account_id)
    found = decided.decision
    assert (found.standing, found.risk_class, found.tier, permissions(decided)) == (standing, risk_class, tier, opened)
    (row,) = await list_decisions(house, account_id)
    assert (row.standing, row.risk_class, row.tier) == (standing, risk_class, tier)
    assert row.policy_revision == decided.policy.revision == house.library.policy.revision
    loaded = await load_current(house, account_id)
    assert loaded == decided
    assert loaded.replays()


async def test_a_new_client_is_told_every_step(house: House):
    decided = await decide(house, await house.make_client())
    assert decided.decision.missing == (
        "missing-profile", "missing-course", "missing-disclosure", "missing-check", "missing-questionnaire",
    )  # fmt: skip
    assert decided.decision.valid_until is None


async def test_a_percent_never_says_more_than_was_earned(house: House):
    account_id = await live(house, replace(NOTHING, lost=24))
    facts = (await decide(house, account_id)).facts
    assert (facts["check"], facts["check_percent"]) == ("failed", 76)


async def test_nobody_who_is_no_client_is_decided_about(house: House):
    async with house.platform.database.write() as session:
        assert await deciding.renew(session, house.library, uuid4(), NOON) is None
        assert await deciding.load_current(session, house.library, uuid4(), NOON) is None


async def test_what_expires_first_ends_the_decision(house: House):
    account_id = await live(house, Life(attitude=None))
    house.clock.turn(days=10)
    await fill_questionnaire(house, account_id)
    decided = await decide(house, account_id)
    assert decided.decision.valid_until == decided.valid_until == NOON.replace(year=2027)

    house.clock.now = NOON.replace(year=2027) - timedelta(microseconds=1)
    assert await load_current(house, account_id) == decided
    house.clock.turn(microseconds=1)
    assert await load_current(house, account_id) is None
    await sweep(house.platform)
    expired = await load_current(house, account_id)
    assert expired
    assert (expired.decision.standing, permissions(expired)) == ("expired", "--------")
    assert expired.decision.missing == ("missing-check-renewal",)
    assert "notice-close" in expired.decision.notices

    await sit(house, account_id)  # the questionnaire stands for ten days more
    await sweep(house.platform)
    renewed = await load_current(house, account_id)
    assert renewed
    assert (renewed.decision.standing, renewed.decision.valid_until) == (
        "decided", NOON.replace(year=2027) + timedelta(days=10)
    )  # fmt: skip


async def test_passing_later_changes_the_decision_by_itself(house: House):
    account_id = await live(house, Life(lost=24))
    await sweep(house.platform)
    house.clock.turn(minutes=10)
    await sit(house, account_id)
    await sweep(house.platform)
    assert [row.standing for row in await list_decisions(house, account_id)] == ["decided", "not-passed"]


async def test_a_later_failure_counts_as_well(house: House):
    account_id = await live(house, Life())
    await sweep(house.platform)
    house.clock.turn(minutes=10)
    await sit(house, account_id, lost=40)
    await sweep(house.platform)
    assert [row.standing for row in await list_decisions(house, account_id)] == ["not-passed", "decided"]


async def test_a_crash_between_act_and_decision_loses_nothing(house: House, node: Database):
    """The act is committed, the process dies; another node's sweep finds what is due."""
    account_id = await live(house, Life())
    assert await list_decisions(house, account_id) == []
    assert (await get_client(house, account_id)).decision_due_at == NOON
    assert await load_current(house, account_id) is None
    await sweep(replace(house.platform, database=node))
    decided = await load_current(house, account_id)
    assert decided
    assert decided.decision.standing == "decided"
    assert (await get_client(house, account_id)).decision_due_at == decided.decision.valid_until


async def _save_half(house: House, account_id: UUID) -> None:
    async with house.platform.database.write() as session:
        await identifying.save_half(session, account_id, "contact", {"phone": "1"}, house.clock())


async def _sit_too_long(house: House, account_id: UUID) -> None:
    attempt_id = await start(house, account_id)
    house.clock.turn(minutes=40)
    await hand_in(house, attempt_id, account_id)


@pytest.mark.parametrize(
    "act",
    [
        lambda house, account_id: finish_step(house, account_id, "contact", INDIVIDUAL["contact"]),
        _save_half,
        respond_at_checkpoint,
        confirm,
        sit,
        _sit_too_long,
        fill_questionnaire,
    ],
)
async def test_every_act_that_changes_a_fact_makes_the_decision_due(
    house: House, act: Callable[[House, UUID], Awaitable[object]]
):
    account_id = await house.make_client()
    await decide(house, account_id)
    assert (await get_client(house, account_id)).decision_due_at is None
    house.clock.turn(minutes=1)
    await act(house, account_id)
    assert (await get_client(house, account_id)).decision_due_at == house.clock()
    assert await load_current(house, account_id) is None


async def test_the_same_facts_are_decided_once(house: House):
    account_id = await live(house, Life())
    first = await decide(house, account_id)
    house.clock.turn(days=30)
    assert await decide(house, account_id) == first
    assert len(await list_decisions(house, account_id)) == len(await list_ledger(house, "decided")) == 1


async def test_a_changed_fact_is_kept_even_with_the_same_outcome(house: House):
    account_id = await live(house, Life())
    await decide(house, account_id)
    await finish_step(house, account_id, "finances", INDIVIDUAL["finances"] | {"planned_funds": "21"})
    await decide(house, account_id)
    newer, older = await list_decisions(house, account_id)
    assert newer.outcome == older.outcome
    assert newer.facts != older.facts


async def test_a_decision_is_recorded_with_facts_and_policy(house: House):
    account_id = await live(house, Life())
    row = await decide_and_load(house, account_id)
    (entry,) = await list_ledger(house, "decided")
    body = json.loads(entry.body)
    assert (entry.subject_id, entry.actor_id) == (account_id, None)
    assert body == {"policy": house.library.policy.revision, "facts": row.facts, "outcome": row.outcome}


async def test_two_nodes_decide_at_the_same_moment(house: House, node: Database):
    account_id = await live(house, Life())
    await asyncio.gather(*(sweep(replace(house.platform, database=at)) for at in (house.platform.database, node) * 2))
    assert len(await list_decisions(house, account_id)) == 1


async def test_an_act_while_the_decision_is_made_is_due_afterwards(house: House, node: Database):
    account_id = await live(house, Life(lost=None))
    attempt_id = await start(house, account_id)
    house.clock.turn(minutes=5)
    async with house.platform.database.write() as session:
        await clients.lock(session, account_id)
        async with meanwhile(hand_in(house, attempt_id, account_id, node=node)):
            await deciding.renew(session, house.library, account_id, house.clock())
    assert (await get_client(house, account_id)).decision_due_at == house.clock()
    await sweep(house.platform)
    assert (await list_decisions(house, account_id))[0].standing == "not-passed"


async def test_the_sweep_decides_for_as_many_as_it_is_told(house: House):
    for number in range(3):
        await house.make_client(f"client{number}@example.cn")
    done = [await deciding.renew_due(house.platform.database, house.library, NOON, 2) for _ in range(3)]
    assert done == [2, 1, 0]


async def _note(house: House, library: Library) -> bool:
    return await FollowingUp(house.platform.database, library, "").note_content(house.clock())


async def test_a_new_policy_makes_everybody_due(house: House):
    account_id = await live(house, Life())
    assert await _note(house, house.library)
    await sweep(house.platform)
    assert not await _note(house, house.library)
    assert await load_current(house, account_id)

    house.clock.turn(days=1)
    library = with_policy(house.library, "2")
    assert await _note(house, library)
    assert await load_current(house, account_id) is None
    await sweep(replace(house.platform, library=library))
    newer, older = await list_decisions(house, account_id)
    assert (newer.policy_revision, older.policy_revision) == ("2", house.library.policy.revision)
    assert newer.decided_at == house.clock()


@pytest.mark.parametrize(
    "change",
    [
        lambda library: with_disclosure(library, "2"),
        lambda library: replace(
            library, questionnaires={kind: replace(q, revision="2") for kind, q in library.questionnaires.items()}
        ),
        lambda library: replace(
            library, courses={key: replace(c, lessons=c.lessons[:-1]) for key, c in library.courses.items()}
        ),
    ],
)
async def test_other_content_that_decisions_rest_on(house: House, change: Callable[[Library], Library]):
    await _note(house, house.library)
    assert await _note(house, change(house.library))
    assert not await _note(house, change(house.library))


async def test_a_new_text_of_the_disclosure_is_asked_for(house: House):
    account_id = await live(house, Life())
    library = with_disclosure(house.library, "2")
    outdated = await decide(house, account_id, library)
    assert (outdated.decision.standing, permissions(outdated)) == ("expired", "--------")
    assert outdated.decision.missing[0] == "missing-disclosure-new"
    await acknowledge(house, account_id, library)
    assert (await decide(house, account_id, library)).decision.standing == "decided"


async def _describe_all(house: House, account_id: UUID, library: Library, node: Database) -> list[Decided]:
    async with node.read() as session:
        rows = await decisions.list_own(session, account_id)
        return [await deciding.describe(session, row, library.policy) for row in rows]


async def test_every_stored_decision_replays_for_ever(house: House, node: Database):
    account_id = await live(house, Life(lost=24, verified=REAL | {"activity": "dormant"}))
    await decide(house, account_id)
    house.clock.turn(minutes=10)
    await sit(house, account_id)
    await decide(house, account_id)
    house.clock.turn(days=400)
    await decide(house, account_id)
    library = with_policy(house.library, "2")
    await finish_step(house, account_id, "declarations", INDIVIDUAL["declarations"] | {"futures_staff": "yes"})
    await decide(house, account_id, library)

    found = await _describe_all(house, account_id, library, node)
    assert [described.decision.standing for described in found] == ["barred", "expired", "decided", "not-passed"]
    assert [described.replays() for described in found] == [True] * 4
    assert found[0].policy == library.policy
    assert found[1].policy == house.library.policy  # out of the database, as it was
    assert found[0].policy.standings[0].words.en == "changed"


TAMPERINGS = (
    ('"standing":"decided"', '"standing":"lowest"'),
    ('"standing_row":"decided"', '"standing_row":"lowest-class"'),
    ('"category":"ordinary"', '"category":"B"'),
    ('"tier":"basic"', '"tier":"advanced"'),
    ('"risk_class":"C4"', '"risk_class":"C5"'),
    ('"lowest":false', '"lowest":true'),
    ('"permission":"blocked"', '"permission":"allowed"'),
    ('"rows":["limit-basic"]', '"rows":[]'),
    ('"documents":["document-risk-statement",', '"documents":['),
    ('"missing":["missing-experience"]', '"missing":[]'),
    ('"notice-review"', '"notice-age"'),
    ('"purpose-speculation"', '"purpose-hedging"'),
    ('"valid_until":"2027-06-01T04:00:00Z"', '"valid_until":"2037-06-01T04:00:00Z"'),
    ('"valid_until":"2027-06-01T04:00:00Z"', '"valid_until":null'),
    ('"policy_revision":"', '"policy_revision":"0'),
)


async def _store(house: House, row: DecisionRow, *, facts: str, outcome: str) -> None:
    async with house.platform.database.write() as session:
        stored = await session.get(DecisionRow, row.id)
        assert stored
        stored.facts, stored.outcome = facts, outcome
        await session.commit()


async def _replays(house: House, row: DecisionRow, node: Database) -> bool:
    (found,) = await _describe_all(house, row.account_id, house.library, node)
    return found.replays()


async def test_a_tampered_outcome_does_not_replay(house: House, node: Database):
    row = await decide_and_load(house, await live(house, Life()))
    for written, forged in TAMPERINGS:
        assert written in row.outcome
        await _store(house, row, facts=row.facts, outcome=row.outcome.replace(written, forged, 1))
        assert not await _replays(house, row, node), forged
    await _store(house, row, facts=row.facts, outcome=row.outcome)
    assert await _replays(house, row, node)


async def test_tampered_facts_do_not_give_the_outcome(house: House, node: Database):
    row = await decide_and_load(house, await live(house, Life(verified=REAL)))
    facts = json.loads(row.facts)
    assert to_json(facts) == row.facts
    for fact, value in (("check_percent", "79"), ("check", "failed"), ("risk_class", "C1"), ("age", "17")):
        assert facts[fact] != value
        await _store(house, row, facts=to_json(facts | {fact: value}), outcome=row.outcome)
        assert not await _replays(house, row, node), fact


async def test_many_first_decisions_at_the_same_moment_keep_the_policy_once(house: House, node: Database):
    people = [await house.make_client(f"client{number}@example.cn") for number in range(4)]

    async def renew(account_id: UUID, database: Database) -> None:
        async with database.write() as session:
            await deciding.renew(session, house.library, account_id, NOON)

    nodes = [house.platform.database, node] * 2
    await asyncio.gather(*(renew(person, at) for person, at in zip(people, nodes, strict=True)))
    async with house.platform.database.read() as session:
        assert await count_rows(session, DecisionRow) == 4
        assert await count_rows(session, RevisionRow) == 1


# Cases: whoever opens one is on record before they see it.


async def test_a_look_at_a_case_is_recorded_before_it_is_shown(either_house: House, node: Database):
    house = either_house
    account_id = await house.make_client()
    decided = await decide(house, account_id)
    officer = Person(await house.make_staff(Role.COMPLIANCE), "周敏", Role.COMPLIANCE)
    house.clock.turn(minutes=1)
    async with house.platform.database.write() as session:
        name, shown = await deciding.open_case(session, house.library, 1, officer, house.clock())
        async with node.read() as other:  # committed when it returns
            (entry,) = (
                await other.execute(select(LedgerRow).where(col(LedgerRow.kind) == "personal-data-seen"))
            ).scalars()
    assert (shown, name) == (decided, "王晓明")
    assert (entry.subject_id, entry.actor_id) == (account_id, officer.id)
    assert json.loads(entry.body) == {"decision": 1, "role": "compliance"}


@pytest.mark.parametrize("number", [0, 7, 2**31, 2**63])
async def test_a_case_that_does_not_exist_is_not_recorded(either_house: House, number: int):
    officer = Person(await either_house.make_staff(Role.COMPLIANCE), "周敏", Role.COMPLIANCE)
    async with either_house.platform.database.write() as session:
        with pytest.raises(NotThere):
            await deciding.open_case(session, either_house.library, number, officer, NOON)
    assert await list_ledger(either_house, "personal-data-seen") == []
