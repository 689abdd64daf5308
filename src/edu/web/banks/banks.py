"""The trainer's home: banks, their items with keys, and what is worth a look in them."""

from dataclasses import dataclass
from typing import Any, ClassVar

from litestar import Controller, Response, get
from litestar.di import NamedDependency
from litestar.params import FromPath

from edu.content.finding import Finding
from edu.content.library import Bank
from edu.domain.items.item import Item
from edu.domain.items.response import OMITTED
from edu.domain.items.scoring import score
from edu.domain.people.role import Duty
from edu.domain.refusal import NotThere
from edu.web.items.shown import ShownResult, show_result
from edu.web.kit.guards import requires
from edu.web.kit.page import Page, render
from edu.web.kit.visit import Visit


@dataclass(frozen=True, slots=True)
class AdviceLine:
    """A finding in the reader's language: where, what, and what to do."""

    place: str
    code: str
    message: str
    remedy: str


@dataclass(frozen=True, slots=True)
class BanksPage(Page):
    """The trainer's home: banks, and what is worth a look in the content. What is wrong is never served."""

    template: ClassVar[str] = "banks/banks/banks.html"

    banks: tuple[Bank, ...]
    advice: tuple[AdviceLine, ...]
    count: int


@dataclass(frozen=True, slots=True)
class BankPage(Page):
    """One bank's items as a candidate sees them, with keys."""

    template: ClassVar[str] = "banks/banks/bank.html"

    bank: Bank
    items: tuple[tuple[Item, ShownResult], ...]


class BankController(Controller):
    """For trainers."""

    path = "/staff/banks"
    guards = (requires(Duty.SEE_BANKS),)

    @get("/")
    async def list_banks(self, visit: NamedDependency[Visit]) -> Response[Any]:
        """Every bank with its counts, and the findings."""
        library = visit.platform.library
        advice = tuple(_tell_advice(finding, visit.language.code) for finding in visit.platform.advice)
        return render(visit, BanksPage(library.banks, advice, len(library.items)))

    @get("/{place:int}")
    async def show_bank(self, visit: NamedDependency[Visit], place: FromPath[int]) -> Response[Any]:
        """One bank's items with keys and rationales, in the file's order."""
        banks = visit.platform.library.banks
        if not 1 <= place <= len(banks):
            raise NotThere("There is no such bank.")
        bank = banks[place - 1]
        items = tuple((item, _as_keyed(visit, item, n)) for n, item in enumerate(bank.items))
        return render(visit, BankPage(bank, items))


def _tell_advice(finding: Finding, language: str) -> AdviceLine:
    place = f"{finding.path}:{finding.line}"
    if language == "en":
        return AdviceLine(place, finding.code, finding.english_message, finding.english_remedy)
    return AdviceLine(place, finding.code, finding.message, finding.remedy)


def _as_keyed(visit: Visit, item: Item, place: int) -> ShownResult:
    order = tuple(option.letter for option in item.options)
    return show_result(visit, item, order, OMITTED, score(item, OMITTED), f"b{place}")
