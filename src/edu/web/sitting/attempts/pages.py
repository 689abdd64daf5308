"""The pages of a running attempt, question by question, and its end."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from fractions import Fraction
from typing import ClassVar
from uuid import UUID

from markupsafe import Markup

from edu.web.items.shown import ShownCredit, ShownItem
from edu.web.kit.page import Page
from edu.web.kit.room_words import SaidNotice


class Onward(StrEnum):
    """Where the button after a question leads: to the next one, out of the part, or to handing in."""

    NEXT = "next"
    FINISH = "finish"
    HAND_IN = "hand-in"


@dataclass(frozen=True, slots=True)
class QuestionFrame:
    """What is around a question, and the same for many.

    ``has_previous``: there is a question before it that is open; ``looks_over``: it offers to hand in early.
    """

    title: str
    count: int
    has_previous: bool
    onward: Onward
    looks_over: bool


@dataclass(frozen=True, slots=True)
class QuestionValues:
    """What is around one question, and its own: as texts, or as marks of these names."""

    attempt: str
    number: str
    before: str
    after: str
    kind: str
    seen: str
    seconds: str
    minutes: str
    body: Markup
    status: Markup
    palette: Markup


@dataclass(frozen=True, slots=True)
class QuestionPage(Page):
    """One question of a running attempt. ``notices`` stand around the part that is swapped, which leaves them."""

    template: ClassVar[str] = "sitting/attempts/question.html"
    part: ClassVar[str] = "sitting/attempts/_question.html"

    frame: QuestionFrame
    notices: tuple[SaidNotice, ...]
    own: QuestionValues


@dataclass(frozen=True, slots=True)
class QuestionBody(Page):
    """What a question asks, with what was given."""

    template: ClassVar[str] = "sitting/attempts/_question_body.html"

    part_title: str
    points: Fraction
    credit: ShownCredit | None
    item: ShownItem


@dataclass(frozen=True, slots=True)
class QuestionStatus(Page):
    """The line on saving: an error, a receipt of just now, how many are answered, or how saving goes."""

    template: ClassVar[str] = "sitting/attempts/_status.html"

    error: str
    saved_at: datetime | None
    receipts: int
    answered: int
    count: int


@dataclass(frozen=True, slots=True)
class PaletteNumber(Page):
    """A question in the palette."""

    template: ClassVar[str] = "sitting/attempts/_palette_number.html"

    number: int
    answered: bool
    current: bool


@dataclass(frozen=True, slots=True)
class HandInPage(Page):
    """What is unanswered, and the last chance to go back."""

    template: ClassVar[str] = "sitting/attempts/hand_in.html"
    part: ClassVar[str] = "sitting/attempts/_hand_in.html"

    attempt: UUID
    title: str
    unanswered: tuple[int, ...]
    count: int
    left: timedelta
    at_once: bool
    notices: tuple[SaidNotice, ...]
    error: str = ""


@dataclass(frozen=True, slots=True)
class ClosingPage(Page):
    """The time is over; what was given before may still be on its way until ``left`` has passed."""

    template: ClassVar[str] = "sitting/attempts/closing.html"

    attempt: UUID
    title: str
    left: timedelta
    notices: tuple[SaidNotice, ...]
