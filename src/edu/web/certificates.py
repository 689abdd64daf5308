"""Certificates: a page to print for the holder, and a public page on which anybody verifies a number."""

from dataclasses import dataclass
from io import BytesIO
from typing import Any, ClassVar

import segno
from litestar import Controller, Response, get
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery
from markupsafe import Markup

from edu.domain.certificate import Standing, mask_name
from edu.domain.refusal import Refused
from edu.domain.role import Duty
from edu.services import certifying
from edu.store.certificates import CertificateRow
from edu.web.guards import requires
from edu.web.page import Page, render
from edu.web.visit import Visit


@dataclass(frozen=True, slots=True)
class CertificatePage(Page):
    """The holder's certificate, made to be printed; ``code`` is a QR code of ``address``."""

    template: ClassVar[str] = "certificates/certificate.html"

    row: CertificateRow
    standing: Standing
    address: str
    code: Markup


@dataclass(frozen=True, slots=True)
class VerificationPage(Page):
    """What a number stands for. ``matches`` compares a name that was typed, where one was."""

    template: ClassVar[str] = "certificates/verification.html"

    number: str
    row: CertificateRow | None
    standing: Standing | None
    masked: str
    name: str
    matches: bool | None
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


def _draw_code(address: str) -> Markup:
    drawn = BytesIO()
    segno.make(address, error="m").save(drawn, kind="svg", xmldecl=False, svgns=True, scale=3, border=2)
    return Markup(drawn.getvalue().decode())  # noqa: S704 - drawn by the library from an address of ours
