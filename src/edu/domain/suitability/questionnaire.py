"""The risk questionnaire: points by weights, and gates that stand beside the points, never inside them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from edu.domain.refusal import Invalid, Refused

Responses = Mapping[str, frozenset[str]]
"""Question id -> letters chosen."""


class Audience(StrEnum):
    """Whom a questionnaire or a band is for."""

    INDIVIDUAL = "individual"
    INSTITUTION = "institution"


@dataclass(frozen=True, slots=True)
class QuestionOption:
    """``gate`` makes whoever chooses it the lowest class, whatever the score."""

    letter: str
    text: str
    points: Fraction
    gate: bool = False


@dataclass(frozen=True, slots=True)
class Question:
    """One question of a theme."""

    id: str
    text: str
    theme: str
    options: tuple[QuestionOption, ...]
    multiple: bool = False


@dataclass(frozen=True, slots=True)
class Theme:
    """A group of questions shown together."""

    id: str
    title: str


@dataclass(frozen=True, slots=True)
class Questionnaire:
    """``pairs`` names questions whose honest responses must agree; they are signals for a person, not verdicts."""

    id: str
    title: str
    version: str
    audience: Audience
    themes: tuple[Theme, ...]
    questions: tuple[Question, ...]
    pairs: tuple[tuple[str, str], ...] = ()
    revision: str = ""

    def of_theme(self, theme_id: str) -> tuple[Question, ...]:
        """The theme's questions in order."""
        return tuple(question for question in self.questions if question.theme == theme_id)


@dataclass(frozen=True, slots=True)
class Band:
    """``low <= score < high``; the topmost band takes its ``high`` too."""

    id: str
    audience: Audience
    risk_class: str
    low: Fraction
    high: Fraction
    source: str = ""


@dataclass(frozen=True, slots=True)
class Assessment:
    """What the questionnaire says: the class from the bands, the gates chosen, and the class that follows."""

    score: Fraction
    maximum: Fraction
    band: str
    risk_class: str
    lowest: bool
    gates: tuple[str, ...]


def check_complete(questionnaire: Questionnaire, responses: Responses) -> None:
    """Refuse responses that leave a question out, or choose what the question does not offer."""
    wrong: dict[str, Refused] = {}
    for question in questionnaire.questions:
        letters = responses.get(question.id, frozenset())
        if not letters:
            wrong[question.id] = Refused("Please choose what applies to you.")
        elif not letters <= {option.letter for option in question.options} or (
            len(letters) > 1 and not question.multiple
        ):
            wrong[question.id] = Refused("This question offers no such choice.")
    if wrong:
        raise Invalid(wrong)


def question_points(question: Question, letters: frozenset[str]) -> Fraction:
    """The chosen option's points; where several may be chosen, the highest among them."""
    return max((option.points for option in question.options if option.letter in letters), default=Fraction(0))


def highest_total(questionnaire: Questionnaire) -> Fraction:
    """The most points that can be reached."""
    return sum((max(option.points for option in question.options) for question in questionnaire.questions), Fraction(0))


def lowest_total(questionnaire: Questionnaire) -> Fraction:
    """The fewest points that a complete questionnaire can give."""
    return sum((min(option.points for option in question.options) for question in questionnaire.questions), Fraction(0))


def assess(questionnaire: Questionnaire, responses: Responses, bands: Sequence[Band]) -> Assessment:
    """Score on the server, find the band, and let a gate set the lowest class beside the score."""
    check_complete(questionnaire, responses)
    total = sum(
        (question_points(question, responses[question.id]) for question in questionnaire.questions), Fraction(0)
    )
    band = find_band(bands, questionnaire.audience, total)
    gates = tuple(
        question.id
        for question in questionnaire.questions
        if any(option.gate and option.letter in responses[question.id] for option in question.options)
    )
    risk_class = "C1" if gates else band.risk_class
    return Assessment(total, highest_total(questionnaire), band.id, risk_class, bool(gates), gates)


def find_band(bands: Sequence[Band], audience: Audience, total: Fraction) -> Band:
    """The band that holds ``total``; bands have been checked to have no gap."""
    own = sorted((band for band in bands if band.audience is audience), key=lambda band: band.low)
    for band in own:
        if band.low <= total < band.high or (band is own[-1] and total == band.high):
            return band
    raise ValueError(f"no band for {total}: the policy was not checked")
