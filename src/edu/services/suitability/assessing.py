"""Filling in the risk questionnaire."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from edu.domain.people.person import Origin
from edu.domain.refusal import Conflict
from edu.domain.sitting.blueprint import find_opening
from edu.domain.suitability.policy import Policy
from edu.domain.suitability.questionnaire import Assessment, Questionnaire, Responses, assess
from edu.store.engine.encoding import to_json
from edu.store.evidence import ledger, revisions
from edu.store.people import clients
from edu.store.suitability import assessments
from edu.store.suitability.assessments import AssessmentRow, QuestionnaireDraftRow


class TooOften(Conflict):
    """The questionnaire may be done again from ``opens``."""

    def __init__(self, opens: datetime) -> None:
        super().__init__(
            "The questionnaire has been completed as often as the rules allow. It can be done again from {time}.",
            time=opens,
        )


async def load_draft(
    session: AsyncSession, account_id: UUID, questionnaire: Questionnaire
) -> dict[str, frozenset[str]]:
    """What is filled in so far, as far as the questionnaire still asks it."""
    row = await assessments.get_draft(session, account_id)
    if row is None or row.questionnaire != questionnaire.id:
        return {}
    offered = {question.id: {option.letter for option in question.options} for question in questionnaire.questions}
    return {key: frozenset(letters) & offered[key] for key, letters in row.responses.items() if key in offered}


async def save_draft(
    session: AsyncSession, account_id: UUID, questionnaire: Questionnaire, responses: Responses, now: datetime
) -> None:
    """Keep what is filled in so far."""
    await clients.lock(session, account_id)  # the first draft from two tabs, or a draft beside the completed whole
    await _put_draft(session, account_id, questionnaire, responses, now)
    await session.commit()


async def _put_draft(
    session: AsyncSession, account_id: UUID, questionnaire: Questionnaire, responses: Responses, now: datetime
) -> None:
    row = await assessments.get_draft(session, account_id)
    kept = {key: sorted(letters) for key, letters in responses.items()}
    if row is None:
        session.add(
            QuestionnaireDraftRow(account_id=account_id, questionnaire=questionnaire.id, responses=kept, saved_at=now)
        )
    else:
        row.questionnaire, row.responses, row.saved_at = questionnaire.id, kept, now


async def complete(
    session: AsyncSession, account_id: UUID, questionnaire: Questionnaire, policy: Policy,
    responses: Mapping[str, frozenset[str]], now: datetime, origin: Origin,
) -> Assessment:  # fmt: skip
    """Score on the server and keep every response; each completed questionnaire stays on record."""
    await clients.lock(session, account_id)  # twice at once: the second finds the first
    too_often = await find_too_often(session, account_id, policy, now)
    if too_often is not None:
        raise too_often
    assessment = assess(questionnaire, responses, policy.bands)
    bodies = {questionnaire.revision: to_json(questionnaire)}
    await revisions.keep_bodies(session, "questionnaire", bodies, now)
    await revisions.keep_bodies(session, "policy", {policy.revision: to_json(policy)}, now)
    session.add(
        AssessmentRow(
            account_id=account_id,
            questionnaire=questionnaire.id,
            revision=questionnaire.revision,
            policy_revision=policy.revision,
            responses={key: sorted(letters) for key, letters in responses.items()},
            score=str(assessment.score),
            maximum=str(assessment.maximum),
            band=assessment.band,
            risk_class=assessment.risk_class,
            lowest=assessment.lowest,
            gates=list(assessment.gates),
            taken_at=now,
            agent=origin.agent,
            address=origin.address,
        )
    )
    ledger.append(
        session, "questionnaire-completed", now, account_id, account_id, questionnaire=questionnaire.id,
        revision=questionnaire.revision, responses=responses, assessment=assessment,
        agent=origin.agent, address=origin.address,
    )  # fmt: skip
    draft = await assessments.get_draft(session, account_id)
    if draft is not None:
        await session.delete(draft)
    await clients.set_due(session, account_id, now)
    await session.commit()
    return assessment


async def find_too_often(session: AsyncSession, account_id: UUID, policy: Policy, now: datetime) -> TooOften | None:
    """Why the client may not complete one now; said before they begin, and held to when they send it."""
    return check_rate(policy, await assessments.list_times(session, account_id), now)


def check_rate(policy: Policy, times: list[datetime], now: datetime) -> TooOften | None:
    """The refusal that the policy's limit on repeating gives at ``now``, if any."""
    opens = find_opening(policy.repeat_limits, times, now)
    return None if opens is None else TooOften(opens + timedelta(seconds=1))
