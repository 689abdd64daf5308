"""A notice in words: made when it is shown, so that each reader reads it in their own language."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from edu.domain.sending import News
from edu.web.kit.i18n import Language

Payload = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Told:
    """``path`` is where it can be seen, empty where there is nothing to see. ``changes``: what, from, to."""

    title: str
    sentence: str
    path: str = ""
    changes: tuple[tuple[str, str, str], ...] = ()


def _result_released(language: Language, payload: Payload) -> Told:
    sentence = language.gettext("The result of “%(title)s” can be seen now.") % {"title": payload["title"]}
    return Told(language.gettext("Your result is here"), sentence, f"/attempts/{payload['attempt']}/result")


def _certificate_issued(language: Language, payload: Payload) -> Told:
    sentence = language.gettext("You passed “%(title)s”. The number of your certificate is %(number)s.") % payload
    return Told(language.gettext("Your certificate has been issued"), sentence, f"/certificates/{payload['number']}")


def _certificate_revoked(language: Language, payload: Payload) -> Told:
    sentence = language.gettext("The certificate %(number)s of “%(title)s” is no longer valid. Reason: %(words)s")
    return Told(
        language.gettext("Your certificate has been revoked"), sentence % payload, f"/certificates/{payload['number']}"
    )


def _certificate_reinstated(language: Language, payload: Payload) -> Told:
    sentence = language.gettext("The certificate %(number)s of “%(title)s” is valid again. Reason: %(words)s")
    return Told(
        language.gettext("Your certificate counts again"), sentence % payload, f"/certificates/{payload['number']}"
    )


def _decision_changed(language: Language, payload: Payload) -> Told:
    sentence = language.gettext("What we know about you has changed, and with it what is open to you.")
    changes = tuple((name, str(before), str(after)) for name, (before, after) in sorted(payload.items()))
    return Told(language.gettext("Your suitability decision has changed"), sentence, "/decision", changes)


def _time_granted(language: Language, payload: Payload) -> Told:
    factor, minutes = Fraction(payload["factor"]), payload["minutes"]
    parts = []
    if factor != 1:
        parts.append(language.gettext("%(factor)s times the usual time") % {"factor": f"{float(factor):g}"})
    if minutes:
        parts.append(language.gettext("%(minutes)s more minutes") % {"minutes": minutes})
    sentence = language.gettext("For your next sitting you have: %(time)s.") % {
        "time": language.gettext(", ").join(parts)
    }
    return Told(language.gettext("You have more time in an exam"), sentence, f"/exams/{payload['exam']}")


def _disclosure_renewed(language: Language, payload: Payload) -> Told:
    sentence = language.gettext("There is a new version of it (%(version)s). Please read it and confirm it again.")
    return Told(language.gettext("The risk disclosure has been revised"), sentence % payload, "/disclosure")


WORDS: Mapping[News, Callable[[Language, Payload], Told]] = {
    News.RESULT_RELEASED: _result_released,
    News.CERTIFICATE_ISSUED: _certificate_issued,
    News.CERTIFICATE_REVOKED: _certificate_revoked,
    News.CERTIFICATE_REINSTATED: _certificate_reinstated,
    News.DECISION_CHANGED: _decision_changed,
    News.TIME_GRANTED: _time_granted,
    News.DISCLOSURE_RENEWED: _disclosure_renewed,
}


def say_notice(language: Language, kind: str, payload: Payload) -> Told:
    """A notice of this kind for this reader."""
    return WORDS[News(kind)](language, payload)
