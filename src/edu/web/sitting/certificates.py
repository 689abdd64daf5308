"""Certificates: a page to print for the holder, and a public page on which anybody verifies a number."""

from dataclasses import dataclass
from io import BytesIO
from typing import Any, ClassVar

import segno
from litestar import Controller, Request, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery
from markupsafe import Markup

from edu.domain.people.role import Duty
from edu.domain.refusal import NotThere, Refused
from edu.domain.sitting.certificate import Standing, mask_name
from edu.services.sitting import certifying
from edu.store.sitting.certificates import CertificateRow
from edu.web.kit.guards import requires
from edu.web.kit.page import Page, go, render
from edu.web.kit.visit import Visit, read_form, text_of


@dataclass(frozen=True, slots=True)
class CertificatePage(Page):
    """The holder's certificate, made to be printed; ``code`` is a QR code of ``address``."""

    template: ClassVar[str] = "sitting/certificates/certificate.html"

    row: CertificateRow
    standing: Standing
    address: str
    code: Markup


@dataclass(frozen=True, slots=True)
class VerificationPage(Page):
    """What a number stands for. ``matches`` compares a name that was typed, where one was."""

    template: ClassVar[str] = "sitting/certificates/verification.html"

    number: str
    row: CertificateRow | None
    standing: Standing | None
    masked: str
    name: str
    matches: bool | None
    error: str = ""


@dataclass(frozen=True, slots=True)
class CertificatesPage(Page):
    """Everybody's certificates; ``after`` is the number from which the next page goes on."""

    template: ClassVar[str] = "sitting/certificates/certificates.html"

    rows: tuple[tuple[CertificateRow, Standing], ...]
    words: str
    after: str


@dataclass(frozen=True, slots=True)
class StandingPage(Page):
    """One of them, to revoke or to reinstate; ``reason`` is what was typed and refused."""

    template: ClassVar[str] = "sitting/certificates/standing.html"

    row: CertificateRow
    standing: Standing
    reason: str = ""
    error: str = ""


class CertificateController(Controller):
    """For whoever has earned one."""

    guards = (requires(Duty.STUDY),)

    @get("/certificates/{number:str}")
    async def show(self, visit: NamedDependency[Visit], number: FromPath[str]) -> Response[Any]:
        """The holder's own."""
        async with visit.platform.database.read() as session:
            row = await certifying.get_own(session, number, visit.person.id)
        base = str(visit.request.base_url).rstrip("/")
        address = f"{base}/verify?number={row.number}"
        return render(visit, CertificatePage(row, certifying.judge(row, visit.now), address, _draw_code(address)))


class VerificationController(Controller):
    """For everybody; the name is masked, and a name that one knows can be compared."""

    @get("/verify")
    async def verify(
        self, visit: NamedDependency[Visit], number: FromQuery[str] = "", name: FromQuery[str] = ""
    ) -> Response[Any]:
        """Verify a number."""
        number, name = number.strip()[:60], name.strip()[:100]
        if not number:
            return render(visit, VerificationPage("", None, None, "", "", None))
        try:
            async with visit.platform.database.read() as session:
                row = await certifying.verify(session, number)
        except Refused as refusal:
            error = visit.language.say(refusal)
            return render(visit, VerificationPage(number, None, None, "", name, None, error), 404)
        matches = name.replace(" ", "") == row.name.replace(" ", "") if name else None
        page = VerificationPage(row.number, row, certifying.judge(row, visit.now), mask_name(row.name), name, matches)
        return render(visit, page)


class CertificateListController(Controller):
    """For examiners, compliance officers and auditors; compliance officers may revoke."""

    path = "/staff/certificates"
    guards = (requires(Duty.SEE_CERTIFICATES),)

    @get("/")
    async def list_all(
        self, visit: NamedDependency[Visit], words: FromQuery[str] = "", after: FromQuery[str] = ""
    ) -> Response[Any]:
        """Newest first, or those with some words."""
        words = words.strip()[:100]
        async with visit.platform.database.read() as session:
            rows = await certifying.list_page(session, words, after[:60])
        after = rows[-1].number if len(rows) == certifying.PAGE_LENGTH else ""
        judged = tuple((row, certifying.judge(row, visit.now)) for row in rows)
        return render(visit, CertificatesPage(judged, words, after))

    @get("/{number:str}")
    async def show_one(self, visit: NamedDependency[Visit], number: FromPath[str]) -> Response[Any]:
        """What stands on it and what it is worth."""
        async with visit.platform.database.read() as session:
            row = await certifying.open_one(session, number)
        return render(visit, StandingPage(row, certifying.judge(row, visit.now)))

    @post("/{number:str}", guards=[requires(Duty.REVOKE)])
    async def change(
        self, request: Request[Any, Any, Any], visit: NamedDependency[Visit], number: FromPath[str]
    ) -> Response[Any]:
        """Revoke it, or undo that."""
        form = await read_form(request)
        act = certifying.reinstate if text_of(form, "act") == "reinstate" else certifying.revoke
        reason = text_of(form, "reason")
        try:
            async with visit.platform.database.write() as session:
                row = await act(session, number, reason, visit.person.id, visit.now)
        except NotThere:
            raise
        except Refused as refusal:
            async with visit.platform.database.read() as session:
                row = await certifying.open_one(session, number)
            page = StandingPage(row, certifying.judge(row, visit.now), reason, visit.language.say(refusal))
            return render(visit, page, 422)
        return go(f"/staff/certificates/{row.number}")


def _draw_code(address: str) -> Markup:
    drawn = BytesIO()
    segno.make(address, error="m").save(drawn, kind="svg", xmldecl=False, svgns=True, scale=3, border=2)
    return Markup(drawn.getvalue().decode())  # noqa: S704 - drawn by the library from an address of ours
