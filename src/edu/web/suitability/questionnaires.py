"""The risk questionnaire, theme by theme; it may be left half-way."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar

from litestar import Controller, Request, Response, get, post
from litestar.datastructures import FormMultiDict
from litestar.di import NamedDependency
from litestar.params import FromPath

from edu.domain.people.role import Duty
from edu.domain.refusal import Invalid, NotThere, Refused
from edu.domain.suitability.questionnaire import Audience, Question, Questionnaire, Theme, check_complete
from edu.services.people import identifying
from edu.services.suitability import assessing
from edu.web.kit.guards import requires
from edu.web.kit.page import Page, go, render
from edu.web.kit.statuses import status_of
from edu.web.kit.visit import Visit, posted_text, read_posted, texts_of

ChosenOptions = Mapping[str, frozenset[str]]


@dataclass(frozen=True, slots=True)
class ThemePage(Page):
    """The questions of one theme."""

    template: ClassVar[str] = "suitability/questionnaires/theme.html"

    questionnaire: Questionnaire
    tag: str
    theme: Theme
    place: int
    questions: tuple[Question, ...]
    given: ChosenOptions
    errors: Mapping[str, Refused] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ReviewPage(Page):
    """Everything chosen, before it is sent."""

    template: ClassVar[str] = "suitability/questionnaires/review.html"

    questionnaire: Questionnaire
    tag: str
    given: ChosenOptions
    missing: frozenset[str]
    error: str = ""


@dataclass(frozen=True, slots=True)
class IntroPage(Page):
    """What the questionnaire is for, before it starts; ``closed`` says why it cannot be done now."""

    template: ClassVar[str] = "suitability/questionnaires/intro.html"

    questionnaire: Questionnaire
    tag: str
    answered: int
    closed: str


class QuestionnaireController(Controller):
    """For clients: to each their own."""

    path = "/questionnaire"
    guards = (requires(Duty.BE_ASSESSED),)

    @get("/")
    async def show_intro(self, visit: NamedDependency[Visit]) -> Response[Any]:
        """What it is for, and how far one is."""
        questionnaire, tag, given = await self._load(visit)
        async with visit.platform.database.read() as session:
            policy = visit.platform.library.policy
            too_often = await assessing.find_too_often(session, visit.person.id, policy, visit.now)
        answered = sum(bool(letters) for letters in given.values())
        closed = visit.language.say(too_often) if too_often else ""
        return render(visit, IntroPage(questionnaire, tag, answered, closed))

    @get("/review")
    async def show_review(self, visit: NamedDependency[Visit]) -> Response[Any]:
        """Check before sending."""
        questionnaire, tag, given = await self._load(visit)
        return render(visit, ReviewPage(questionnaire, tag, given, _missing(questionnaire, given)))

    @post("/review")
    async def complete(self, visit: NamedDependency[Visit]) -> Response[Any]:
        """Send; scored on the server."""
        questionnaire, tag, given = await self._load(visit)
        policy = visit.platform.library.policy
        try:
            original = visit.platform.library.questionnaires[questionnaire.audience]
            async with visit.platform.database.write() as session:
                await assessing.complete(session, visit.person.id, original, policy, given, visit.now, visit.origin)
        except Refused as refusal:
            missing = _missing(questionnaire, given)
            error = visit.language.say(refusal)
            return render(visit, ReviewPage(questionnaire, tag, given, missing, error), status_of(refusal))
        await visit.platform.following.follow(visit.person.id, visit.now)
        return go("/decision")

    @get("/{theme_id:str}")
    async def show_theme(self, visit: NamedDependency[Visit], theme_id: FromPath[str]) -> Response[Any]:
        """One theme."""
        questionnaire, tag, given = await self._load(visit)
        return render(visit, self._page(questionnaire, tag, theme_id, given))

    @post("/{theme_id:str}")
    async def save_theme(
        self, request: Request[Any, Any, Any], visit: NamedDependency[Visit], theme_id: FromPath[str]
    ) -> Response[Any]:
        """Keep what was chosen; go on, or go home and come back later."""
        questionnaire, tag, given = await self._load(visit)
        page = self._page(questionnaire, tag, theme_id, given)
        form = await read_posted(request)
        given = {**given, **_read_choices(form, page.questions)}
        async with visit.platform.database.write() as session:
            await assessing.save_draft(session, visit.person.id, questionnaire, given, visit.now)
        if posted_text(form, "act") == "later":
            return go("/home?saved=questionnaire")
        wrong = _wrong(questionnaire, given, page.questions)
        if wrong:
            return render(visit, self._page(questionnaire, tag, theme_id, given, wrong), status_of(Invalid(wrong)))
        themes = questionnaire.themes
        return go(f"/questionnaire/{themes[page.place].id}" if page.place < len(themes) else "/questionnaire/review")

    async def _load(self, visit: Visit) -> tuple[Questionnaire, str, ChosenOptions]:
        """The client's questionnaire in their language, and what is filled in so far."""
        library = visit.platform.library
        async with visit.platform.database.read() as session:
            profile = await identifying.load_profile(session, visit.person.id, visit.now.date())
            audience = Audience(profile.kind.value)
            questionnaire, used = library.questionnaire(audience, visit.language.code)
            given = await assessing.load_draft(session, visit.person.id, questionnaire)
        return questionnaire, "zh-CN" if used == "zh" else used, given

    def _page(
        self, questionnaire: Questionnaire, tag: str, theme_id: str, given: ChosenOptions,
        errors: Mapping[str, Refused] | None = None,
    ) -> ThemePage:  # fmt: skip
        themes = questionnaire.themes
        place = next((n for n, theme in enumerate(themes, 1) if theme.id == theme_id), 0)
        if not place:
            raise NotThere("There is no such page.")
        questions = questionnaire.of_theme(theme_id)
        return ThemePage(questionnaire, tag, themes[place - 1], place, questions, given, errors or {})


def _read_choices(form: FormMultiDict, questions: tuple[Question, ...]) -> dict[str, frozenset[str]]:
    """Letters by question; what a question does not offer is left out."""
    offered = {question.id: {option.letter for option in question.options} for question in questions}
    return {key: frozenset(texts_of(form, key)) & letters for key, letters in offered.items()}


def _wrong(questionnaire: Questionnaire, given: ChosenOptions, questions: tuple[Question, ...]) -> dict[str, Refused]:
    shown = {question.id for question in questions}
    try:
        check_complete(questionnaire, given)
    except Invalid as invalid:
        return {key: refusal for key, refusal in invalid.fields.items() if key in shown}
    return {}


def _missing(questionnaire: Questionnaire, given: ChosenOptions) -> frozenset[str]:
    return frozenset(_wrong(questionnaire, given, questionnaire.questions))
