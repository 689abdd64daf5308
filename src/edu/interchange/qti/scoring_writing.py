"""Our scoring rules as response declarations and response processing."""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from fractions import Fraction

from lxml import etree

from edu.domain.items.expression import compute, parse
from edu.domain.items.item import Blank, CreditRule, Item, Numeric, WrongRule
from edu.domain.items.quantity import NO_VALUES, Range, accepted, mistaken
from edu.interchange.qti.blank_reading import UNIT
from edu.interchange.qti.elements import base_value, decimal_text, make, variable

RESPONSE = "RESPONSE"
SCORE = "SCORE"
FEEDBACK = "FEEDBACK"
MISTAKE = "MISTAKE"
TRUE, FALSE = "TRUE", "FALSE"

_TEMPLATES = "http://www.imsglobal.org/question/qti_v2p1/rptemplates/"


def template(name: str) -> etree._Element:
    """One of the standard's own rules."""
    return make("responseProcessing", template=_TEMPLATES + name)


def set_score(value: etree._Element) -> etree._Element:
    """The rule that sets the score."""
    return make("setOutcomeValue", value, identifier=SCORE)


def score_points(value: Fraction) -> etree._Element:
    """Points as a constant."""
    return base_value("float", decimal_text(value))


def declare(name: str, cardinality: str, base: str, correct: Iterable[str], said: str = "") -> etree._Element:
    """The declaration of a response with its key; ``said`` is the key in words."""
    key = make("correctResponse", *(make("value", text=text) for text in correct))
    if said:
        key.set("interpretation", said)
    return make("responseDeclaration", key, identifier=name, cardinality=cardinality, baseType=base)


def make_mapping(entries: Iterable[tuple[str, Fraction]], **attributes: str) -> etree._Element:
    """``attributes`` are its bounds, and ``strict`` whether case counts."""
    case = attributes.pop("strict", "true")
    rows = (make("mapEntry", mapKey=key, mappedValue=decimal_text(value), caseSensitive=case) for key, value in entries)
    return make("mapping", *rows, defaultValue="0", **attributes)


# One option


def declare_single(key: str, points: Fraction) -> tuple[etree._Element, etree._Element]:
    """The declaration and the rules: the standard's match where a point is earned, else its mapping."""
    declaration = declare(RESPONSE, "single", "identifier", [key])
    if points == 1:
        return declaration, template("match_correct")
    declaration.append(make_mapping([(key, points)]))
    return declaration, template("map_response")


# Several options


def declare_multiple(item: Item) -> tuple[etree._Element, etree._Element]:
    """The declaration with its mapping, and the rules of 少选 and 错选."""
    declaration = declare(RESPONSE, "multiple", "identifier", sorted(item.keys))
    cancel = item.wrong is WrongRule.CANCEL
    if item.credit is CreditRule.ALL_OR_NOTHING and item.points == 1:
        return declaration, template("match_correct")
    declaration.extend(_option_values(item, cancel))
    if item.credit is CreditRule.PER_OPTION and cancel:
        return declaration, template("map_response")
    whole = make("match", variable(RESPONSE), make("correct", identifier=RESPONSE))
    branches = [make("responseIf", whole, set_score(score_points(item.points)))]
    part = _part(item)
    if part is not None:
        branches.append(make("responseElseIf", _some_right(cancel), set_score(part)))
    return declaration, make("responseProcessing", make("responseCondition", *branches))


def _option_values(item: Item, cancel: bool) -> list[etree._Element]:
    """What each option is worth, where the rules ask for it."""
    each = {
        CreditRule.PER_OPTION: item.points / len(item.keys),
        CreditRule.EACH: item.points * item.credit_share,
    }.get(item.credit, Fraction(1))
    if item.credit is CreditRule.ALL_OR_NOTHING or (not cancel and item.credit not in _BY_COUNT):
        return []
    values = [(option.letter, each if option.letter in item.keys else -each) for option in item.options]
    bounds = {"lowerBound": "0"}
    if item.credit in _BY_COUNT:
        bounds["upperBound"] = decimal_text(item.points)
    shown = values if cancel else [(letter, value) for letter, value in values if value > 0]
    return [make_mapping(shown, **bounds)]


_BY_COUNT = frozenset({CreditRule.PER_OPTION, CreditRule.EACH})


def _part(item: Item) -> etree._Element | None:
    """What some of the keys earn."""
    if item.credit is CreditRule.HALF:
        return score_points(item.points / 2)
    if item.credit is CreditRule.FIXED:
        return score_points(item.points * item.credit_share)
    return make("mapResponse", identifier=RESPONSE) if item.credit in _BY_COUNT else None


def _some_right(cancel: bool) -> etree._Element:
    """More right options than wrong ones, or right ones only."""
    if cancel:
        return make("gt", make("mapResponse", identifier=RESPONSE), base_value("float", "0"))
    return make("contains", make("correct", identifier=RESPONSE), variable(RESPONSE))


# Blanks


def blank_names(blanks: Sequence[Blank]) -> list[str]:
    """A response for each blank."""
    return [RESPONSE] if len(blanks) == 1 else [f"{RESPONSE}_{number}" for number in range(1, len(blanks) + 1)]


def write_blanks(item: Item) -> tuple[list[etree._Element], etree._Element]:
    """A declaration with its synonyms for each blank, and the rules."""
    share, names = item.points / len(item.blanks), blank_names(item.blanks)
    declarations = []
    for name, blank in zip(names, item.blanks, strict=True):
        said = f"{UNIT}{blank.unit}" if blank.unit else ""
        declaration = declare(name, "single", "string", blank.accepted[:1], said)
        case = "true" if blank.strict else "false"
        declaration.append(make_mapping(((text, share) for text in blank.accepted), strict=case))
        declarations.append(declaration)
    if not item.ordered and len(names) > 1:
        return declarations, _in_any_order(item.blanks, names, share)
    if len(names) == 1:
        return declarations, template("map_response")
    total = make("sum", *(make("mapResponse", identifier=name) for name in names))
    return declarations, make("responseProcessing", set_score(total))


def _in_any_order(blanks: Sequence[Blank], names: Sequence[str], share: Fraction) -> etree._Element:
    """A blank's share is earned where any of the responses is one of its synonyms."""
    rules = make("responseProcessing")
    for blank in blanks:
        case = "true" if blank.strict else "false"
        matches = (
            make("stringMatch", variable(name), base_value("string", text), caseSensitive=case, substring="false")
            for name in names
            for text in blank.accepted
        )
        earned = set_score(make("sum", variable(SCORE), score_points(share)))
        rules.append(make("responseCondition", make("responseIf", make("or", *matches), earned)))
    return rules


# Numbers


def write_number(numeric: Numeric, points: Fraction) -> tuple[etree._Element, etree._Element]:
    """The declaration and the rules. Raises CannotBeRead or CannotBeComputed."""
    found = accepted(numeric, NO_VALUES)
    declaration = declare(RESPONSE, "single", "float", [decimal_text(_key(numeric, found))], _say(numeric))
    branches = [make("responseIf", _within(numeric, found), set_score(score_points(points)))]
    for number, mistake in enumerate(numeric.mistakes, 1):
        shown = make("multiple", variable(FEEDBACK), base_value("identifier", f"{MISTAKE}_{number}"))
        told = make("setOutcomeValue", shown, identifier=FEEDBACK)
        wrong = mistaken(numeric, mistake.value, NO_VALUES)
        branches.append(make("responseElseIf", _between(wrong), told))
    return declaration, make("responseProcessing", make("responseCondition", *branches))


def _key(numeric: Numeric, found: Range) -> Decimal:
    return (found.low + found.high) / 2 if numeric.answer else found.low


def _within(numeric: Numeric, found: Range) -> etree._Element:
    """The tolerance as the standard says it; a percentage of a negative number is said as an amount."""
    if not numeric.answer:
        return _between(found)
    operands = make("correct", identifier=RESPONSE), variable(RESPONSE)  # the tolerance goes around the first
    if not numeric.margin:
        return make("equal", *operands, toleranceMode="exact")
    if numeric.margin.endswith("%") and found.low + found.high > 0:
        percent = compute(parse(numeric.margin), NO_VALUES) * 100
        return make("equal", *operands, toleranceMode="relative", tolerance=f"{decimal_text(percent)}")
    return make("equal", *operands, toleranceMode="absolute", tolerance=decimal_text((found.high - found.low) / 2))


def _between(found: Range) -> etree._Element:
    if found.low == found.high:
        key = base_value("float", decimal_text(found.low))
        return make("equal", variable(RESPONSE), key, toleranceMode="exact")
    low = make("gte", variable(RESPONSE), base_value("float", decimal_text(found.low)))
    return make("and", low, make("lte", variable(RESPONSE), base_value("float", decimal_text(found.high))))


def _say(numeric: Numeric) -> str:
    """The key in words, from which the reader has it back as it was written."""
    parts = {
        "答案": numeric.answer,
        "误差": numeric.margin,
        "下限": numeric.low,
        "上限": numeric.high,
        "保留": "" if numeric.places is None else str(numeric.places),
        "单位": numeric.unit,
    }
    return "；".join(f"{name}：{value}" for name, value in parts.items() if value)
