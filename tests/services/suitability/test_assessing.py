"""The risk questionnaire: left and found again, scored on the server, every one kept."""

import asyncio
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID

import pytest
from sqlmodel import col, select

from edu.demo import choose_options
from edu.domain.refusal import Invalid
from edu.domain.sitting.blueprint import AttemptLimit
from edu.domain.suitability.policy import Policy
from edu.domain.suitability.questionnaire import Assessment, Audience, Questionnaire
from edu.services.suitability import assessing
from edu.services.suitability.assessing import TooOften
from edu.store.engine.database import Database
from edu.store.engine.encoding import from_json
from edu.store.evidence import revisions
from edu.store.people import clients
from edu.store.suitability import assessments
from edu.store.suitability.assessments import AssessmentRow, QuestionnaireDraftRow
from tests.house import HERE, NOON, House
from tests.services.acts import count_rows, fill_questionnaire, get_client, list_ledger, meanwhile

DAY = timedelta(days=1)


def questionnaire_of(house: House, audience: Audience = Audience.INDIVIDUAL) -> Questionnaire:
    return house.library.questionnaires[audience]


def limited(policy: Policy, *limits: tuple[int, timedelta]) -> Policy:
    return replace(policy, repeat_limits=tuple(AttemptLimit(*limit) for limit in limits))


async def complete(
    house: House, account_id: UUID, policy: Policy, chosen: Mapping[str, frozenset[str]] | None = None,
    node: Database | None = None,
) -> Assessment:  # fmt: skip
    questionnaire = questionnaire_of(house)
    responses = choose_options(questionnaire, 0.7, gate=False) if chosen is None else chosen
    async with (node or house.platform.database).write() as session:
        return await assessing.complete(session, account_id, questionnaire, policy, responses, house.clock(), HERE)


async def save_draft(
    house: House, account_id: UUID, node: Database | None = None, audience: Audience = Audience.INDIVIDUAL, /,
    **chosen: str,
) -> None:  # fmt: skip
    responses = {key: frozenset(letters) for key, letters in chosen.items()}
    async with (node or house.platform.database).write() as session:
        await assessing.save_draft(session, account_id, questionnaire_of(house, audience), responses, house.clock())


async def load_draft(house: House, account_id: UUID, questionnaire: Questionnaire | None = None):
    async with house.platform.database.read() as session:
        return await assessing.load_draft(session, account_id, questionnaire or questionnaire_of(house))


async def list_assessments(house: House) -> list[AssessmentRow]:
    async with house.platform.database.read() as session:
        return list((await session.execute(select(AssessmentRow).order_by(col(AssessmentRow.id)))).scalars())


async def test_a_draft_is_left_and_found_again(house: House):
    account_id = await house.make_client()
    assert await load_draft(house, account_id) == {}
    first, two, *_ = (question.id for question in questionnaire_of(house).questions)
    await save_draft(house, account_id, **{first: "A"})
    await save_draft(house, account_id, **{first: "B", two: "AC"})
    assert await load_draft(house, account_id) == {first: frozenset("B"), two: frozenset("AC")}
    other = await house.make_client("li@example.cn")
    assert await load_draft(house, other) == {}


async def test_a_draft_counts_as_far_as_it_is_still_asked(house: House):
    account_id = await house.make_client()
    questionnaire = questionnaire_of(house)
    first, two, *_ = questionnaire.questions
    await save_draft(house, account_id, **{first.id: "AB", two.id: "A", "gone": "A"})
    shorter = replace(questionnaire, questions=(replace(first, options=first.options[1:]),))
    assert await load_draft(house, account_id, shorter) == {first.id: frozenset("B")}
    assert await load_draft(house, account_id, questionnaire_of(house, Audience.INSTITUTION)) == {}


async def test_two_tabs_save_the_first_draft_at_the_same_moment(either_house: House, node: Database):
    house = either_house
    account_id = await house.make_client()
    first, two, *_ = (question.id for question in questionnaire_of(house).questions)
    await asyncio.gather(
        save_draft(house, account_id, **{first: "A"}), save_draft(house, account_id, node, **{two: "A"})
    )
    assert await load_draft(house, account_id) in ({first: frozenset("A")}, {two: frozenset("A")})


async def test_a_completed_questionnaire_is_kept_with_its_responses(house: House):
    account_id = await house.make_client()
    questionnaire, policy = questionnaire_of(house), house.library.policy
    chosen = choose_options(questionnaire, 0.7, gate=False)
    await save_draft(house, account_id, **{questionnaire.questions[0].id: "A"})
    assessment = await complete(house, account_id, policy, chosen)
    (row,) = await list_assessments(house)
    assert (row.score, row.risk_class, row.lowest) == (str(assessment.score), "C4", False)
    assert {key: frozenset(letters) for key, letters in row.responses.items()} == chosen
    assert (row.agent, row.address, row.taken_at) == ("a test", "127.0.0.1", NOON)
    async with house.platform.database.read() as session:
        bodies = await revisions.load(session, [row.revision, row.policy_revision])
        assert await count_rows(session, QuestionnaireDraftRow) == 0
    assert from_json(bodies[row.revision], Questionnaire) == questionnaire
    assert from_json(bodies[row.policy_revision], Policy) == policy
    assert (await get_client(house, account_id)).decision_due_at == NOON
    assert [entry.subject_id for entry in await list_ledger(house, "questionnaire-completed")] == [account_id]


async def test_a_gate_stands_beside_the_score(house: House):
    account_id = await house.make_client()
    assessment = await fill_questionnaire(house, account_id, 0.9, gate=True)
    (row,) = await list_assessments(house)
    assert assessment.score > 80
    assert (row.risk_class, row.lowest, tuple(row.gates)) == ("C1", True, assessment.gates)
    assert row.gates


@pytest.mark.parametrize("flaw", ["left out", "not offered", "two of one"])
async def test_an_incomplete_questionnaire_is_refused_and_the_draft_stays(house: House, flaw: str):
    account_id = await house.make_client()
    questionnaire = questionnaire_of(house)
    single = next(question.id for question in questionnaire.questions if not question.multiple)
    chosen = choose_options(questionnaire, 0.7, gate=False)
    chosen[single] = frozenset({"left out": "", "not offered": "Z", "two of one": "AB"}[flaw])
    await save_draft(house, account_id, **{single: "A"})
    with pytest.raises(Invalid) as refused:
        await complete(house, account_id, house.library.policy, chosen)
    assert set(refused.value.fields) == {single}
    assert await list_assessments(house) == []
    assert await load_draft(house, account_id) == {single: frozenset("A")}


async def test_every_one_is_kept_and_the_newest_counts(house: House):
    account_id = await house.make_client()
    for attitude in (0.4, 0.9, 0.6):
        await fill_questionnaire(house, account_id, attitude)
        house.clock.turn(days=1)
    assert [row.risk_class for row in await list_assessments(house)] == ["C2", "C5", "C3"]
    async with house.platform.database.read() as session:
        latest = await assessments.get_latest(session, account_id, questionnaire_of(house).id)
        assert latest
        assert latest.risk_class == "C3"
    assert len(await list_ledger(house, "questionnaire-completed")) == 3


async def test_the_limit_on_repeats(house: House):
    account_id, policy = await house.make_client(), limited(house.library.policy, (2, DAY))
    for _ in range(2):
        await complete(house, account_id, policy)
        house.clock.turn(hours=1)
    with pytest.raises(TooOften) as refused:
        await complete(house, account_id, policy)
    assert len(await list_assessments(house)) == 2
    opens = refused.value.values["time"]
    assert isinstance(opens, datetime)
    house.clock.now = NOON + DAY - timedelta(seconds=1)
    with pytest.raises(TooOften):
        await complete(house, account_id, policy)
    house.clock.now = opens
    await complete(house, account_id, policy)
    other = await house.make_client("li@example.cn")
    await complete(house, other, policy)


async def test_the_limit_holds_at_the_same_moment(either_house: House, node: Database):
    house = either_house
    account_id, policy = await house.make_client(), limited(house.library.policy, (1, DAY))
    done = await asyncio.gather(
        complete(house, account_id, policy), complete(house, account_id, policy, node=node), return_exceptions=True
    )
    assert sorted(type(outcome).__name__ for outcome in done) == ["Assessment", "TooOften"]
    assert len(await list_assessments(house)) == 1


@pytest.mark.parametrize(
    ("limits", "hours", "opens"),
    [
        ([], [0, 0, 0], None),
        ([(1, 24)], [], None),
        ([(1, 24)], [-24], None),
        ([(1, 24)], [-23], 1),
        ([(2, 24)], [-23], None),
        ([(2, 24)], [-23, -5], 1),
        ([(2, 24), (3, 240)], [-200, -100, -50], 40),
        ([(2, 24), (3, 240)], [-200, -20, -5], 40),
    ],
)
async def test_when_it_may_be_done_again(
    house: House, limits: list[tuple[int, int]], hours: list[int], opens: int | None
):
    policy = limited(house.library.policy, *((count, timedelta(hours=period)) for count, period in limits))
    refusal = assessing.check_rate(policy, [NOON + timedelta(hours=hour) for hour in hours], NOON)
    told = None if refusal is None else refusal.values["time"]
    assert told == (None if opens is None else NOON + timedelta(hours=opens, seconds=1))


async def test_completing_waits_for_a_draft_that_is_being_saved(either_house: House, node: Database):
    """Whichever is second, no draft outlives the questionnaire that it led to."""
    house = either_house
    account_id, questionnaire = await house.make_client(), questionnaire_of(house)
    draft = {questionnaire.questions[0].id: frozenset("A")}
    async with house.platform.database.write() as session:
        await clients.lock(session, account_id)
        async with meanwhile(complete(house, account_id, house.library.policy, node=node)):
            await assessing.save_draft(session, account_id, questionnaire, draft, NOON)
    async with house.platform.database.read() as session:
        assert await count_rows(session, QuestionnaireDraftRow) == 0
