from datetime import timedelta
from uuid import UUID

from edu.store.engine.database import Database
from edu.store.suitability import assessments
from edu.store.suitability.assessments import AssessmentRow, QuestionnaireDraftRow
from tests.house import NOON
from tests.store.rows import keep, keep_account


def an_assessment(account_id: UUID, risk_class: str, days: int = 0, questionnaire: str = "q") -> AssessmentRow:
    return AssessmentRow(
        account_id=account_id, questionnaire=questionnaire, revision="r", policy_revision="p", responses={"1": ["A"]},
        score="125/2", maximum="100", band="b", risk_class=risk_class, lowest=False, gates=[],
        taken_at=NOON + timedelta(days=days),
    )  # fmt: skip


async def test_the_newest_of_ones_own_questionnaire_counts(database: Database):
    mine, other = await keep_account(database, "1"), await keep_account(database, "2")
    await keep(database, an_assessment(mine, "C3"), an_assessment(mine, "C4", 1))
    await keep(database, an_assessment(mine, "C5", 2, "another"), an_assessment(other, "C1", 3))
    async with database.read() as session:
        latest = await assessments.get_latest(session, mine, "q")
        assert latest
        assert (latest.risk_class, latest.responses, latest.gates) == ("C4", {"1": ["A"]}, [])
        assert await assessments.list_times(session, mine) == [NOON + timedelta(days=day) for day in range(3)]
        assert await assessments.get_latest(session, other, "another") is None


async def test_one_draft_a_person(database: Database):
    mine, other = await keep_account(database, "1"), await keep_account(database, "2")
    draft = QuestionnaireDraftRow(account_id=mine, questionnaire="q", responses={"1": ["B"]}, saved_at=NOON)
    await keep(database, draft)
    async with database.read() as session:
        found = await assessments.get_draft(session, mine)
        assert found
        assert found.responses == {"1": ["B"]}
        assert await assessments.get_draft(session, other) is None
