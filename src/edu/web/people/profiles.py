"""The client's details, step by step; what was typed may be left half-way."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar

from litestar import Controller, Request, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from edu.domain.people.profile import fields as fields_of
from edu.domain.people.profile import steps as steps_of
from edu.domain.people.profile_fields import Field, ProfileStep
from edu.domain.people.role import Duty
from edu.domain.refusal import Invalid, NotThere, Refused
from edu.services.people import identifying
from edu.services.people.identifying import ProfileState
from edu.web.kit.guards import requires
from edu.web.kit.page import Page, go, render
from edu.web.kit.statuses import status_of
from edu.web.kit.visit import Visit, posted_text, read_posted


@dataclass(frozen=True, slots=True)
class ProfilePage(Page):
    """All steps, and what they hold so far."""

    template: ClassVar[str] = "people/profiles/profile.html"

    state: ProfileState
    steps: tuple[ProfileStep, ...]
    fields: Mapping[str, tuple[Field, ...]]


@dataclass(frozen=True, slots=True)
class StepPage(Page):
    """One step as a form."""

    template: ClassVar[str] = "people/profiles/step.html"

    state: ProfileState
    step: ProfileStep
    place: int
    count: int
    fields: tuple[Field, ...]
    given: Mapping[str, str]
    errors: Mapping[str, Refused] = field(default_factory=dict)


class ProfileController(Controller):
    """For clients: to each their own."""

    path = "/profile"
    guards = (requires(Duty.BE_ASSESSED),)

    @get("/")
    async def overview(self, visit: NamedDependency[Visit]) -> Response[Any]:
        """Check what is stated before going on."""
        state = await self._load(visit)
        if not state.done and not any(key != "name" for key in state.stated):
            return go(f"/profile/{steps_of(state.kind)[0].id}")
        steps = steps_of(state.kind)
        return render(visit, ProfilePage(state, steps, {step.id: fields_of(state.kind, step.id) for step in steps}))

    @get("/{step_id:str}")
    async def show_step(self, visit: NamedDependency[Visit], step_id: FromPath[str]) -> Response[Any]:
        """One step with what it holds so far."""
        state = await self._load(visit)
        return render(visit, self._page(state, step_id, state.stated))

    @post("/{step_id:str}")
    async def save_step(
        self, request: Request[Any, Any, Any], visit: NamedDependency[Visit], step_id: FromPath[str]
    ) -> Response[Any]:
        """Finish the step, or keep it half-way and go home."""
        state = await self._load(visit)
        form = await read_posted(request)
        page = self._page(state, step_id, {})
        given = {field.key: posted_text(form, field.key) for field in page.fields}
        platform = visit.platform
        try:
            async with platform.database.write() as session:
                if posted_text(form, "act") == "later":
                    await identifying.save_half(session, visit.person.id, step_id, given, visit.now)
                    return go("/home?saved=profile")
                state = await identifying.finish_step(
                    session, visit.person.id, step_id, given, platform.sealer, visit.now
                )
        except Invalid as invalid:
            return render(visit, self._page(state, step_id, given, invalid.fields), status_of(invalid))
        await visit.platform.following.follow(visit.person.id, visit.now)
        return go(f"/profile/{state.next_step}" if state.next_step else "/profile")

    async def _load(self, visit: Visit) -> ProfileState:
        async with visit.platform.database.read() as session:
            return await identifying.load_profile(session, visit.person.id, visit.now.date())

    def _page(
        self,
        state: ProfileState,
        step_id: str,
        given: Mapping[str, str],
        errors: Mapping[str, Refused] | None = None,
    ) -> StepPage:
        steps = steps_of(state.kind)
        place = next((n for n, step in enumerate(steps, 1) if step.id == step_id), 0)
        if not place:
            raise NotThere("There is no such page.")
        fields = fields_of(state.kind, step_id)
        return StepPage(state, steps[place - 1], place, len(steps), fields, given, errors or {})
