"""An attempt: one sitting of one form. Responses are appended; the last one before the deadline counts."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from fractions import Fraction
from uuid import UUID

from edu.domain.exact import add_up
from edu.domain.items.item import Item
from edu.domain.items.response import OMITTED, Response
from edu.domain.items.scoring import Score, score
from edu.domain.refusal import Conflict
from edu.domain.sitting.blueprint import Blueprint, find_opening
from edu.domain.sitting.form import Form, Slot


class AttemptState(StrEnum):
    """(waiting →) started → submitted | expired; scores are computed when it leaves ``started``.

    A waiting attempt has its form, which nobody sees before the start, and no clock.
    """

    WAITING = "waiting"
    STARTED = "started"
    SUBMITTED = "submitted"
    EXPIRED = "expired"


class AttemptClosed(Conflict):
    """The attempt takes no more responses."""


class TimeOver(AttemptClosed):
    """The deadline has passed."""

    def __init__(self) -> None:
        super().__init__("The time for this check is over. Everything saved before then counts.")


class NotBegun(Conflict):
    """The form is drawn and the time has not begun."""

    def __init__(self) -> None:
        super().__init__("This exam has not begun yet.")


class PartLeft(Conflict):
    """The response is to a part that the candidate has finished."""

    def __init__(self) -> None:
        super().__init__("You have finished this part; its answers no longer change.")


class StalePage(Conflict):
    """The response was given on a page that has been overtaken by another tab or device."""

    def __init__(self) -> None:
        super().__init__(
            "This question was changed in another window after this page was opened. The newer response is shown; "
            "change it here if you wish."
        )


@dataclass(frozen=True, slots=True)
class Attempt:
    """``responses`` holds the counting response of each slot, ``events`` how many were appended to each slot.

    ``receipts`` is how many saves there were in all, ``chain`` the digest over them (see the module ``receipt``).
    Until ``closes_at`` a response may arrive that was given before the deadline. Slots before ``first_open`` belong to
    parts that were left. ``marks`` are the points that a marker gave, by slot.
    """

    id: UUID
    candidate: UUID
    form: Form
    started_at: datetime
    deadline: datetime
    closes_at: datetime
    state: AttemptState = AttemptState.STARTED
    ended_at: datetime | None = None
    responses: Mapping[int, Response] = field(default_factory=dict)
    events: Mapping[int, int] = field(default_factory=dict)
    receipts: int = 0
    chain: str = ""
    first_open: int = 0
    marks: Mapping[int, Fraction] = field(default_factory=dict)

    def check_open(self, now: datetime) -> None:
        """Refuse when not begun, handed in or out of time."""
        if self.state is AttemptState.WAITING:
            raise NotBegun()
        if self.state is AttemptState.SUBMITTED:
            raise AttemptClosed("This check has been handed in; its responses no longer change.")
        if self.state is AttemptState.EXPIRED or now > self.deadline:
            raise TimeOver()

    def unanswered(self, items: Sequence[Item]) -> list[int]:
        """Slots without a complete response."""
        return [slot for slot, item in enumerate(items) if self.responses.get(slot, OMITTED).incomplete(item)]


@dataclass(frozen=True, slots=True)
class Result:
    """What an attempt earned, slot by slot, of what was possible, and whether that passes.

    ``share`` is earned of possible, 0 to 1, exact. ``passed``: at or above the cut score, compared exactly, never after
    rounding. ``awaiting``: some response waits for its marker.
    """

    scores: tuple[Score, ...]
    cut: Fraction
    earned: Fraction = field(init=False)
    possible: Fraction = field(init=False)
    share: Fraction = field(init=False)
    passed: bool = field(init=False)
    awaiting: bool = field(init=False)

    def __post_init__(self) -> None:
        earned = add_up(scored.earned for scored in self.scores)
        possible = add_up(scored.possible for scored in self.scores)
        share = earned / possible
        object.__setattr__(self, "earned", earned)
        object.__setattr__(self, "possible", possible)
        object.__setattr__(self, "share", share)
        object.__setattr__(self, "passed", share >= self.cut)
        object.__setattr__(self, "awaiting", any(scored.awaiting for scored in self.scores))


def score_attempt(attempt: Attempt, items: Sequence[Item], cut: Fraction) -> Result:
    """Score every slot against its frozen item; a written response has what its marker gave."""
    return score_responses(attempt.form.slots, items, attempt.responses, attempt.marks, cut)


def score_responses(
    slots: Sequence[Slot], items: Sequence[Item], responses: Mapping[int, Response], marks: Mapping[int, Fraction],
    cut: Fraction,
) -> Result:  # fmt: skip
    """As :func:`score_attempt`, from the responses that count and the marks, by slot."""
    pairs = enumerate(zip(slots, items, strict=True))
    scores = [score(item, responses.get(n, OMITTED), slot.points) for n, (slot, item) in pairs]
    for n, earned in marks.items():
        if scores[n].awaiting:
            scores[n] = replace(scores[n], earned=earned, awaiting=False)
    return Result(tuple(scores), cut)


def check_may_start(blueprint: Blueprint, starts: Iterable[datetime], last_end: datetime | None, now: datetime) -> None:
    """Refuse a start before the interval is over or beyond a limit, and say from when nothing stands in its way."""
    opens = max(
        now,
        now if last_end is None else last_end + blueprint.interval,
        find_opening(blueprint.limits, starts, now) or now,
    )
    if opens > now:
        raise TooSoon(opens)


class TooSoon(Conflict):
    """The next attempt opens at ``opens``."""

    def __init__(self, opens: datetime) -> None:
        super().__init__(
            "You may start the check again from {time}. Until then, the lessons are open to you.", time=opens
        )
        self.opens = opens


def add_months(moment: datetime, months: int) -> datetime:
    """The same day ``months`` later, or the last day of a shorter month."""
    years, month = divmod(moment.month - 1 + months, 12)
    for day in range(moment.day, moment.day - 4, -1):
        try:
            return moment.replace(year=moment.year + years, month=month + 1, day=day)
        except ValueError:
            continue
    raise ValueError(f"no day of {moment} in month {month + 1}")


def find_parts(form: Form) -> list[tuple[str, int, int]]:
    """The parts of a form: title, first slot, the slot after its last."""
    parts: list[tuple[str, int, int]] = []
    for number, slot in enumerate(form.slots):
        if parts and parts[-1][0] == slot.part:
            parts[-1] = (slot.part, parts[-1][1], number + 1)
        else:
            parts.append((slot.part, number, number + 1))
    return parts
