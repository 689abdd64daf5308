"""Notices in the page: what somebody was told while they were away."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar

from litestar import Controller, Request, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromQuery

from edu.services.people import reading_notices
from edu.web.kit.guards import signed_in
from edu.web.kit.news_words import Told, say_notice
from edu.web.kit.page import Page, go, render
from edu.web.kit.visit import Visit, posted_text, read_key, read_posted


@dataclass(frozen=True, slots=True)
class ShownNotice:
    """One notice, in the reader's language."""

    id: int
    told: Told
    at: datetime
    read: bool


@dataclass(frozen=True, slots=True)
class NoticesPage(Page):
    """Newest first. ``older`` is the key of the next page."""

    template: ClassVar[str] = "people/notices/notices.html"

    notices: tuple[ShownNotice, ...]
    older: int | None


class NoticeController(Controller):
    """For everybody who is signed in, each their own."""

    path = "/notices"
    guards = (signed_in,)

    @get("/")
    async def list_notices(self, visit: NamedDependency[Visit], before: FromQuery[str] = "") -> Response[Any]:
        """A page of them. Looking at the list reads nothing: the reader says what is read."""
        async with visit.platform.database.read() as session:
            found = await reading_notices.list_notices(session, visit.person.id, read_key(before))
        notices = tuple(
            ShownNotice(notice.id, say_notice(visit.language, notice.kind, notice.payload), notice.at, notice.read)
            for notice in found
        )
        older = found[-1].id if len(found) == reading_notices.PAGE_LENGTH else None
        return render(visit, NoticesPage(notices, older))

    @post("/read")
    async def mark_read(self, request: Request[Any, Any, Any], visit: NamedDependency[Visit]) -> Response[Any]:
        """One has been read, or all; then to where the notice points, if it was opened."""
        form = await read_posted(request)
        notice = read_key(posted_text(form, "notice"))
        if notice is None and posted_text(form, "all") != "yes":
            return go("/notices")
        async with visit.platform.database.write() as session:
            await reading_notices.mark_read(session, visit.person.id, notice, visit.now)
        return go("/notices")
