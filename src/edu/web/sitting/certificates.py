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
from edu.domain.sitting.certificate import Certificate, Validity, mask_name
from edu.services.sitting import certifying
from edu.web.kit.guards import requires
from edu.web.kit.page import Page, go, render
from edu.web.kit.statuses import status_of
from edu.web.kit.visit import Visit, posted_text, read_posted


@dataclass(frozen=True, slots=True)
class CertificatePage(Page):
    """The holder's certificate, made to be printed; ``code`` is a QR code of ``address``."""

    template: ClassVar[str] = "sitting/certificates/certificate.html"

    certificate: Certificate
    validity: Validity
    address: str
    code: Markup


@dataclass(frozen=True, slots=True)
class VerificationPage(Page):
    """What a number stands for. ``matches`` compares a name that was typed, where one was."""

    template: ClassVar[str] = "sitting/certificates/verification.html"

    number: str
    certificate: Certificate | None
    validity: Validity | None
    masked: str
    name: str
    matches: bool | None
    error: str = ""


@dataclass(frozen=True, slots=True)
class CertificatesPage(Page):
    """Everybody's certificates; ``after`` is the number from which the next page goes on."""

    template: ClassVar[str] = "sitting/certificates/certificates.html"

    certificates: tuple[tuple[Certificate, Validity], ...]
    words: str
    after: str


@dataclass(frozen=True, slots=True)
class RevokingPage(Page):
    """One of them, to revoke or to reinstate; ``reason`` is what was typed and refused."""

    template: ClassVar[str] = "sitting/certificates/revoking.html"

    certificate: Certificate
    validity: Validity
    reason: str = ""
    error: str = ""


class CertificateController(Controller):
    """For whoever has earned one."""

    guards = (requires(Duty.STUDY),)

    @get("/certificates/{number:str}")
    async def show(self, visit: NamedDependency[Visit], number: FromPath[str]) -> Response[Any]:
        """The holder's own."""
        async with visit.platform.database.read() as session:
            found = await certifying.get_own_certificate(session, number, visit.person.id)
        base = str(visit.request.base_url).rstrip("/")
        address = f"{base}/verify?number={found.number}"
        return render(visit, CertificatePage(found, found.validity(visit.now), address, _draw_code(address)))


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
                found = await certifying.verify(session, number)
        except Refused as refusal:
            error = visit.language.say(refusal)
            return render(visit, VerificationPage(number, None, None, "", name, None, error), 404)
        matches = name.replace(" ", "") == found.name.replace(" ", "") if name else None
        masked, validity = mask_name(found.name), found.validity(visit.now)
        return render(visit, VerificationPage(found.number, found, validity, masked, name, matches))


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
            found = await certifying.list_certificates(session, words, after[:60])
        after = found[-1].number if len(found) == certifying.PAGE_LENGTH else ""
        judged = tuple((certificate, certificate.validity(visit.now)) for certificate in found)
        return render(visit, CertificatesPage(judged, words, after))

    @get("/{number:str}")
    async def show_one(self, visit: NamedDependency[Visit], number: FromPath[str]) -> Response[Any]:
        """What stands on it and what it is worth."""
        async with visit.platform.database.read() as session:
            found = await certifying.open_one(session, number)
        return render(visit, RevokingPage(found, found.validity(visit.now)))

    @post("/{number:str}", guards=[requires(Duty.REVOKE)])
    async def change(
        self, request: Request[Any, Any, Any], visit: NamedDependency[Visit], number: FromPath[str]
    ) -> Response[Any]:
        """Revoke it, or undo that."""
        form = await read_posted(request)
        act = certifying.reinstate if posted_text(form, "act") == "reinstate" else certifying.revoke
        reason = posted_text(form, "reason")
        try:
            async with visit.platform.database.write() as session:
                found = await act(session, number, reason, visit.person.id, visit.now)
        except NotThere:
            raise
        except Refused as refusal:
            async with visit.platform.database.read() as session:
                found = await certifying.open_one(session, number)
            page = RevokingPage(found, found.validity(visit.now), reason, visit.language.say(refusal))
            return render(visit, page, status_of(refusal))
        return go(f"/staff/certificates/{found.number}")


def _draw_code(address: str) -> Markup:
    drawn = BytesIO()
    segno.make(address, error="m").save(drawn, kind="svg", xmldecl=False, svgns=True, scale=3, border=2)
    return Markup(drawn.getvalue().decode())  # noqa: S704 - drawn by the library from an address of ours
