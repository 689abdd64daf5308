"""The risk disclosure, read and confirmed paragraph by paragraph."""

from dataclasses import dataclass
from typing import Any, ClassVar

from litestar import Controller, Request, Response, get, post
from litestar.di import NamedDependency

from edu.domain.people.role import Duty
from edu.domain.refusal import NotRight, NotThere, Refused
from edu.domain.suitability.disclosure import Disclosure, DisclosureProgress, Paragraph
from edu.services.suitability import acknowledging
from edu.services.suitability.deciding import ONBOARDING
from edu.web.kit.guards import requires
from edu.web.kit.page import Page, go, render
from edu.web.kit.statuses import status_of
from edu.web.kit.visit import Visit, posted_text, read_posted


@dataclass(frozen=True, slots=True)
class DisclosurePage(Page):
    """The paragraph to read now, or all of them once confirmed."""

    template: ClassVar[str] = "suitability/disclosures/disclosure.html"
    part: ClassVar[str] = "suitability/disclosures/_disclosure.html"

    disclosure: Disclosure
    revision: str
    tag: str
    reading: DisclosureProgress
    current: Paragraph | None
    place: int
    texts: dict[str, str]
    error: str = ""


class DisclosureController(Controller):
    """For clients."""

    path = "/disclosure"
    guards = (requires(Duty.BE_ASSESSED),)

    @get("/")
    async def show(self, visit: NamedDependency[Visit]) -> Response[Any]:
        """Where one stands."""
        return await self._show(visit)

    @post("/")
    async def confirm(self, request: Request[Any, Any, Any], visit: NamedDependency[Visit]) -> Response[Any]:
        """Confirm the paragraph that was shown."""
        form = await read_posted(request)
        disclosure = visit.platform.library.disclosures[ONBOARDING.disclosure]
        _, used = visit.platform.library.disclosure(disclosure.id, visit.language.code)
        try:
            if posted_text(form, "understood") != "yes":
                raise NotRight("Please tick that you have read it.")
            async with visit.platform.database.write() as session:
                reading = await acknowledging.confirm(
                    session, disclosure, posted_text(form, "revision"), posted_text(form, "paragraph"), used,
                    visit.person.id, visit.now, visit.origin,
                )  # fmt: skip
        except NotThere:
            raise
        except Refused as refusal:
            return await self._show(visit, visit.language.say(refusal), status_of(refusal))
        if reading.next_in(disclosure) is None:
            await visit.platform.following.follow(visit.person.id, visit.now)
        return await self._show(visit) if visit.wants_part else go("/disclosure")

    async def _show(self, visit: Visit, error: str = "", status: int = 200) -> Response[Any]:
        library = visit.platform.library
        disclosure, used = library.disclosure(ONBOARDING.disclosure, visit.language.code)
        original = library.disclosures[ONBOARDING.disclosure]
        async with visit.platform.database.read() as session:
            reading = await acknowledging.load_reading(session, visit.person.id, original)
        current = reading.next_in(disclosure)
        texts = {paragraph.id: visit.markup(paragraph.text, paragraph.id) for paragraph in disclosure.paragraphs}
        tag = "zh-CN" if used == "zh" else used
        place = len(reading.confirmed) + 1
        return render(
            visit,
            DisclosurePage(disclosure, original.revision, tag, reading, current, place, texts, error),
            status,
        )
