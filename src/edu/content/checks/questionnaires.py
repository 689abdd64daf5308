"""Questionnaires: one for each audience, gates for individuals, and totals that the bands cover."""

from collections.abc import Iterator

from edu.content.checks.ids import check_ids
from edu.content.checks.policies import AUDIENCE_SHOWN, covers
from edu.content.finding import Finding, make_finding
from edu.content.folder import Sources
from edu.content.suitability.questionnaire_file import QuestionnaireFile
from edu.domain.suitability.questionnaire import Audience, highest_total, lowest_total


def check_questionnaires(sources: Sources) -> Iterator[Finding]:
    """Findings of every questionnaire."""
    yield from check_ids((file.path, file.questionnaire.id) for file in sources.questionnaires)
    owners: dict[Audience, str] = {}
    for file in sources.questionnaires:
        audience = file.questionnaire.audience
        if audience in owners:
            yield make_finding("R201", file.path, 1, value=AUDIENCE_SHOWN[audience], other=owners[audience])
        owners.setdefault(audience, file.path)
        questions = file.questionnaire.questions
        gates = any(option.gate for question in questions for option in question.options)
        if audience is Audience.INDIVIDUAL and questions and not gates:
            yield make_finding("R202", file.path, 1)
        if all(question.options for question in questions):
            yield from _check_totals(sources, file)


def _check_totals(sources: Sources, file: QuestionnaireFile) -> Iterator[Finding]:
    low, high = lowest_total(file.questionnaire), highest_total(file.questionnaire)
    for policy in sources.policies:
        bands = [band for band in policy.policy.bands if band.audience is file.questionnaire.audience]
        if bands and not covers(bands, low, high):
            yield make_finding(
                "P203", policy.path, policy.tables["bands"], questionnaire=file.questionnaire.id, low=low, high=high
            )
