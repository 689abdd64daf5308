"""The client's home: the six steps, where one stands, and what to do next."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, ClassVar

from litestar import Controller, Response, get
from litestar.di import NamedDependency
from litestar.params import FromQuery

from edu.domain.people.role import Duty
from edu.domain.suitability.facts import FactValue
from edu.web.kit.guards import requires
from edu.web.kit.in_force import load_decision
from edu.web.kit.page import Page, render
from edu.web.kit.visit import Visit


class StepState(StrEnum):
    """Where one step stands."""

    DONE = "done"
    OPEN = "open"
    AGAIN = "again"


@dataclass(frozen=True, slots=True)
class OnboardingStep:
    """One of the steps, with a sentence on where it stands."""

    id: str
    path: str
    title: str
    sentence: str
    state: StepState


@dataclass(frozen=True, slots=True)
class HomePage(Page):
    """``next_step`` is what to do now; ``None`` when all is done."""

    template: ClassVar[str] = "people/onboarding/home.html"

    steps: tuple[OnboardingStep, ...]
    next_step: OnboardingStep | None
    done: int
    saved: bool


_STEPS: tuple[tuple[str, str, str, str, Mapping[str, tuple[StepState, str]]], ...] = (
    ("profile", "profile", "/profile", "Your details", {
        "complete": (StepState.DONE, "Complete. You can correct them at any time."),
        "incomplete": (StepState.OPEN, "Who you are, what you own, what you have traded. About 8 minutes."),
    }),
    ("course", "course", "/course", "The course", {
        "complete": (StepState.DONE, "All lessons are done. You can read them again."),
        "incomplete": (StepState.OPEN, "Short lessons on the risks of futures, with a question after each section."),
    }),
    ("disclosure", "disclosure", "/disclosure", "Risk disclosure", {
        "current": (StepState.DONE, "Read and confirmed."),
        "outdated": (StepState.AGAIN, "The text has been revised. Please read and confirm the new version."),
        "none": (StepState.OPEN, "Read each paragraph and confirm it."),
    }),
    ("check", "check", "/check", "Knowledge check", {
        "passed": (StepState.DONE, "Passed."),
        "failed": (StepState.AGAIN, "Not passed yet. Look at what was wrong, then try again."),
        "expired": (StepState.AGAIN, "Your result has expired. Please take the check again."),
        "none": (StepState.OPEN, "20 questions, 30 minutes. The result comes at once."),
    }),
    ("questionnaire", "questionnaire", "/questionnaire", "Risk questionnaire", {
        "valid": (StepState.DONE, "Completed."),
        "expired": (StepState.AGAIN, "Your answers have expired. Please fill it in again."),
        "none": (StepState.OPEN, "What you can bear and what you want. There are no right answers."),
    }),
)  # fmt: skip


def describe_steps(facts: Mapping[str, FactValue]) -> tuple[OnboardingStep, ...]:
    """The steps as the facts have them."""
    described = []
    for fact, step_id, path, title, states in _STEPS:
        state, sentence = states[str(facts[fact])]
        described.append(OnboardingStep(step_id, path, title, sentence, state))
    return tuple(described)


def step_messages() -> list[str]:
    """Every message of the table, for the catalogues."""
    return [
        text for _, _, _, title, states in _STEPS for text in (title, *(sentence for _, sentence in states.values()))
    ]


class OnboardingController(Controller):
    """For clients."""

    guards = (requires(Duty.BE_ASSESSED),)

    @get("/home")
    async def home(self, visit: NamedDependency[Visit], saved: FromQuery[str] = "") -> Response[Any]:
        """All steps at a glance."""
        decided = await load_decision(visit, visit.person.id)
        steps = describe_steps(decided.facts)
        next_step = next((step for step in steps if step.state is not StepState.DONE), None)
        done = sum(step.state is StepState.DONE for step in steps)
        return render(visit, HomePage(steps, next_step, done, bool(saved)))
