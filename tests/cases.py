"""Cases for tests of the domain: attempts, a questionnaire, a small policy, and clients of whom something is known."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any
from uuid import UUID

from edu.domain.items.item import Blank, Item, Kind, Option
from edu.domain.items.response import Response
from edu.domain.learning.lesson import Lesson, Section
from edu.domain.sitting.attempt import Attempt
from edu.domain.sitting.blueprint import AttemptLimit, Blueprint
from edu.domain.sitting.form import Form, Slot
from edu.domain.suitability.condition import ALWAYS, Comparison, Condition
from edu.domain.suitability.facts import PRODUCT_GRADES, RISK_CLASSES, FactValue, unknown_facts
from edu.domain.suitability.policy import LOWEST, ClientStanding, Permission, Policy, PolicyRow, ProductGroup, Words
from edu.domain.suitability.questionnaire import Audience, Band, Question, Questionnaire, QuestionOption, Theme

NOON = datetime(2026, 6, 1, 4, 0, tzinfo=UTC)  # noon in Shanghai
TODAY = date(2026, 6, 1)
SECOND = timedelta(seconds=1)
MINUTE = timedelta(minutes=1)
MOMENT = timedelta(microseconds=1)

RESIDENT_NUMBER = "11010519491231002X"
CREDIT_CODE = "91350100M000100Y43"


# Attempts

CHOICE = Item("c", Kind.SINGLE, "题干", "解析", tuple(Option(letter, letter) for letter in "ABCD"), frozenset("A"))
BLANKS = Item("b", Kind.FILL_IN, "____ ____", "解析", blanks=(Blank(("平仓",)), Blank(("交割",))))


def an_attempt(
    items: Sequence[Item] = (CHOICE, CHOICE, CHOICE), minutes: int = 30, points: int = 2,
    responses: Mapping[int, Response] | None = None,
) -> Attempt:  # fmt: skip
    """Started at noon; each item is worth ``points``."""
    slots = tuple(Slot(item.id, item.revision, "一", Fraction(points), tuple("ABCD")) for item in items)
    form, deadline = Form("check", 7, slots), NOON + timedelta(minutes=minutes)
    return Attempt(UUID(int=1), UUID(int=2), form, NOON, deadline, deadline, responses=responses or {})


def a_blueprint(*limits: tuple[int, int], interval: int = 0) -> Blueprint:
    """``limits`` are (attempts, hours), ``interval`` minutes."""
    periods = tuple(AttemptLimit(count, timedelta(hours=hours)) for count, hours in limits)
    return Blueprint("check", "检查", timedelta(minutes=30), Fraction(4, 5), (), periods, timedelta(minutes=interval))


# Lessons


def a_lesson(lesson_id: str = "margin", sections: str = "st", items: Sequence[str] = ("p1", "p2", "p3")) -> Lesson:
    """Each letter of ``sections`` is a section, all with the same checkpoint."""
    parts = tuple(Section(letter, f"第 {letter} 节", "正文", tuple(items)) for letter in sections)
    return Lesson(lesson_id, "保证金", ("会算",), 5, "个人", "教育", "", "", parts)


# Questionnaires


def a_question(question_id: str, points: str, *, gates: str = "", multiple: bool = False) -> Question:
    """``points`` by option from A, e.g. "0 5 10"; the letters in ``gates`` set the lowest class."""
    options = tuple(
        QuestionOption(letter, f"选项 {letter}", Fraction(value), letter in gates)
        for letter, value in zip("ABCDEF", points.split(), strict=False)
    )
    return Question(question_id, "？", "risk", options, multiple)


def a_questionnaire(*questions: Question, audience: Audience = Audience.INDIVIDUAL) -> Questionnaire:
    """By default: a weighted question, one where several may be chosen, and a gate; 100 points at most."""
    asked = questions or (
        a_question("income", "0 20 50"),
        a_question("products", "10 20 40", multiple=True),
        a_question("loss", "10 10", gates="A"),
    )
    return Questionnaire("individual", "风险问卷", "1", audience, (Theme("risk", "风险"),), asked)


def chosen_options(**letters: str) -> dict[str, frozenset[str]]:
    """Responses to a questionnaire, e.g. ``chosen_options(income="B", products="AC")``."""
    return {question: frozenset(picked) for question, picked in letters.items()}


def bands(edges: str = "0 30 50 60 80 100", audience: Audience = Audience.INDIVIDUAL) -> tuple[Band, ...]:
    """One band for each class, from edge to edge."""
    places = [Fraction(edge) for edge in edges.split()]
    return tuple(
        Band(f"{audience}-{name.lower()}", audience, name, low, high)
        for name, low, high in zip(RISK_CLASSES, places, places[1:], strict=False)
    )


# Policies


def when(*comparisons: tuple[str, str, Any], text: str = "") -> Condition:
    """All the comparisons hold, e.g. ``when(("age", ">=", 70))``."""
    return Condition((tuple(Comparison(*comparison) for comparison in comparisons),), text)


def either(*conditions: Condition) -> Condition:
    """Any of the conditions holds."""
    return Condition(tuple(way for condition in conditions for way in condition.ways))


def a_row(row_id: str, condition: Condition = ALWAYS, outcome: str = "", **differences: Any) -> PolicyRow:
    """A row of any table."""
    words = Words(f"因为 {row_id}", f"because of {row_id}")
    return PolicyRow(row_id, condition, outcome or row_id, words, "公司设定", **differences)


GRADES = {"deposits": "R1", "commodity": "R3", "options": "R4"}
EVERYTHING = tuple(GRADES)

_COLUMNS = {LOWEST: "✔✖✖✖✖", "C1": "✔!!!!", "C2": "✔✔!!!", "C3": "✔✔✔!!", "C4": "✔✔✔✔!", "C5": "✔✔✔✔✔"}
_SIGNS = {"✔": Permission.ALLOWED, "!": Permission.WARNING, "✖": Permission.BLOCKED}
MATCHING = {name: dict(zip(PRODUCT_GRADES, map(_SIGNS.get, signs), strict=True)) for name, signs in _COLUMNS.items()}
"""Class to grade, as in FACTS 2.3."""

_A_POLICY = Policy(
    id="small", title="评定规则", version="1", effective=date(2026, 1, 1), validity_months=12, reminder_days=(30, 7),
    repeat_limits=(),
    bands=(*bands(), *bands(audience=Audience.INSTITUTION)),
    products=tuple(
        ProductGroup(name, Words(name, name), grade, Words("", ""), "公司设定") for name, grade in GRADES.items()
    ),
    matching=MATCHING,  # type: ignore[arg-type]
    standings=(
        a_row("barred", when(("futures_staff", "=", True)), ClientStanding.BARRED),
        a_row("lowest", when(("lowest_class", "=", True)), ClientStanding.LOWEST),
        a_row("incomplete", either(when(("profile", "=", "incomplete")), when(("questionnaire", "=", "none"))),
              ClientStanding.INCOMPLETE),
        a_row("not-passed", when(("check", "!=", "passed")), ClientStanding.NOT_PASSED),
        a_row("decided", outcome=ClientStanding.DECIDED),
    ),
    categories=(
        a_row("professional-b", when(("claimed_category", "=", "B"), ("category_verified", "=", True)), "B"),
        a_row("ordinary"),
    ),
    tiers=(
        a_row("advanced", when(("check", "=", "passed"), ("check_percent", ">=", 90), ("real_trades", ">=", 10))),
        a_row("intermediate", when(("check", "=", "passed"), ("real_trades", ">=", 10))),
        a_row("basic", when(("check", "=", "passed"))),
        a_row("none"),
    ),
    limits=(
        a_row("limit-staff", when(("futures_staff", "=", True)), Permission.BLOCKED, products=EVERYTHING),
        a_row("limit-lowest", when(("lowest_class", "=", True)), Permission.BLOCKED, products=("commodity", "options")),
        a_row("limit-check", when(("check", "!=", "passed")), Permission.BLOCKED, products=EVERYTHING),
        a_row("limit-age", when(("age", ">=", 70)), Permission.WARNING, products=("commodity", "options")),
        a_row("limit-basic", when(("category", "=", "ordinary"), ("tier", "<=", "basic")), Permission.BLOCKED,
              products=("options",)),
    ),
    documents=(
        a_row("statement", when(("any_open", "=", True))),
        a_row("special-warning", when(("category", "=", "ordinary"), ("any_warning", "=", True))),
    ),
    missing=(a_row("missing-check", when(("check", "!=", "passed")), "check"),),
    notices=(a_row("notice-age", when(("age", ">=", 70))), a_row("notice-review")),
    segments=(
        a_row("hedging", when(("purpose", "=", "hedging")), axis="purpose"),
        a_row("speculation", axis="purpose"),
        a_row("large", when(("planned_funds", ">=", 500)), axis="funds"),
        a_row("medium", when(("planned_funds", ">=", 50)), axis="funds"),
    ),
    revision="r1",
)  # fmt: skip


def a_policy(**differences: Any) -> Policy:
    """Three product groups (R1, R3, R4), and a few rows in each table."""
    return replace(_A_POLICY, **differences)


def known_facts(**differences: Any) -> dict[str, FactValue]:
    """A grown-up ordinary client of class C4 who has done every step, passed, and traded. Numbers may come as int."""
    done: dict[str, Any] = {
        "profile": "complete", "course": "complete", "disclosure": "current", "questionnaire": "valid",
        "check": "passed", "check_percent": 85, "risk_class": "C4", "age": 40, "real_trades": 12, "planned_funds": 60,
        "experience_verified": True,
    }  # fmt: skip
    given = done | differences
    unknown = unknown_facts()
    assert given.keys() <= unknown.keys()
    return unknown | {
        key: Decimal(value) if isinstance(unknown[key], Decimal) else value for key, value in given.items()
    }


# Profiles

INDIVIDUAL_STATED: Mapping[str, Mapping[str, str]] = {
    "identity": {"name": "王晓明", "document_kind": "resident", "document_number": RESIDENT_NUMBER},
    "contact": {"phone": "13800138000", "address": "北京市朝阳区", "occupation": "employee"},
    "finances": {
        "income_source": "wages", "annual_income": "30", "financial_assets": "120.5", "debts": "0",
        "planned_funds": "20",
    },
    "experience": {
        "education": "bachelor", "experience_years": "3", "real_trades": "4", "simulated_days": "12",
        "simulated_trades": "25", "purpose": "speculation",
    },
    "declarations": {
        "futures_staff": "no", "bad_record": "no", "beneficiary_self": "yes", "tax_residency": "china",
        "claimed_category": "ordinary", "truthful": "yes",
    },
}  # fmt: skip
INSTITUTION_STATED: Mapping[str, Mapping[str, str]] = {
    "identity": {
        "name": "榆树粮油有限公司", "document_kind": "credit-code", "document_number": CREDIT_CODE,
        "nature": "enterprise", "scope": "粮油加工",
    },
    "people": {
        "representative": "李强", "agent": "周敏", "phone": "010-88886666", "address": "吉林省榆树市",
        "controller": "李强", "beneficiary": "李强",
    },
    "finances": {
        "financial_assets": "1500", "net_assets": "6000", "debts": "800", "planned_funds": "500",
        "fund_source": "自有资金",
    },
    "experience": {
        "experience_years": "5", "real_trades": "60", "simulated_days": "0", "simulated_trades": "0",
        "purpose": "hedging",
    },
    "declarations": {"bad_record": "no", "tax_residency": "china", "claimed_category": "B", "truthful": "yes"},
}  # fmt: skip
