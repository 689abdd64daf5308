"""A client's way through the pages, for stories that begin later on it."""

import re
from collections.abc import Callable, Mapping
from uuid import UUID

from edu.demo import choose_options
from edu.demo.responding import RIGHT, WRONG
from edu.domain.items.item import Item, Kind
from edu.domain.items.lettering import shown_letter
from edu.domain.items.response import Response
from edu.domain.suitability.questionnaire import Audience
from edu.services.learning import studying
from edu.services.sitting import taking
from edu.services.suitability.deciding import ONBOARDING
from tests.house import House, Visitor, value_of

RESIDENT_NUMBER = "11010519491231002X"

INDIVIDUAL = {
    "identity": {"name": "王晓明", "document_kind": "resident", "document_number": RESIDENT_NUMBER},
    "contact": {"phone": "13800001234", "address": "示例市示例路 8 号", "occupation": "retired"},
    "finances": {
        "income_source": "pension", "annual_income": "12", "financial_assets": "60", "debts": "0",
        "planned_funds": "20",
    },
    "experience": {
        "education": "college", "experience_years": "1", "real_trades": "0", "simulated_days": "0",
        "simulated_trades": "0", "purpose": "speculation",
    },
    "declarations": {
        "futures_staff": "no", "bad_record": "no", "beneficiary_self": "yes", "tax_residency": "china",
        "claimed_category": "ordinary", "truthful": "yes",
    },
}  # fmt: skip

INSTITUTION = {
    "identity": {
        "name": "海川粮油贸易有限公司", "document_kind": "credit-code", "document_number": "91350100M000100Y43",
        "nature": "enterprise", "scope": "粮油贸易",
    },
    "people": {
        "representative": "马海川", "agent": "黄会计", "phone": "13800001234", "address": "示例路 8 号",
        "controller": "马海川", "beneficiary": "马海川",
    },
    "finances": {
        "financial_assets": "3000", "net_assets": "5200", "debts": "100", "planned_funds": "600",
        "fund_source": "自有资金",
    },
    "experience": {
        "experience_years": "3", "real_trades": "20", "simulated_days": "0", "simulated_trades": "0",
        "purpose": "hedging",
    },
    "declarations": {"bad_record": "no", "tax_residency": "china", "claimed_category": "ordinary", "truthful": "yes"},
}  # fmt: skip


async def state_profile(visitor: Visitor, answers: dict[str, dict[str, str]] = INDIVIDUAL) -> None:
    """Every step of the details."""
    for step, fields in answers.items():
        page = await visitor.post(f"/profile/{step}", fields | {"act": "next"})
        assert page.status_code == 200, re.findall(r'field-error"[^>]*>([^<]*)', page.text)


async def study_all(house: House, account_id: UUID) -> None:
    """Every section of the course, through the service: the pages have tests of their own."""
    course = house.library.courses[ONBOARDING.course]
    for lesson in (house.library.lessons[lesson_id] for lesson_id in course.lessons):
        for section in lesson.sections:
            async with house.platform.database.write() as session:
                responses = await studying.load_responses(session, account_id)
                asked = studying.ask(house.library, lesson, section, account_id, responses)
                await studying.respond(
                    session, lesson, section, asked, right_response(asked.item), account_id, house.clock()
                )


def right_response(item: Item) -> Response:
    """What earns all the points."""
    return RIGHT[item.kind](item)


def right_fields(item: Item, order: tuple[str, ...]) -> dict[str, str | list[str]]:
    """The form's fields that earn all the points, in the letters of this order."""
    return FIELDS[item.kind](RIGHT[item.kind](item), order)


def wrong_fields(item: Item, order: tuple[str, ...]) -> dict[str, str | list[str]]:
    """Fields that earn nothing."""
    return FIELDS[item.kind](WRONG[item.kind](item), order)


Fields = dict[str, str | list[str]]


def _letters(response: Response, order: tuple[str, ...]) -> Fields:
    return {"choice": [shown_letter(order, letter) for letter in sorted(response.letters)]}


def _truth(response: Response, order: tuple[str, ...]) -> Fields:
    return {"choice": str(response.truth).lower()}


def _blanks(response: Response, order: tuple[str, ...]) -> Fields:
    return {f"blank-{number}": text for number, text in enumerate(response.texts)}


def _text(response: Response, order: tuple[str, ...]) -> Fields:
    return {"text": response.texts[0]}


def _places(response: Response, order: tuple[str, ...]) -> Fields:
    return {f"pair-{row}": response.pairs[sorted(order).index(letter)] for row, letter in enumerate(order)}


def _matches(response: Response, order: tuple[str, ...]) -> Fields:
    return {f"pair-{row}": shown_letter(order, letter) for row, letter in enumerate(response.pairs)}


FIELDS: Mapping[Kind, Callable[[Response, tuple[str, ...]], Fields]] = {
    Kind.SINGLE: _letters,
    Kind.MULTIPLE: _letters,
    Kind.TRUE_FALSE: _truth,
    Kind.FILL_IN: _blanks,
    Kind.NUMERIC: _text,
    Kind.WRITTEN: _text,
    Kind.ORDERING: _places,
    Kind.MATCHING: _matches,
}


async def acknowledge(visitor: Visitor) -> None:
    """Every paragraph."""
    page = await visitor.get("/disclosure")
    while 'name="paragraph"' in page.text:
        fields = {key: value_of(page.text, key) for key in ("revision", "paragraph")}
        page = await visitor.post("/disclosure", fields | {"understood": "yes"})
        assert page.status_code == 200


async def start_check(visitor: Visitor) -> UUID:
    """A new attempt's id."""
    page = await visitor.post("/check")
    found = re.search(r"/attempts/([0-9a-f-]{36})/questions/1", str(page.url))
    assert found, page.text
    return UUID(found[1])


async def load_sitting(house: House, attempt_id: UUID, candidate: UUID) -> taking.Sitting:
    """The attempt as the server knows it."""
    async with house.platform.database.read() as session:
        return await taking.load_own(session, attempt_id, candidate)


async def sit_check(house: House, visitor: Visitor, candidate: UUID, *, right: bool = True) -> UUID:
    """Start, answer everything rightly or wrongly, hand in."""
    attempt_id = await start_check(visitor)
    sitting = await load_sitting(house, attempt_id, candidate)
    for number, (slot, item) in enumerate(zip(sitting.attempt.form.slots, sitting.items, strict=True), 1):
        fields = (right_fields if right else wrong_fields)(item, slot.order)
        page = await visitor.post(f"/attempts/{attempt_id}/questions/{number}", fields | {"go": str(number + 1)})
        assert page.status_code == 200
    page = await visitor.post(f"/attempts/{attempt_id}/hand-in")
    assert page.url.path == f"/attempts/{attempt_id}/result"
    return attempt_id


async def fill_questionnaire(
    house: House, visitor: Visitor, audience: str = "individual", *, share: float = 0.7, gate: bool = False
) -> None:
    """Every theme, by the option nearest to ``share`` of the question's highest points, then send."""
    questionnaire = house.library.questionnaires[Audience(audience)]
    chosen = choose_options(questionnaire, share, gate=gate)
    for theme in questionnaire.themes:
        fields: dict[str, str | list[str]] = {
            question.id: sorted(chosen[question.id]) for question in questionnaire.of_theme(theme.id)
        }
        page = await visitor.post(f"/questionnaire/{theme.id}", fields | {"act": "next"})
        assert page.status_code == 200
    page = await visitor.post("/questionnaire/review")
    assert page.url.path == "/decision", page.text
