"""What an examiner did to a sitting, in words for its candidate: on the page, and in the live channel."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from edu.domain.sitting.timing import RoomAct
from edu.services.sitting.watching import Notice
from edu.web.kit.i18n import Language


@dataclass(frozen=True, slots=True)
class SaidNotice:
    """One notice; a page knows by its ``id`` whether it has shown it."""

    id: int
    said: str


def say_notices(language: Language, notices: Iterable[Notice]) -> tuple[SaidNotice, ...]:
    """In the order in which they came."""
    return tuple(SaidNotice(notice.id, _SENTENCES[notice.act](language, notice)) for notice in notices)


def say_end(language: Language, name: str, words: str) -> str:
    """Which examiner has ended it, and why."""
    told = {"name": name, "words": words}
    return language.gettext("%(name)s has ended this sitting as its examiner: %(words)s") % told


def _say_extended(language: Language, notice: Notice) -> str:
    told = {"minutes": notice.minutes, "words": notice.words}
    return language.gettext("You have %(minutes)s more minutes: %(words)s") % told


def _say_ended(language: Language, notice: Notice) -> str:
    return language.gettext("The examiner has ended this sitting: %(words)s") % {"words": notice.words}


def _say_resumed(language: Language, _: Notice) -> str:
    return language.gettext("The examiner has taken back the end: please go on. The time that was lost is added.")


def _say_told(language: Language, notice: Notice) -> str:
    return language.gettext("From the examiner: %(words)s") % {"words": notice.words}


_SENTENCES: Mapping[RoomAct, Callable[[Language, Notice], str]] = {
    RoomAct.EXTENDED: _say_extended,
    RoomAct.ENDED: _say_ended,
    RoomAct.RESUMED: _say_resumed,
    RoomAct.TOLD: _say_told,
}
