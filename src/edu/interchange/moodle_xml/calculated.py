"""Calculated questions: a formula over data sets, as a numeric item with parameters."""

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from decimal import Decimal

from edu.domain.items.expression import (
    CannotBeComputed,
    NotAnExpression,
    Number,
    Operation,
    compute,
    parse,
    write_expression,
)
from edu.domain.items.item import Item, Kind, Mistake, Numeric, Parameter
from edu.domain.items.quantity import accepted
from edu.domain.items.variant import combinations, list_values, show_value, value_of
from edu.interchange.moodle_xml.calculated_key import CalculatedKey, key_of, mistake_key
from edu.interchange.moodle_xml.constants import scale_of
from edu.interchange.moodle_xml.datasets import read_datasets, safe_names
from edu.interchange.moodle_xml.formulas import read_formula, truncated
from edu.interchange.moodle_xml.numbers import (
    GivenAnswer,
    amend_tolerance,
    choose,
    read_number_stem,
    read_numeric_answer,
    read_unit,
)
from edu.interchange.moodle_xml.question import MoodleQuestion, Untaken
from edu.interchange.moodle_xml.question_terms import read_common_terms

MOST_TRIED = 200
"""Variants that are computed to see whether all can be."""

_PLACEHOLDER = re.compile(r"\{=((?:[^{}]|\{[^{}]{1,100}\}){1,600})\}(\s?%)?|\{([^{}=]{1,100})\}")
_PERCENT = re.compile(r"\{([^{}]+)\}\*100")
_RANGE = re.compile(r"\[(.+)；(.+)\]")
_RELATIVE, _NOMINAL, _GEOMETRIC = "1", "2", "3"


def read_calculated(question: MoodleQuestion, topic: str) -> Item:
    """A numeric item with parameters. Raises Untaken."""
    names, parameters = read_datasets(question)
    question.change = placeholder_reader(names, parameters)
    given = [read_numeric_answer(question, answer) for answer in question.all("answer")]
    right, others = choose(question, given)
    return _make(question, topic, right, others, names, parameters)


def read_calculatedmulti(question: MoodleQuestion, topic: str) -> Item:
    """The options are computed: the value of the right one is asked for instead. Raises Untaken."""
    names, parameters = read_datasets(question)
    question.change = placeholder_reader(names, parameters)
    given = [read_numeric_answer(question, answer) for answer in question.all("answer")]
    right = [answer for answer in given if answer.percent == 100]
    formula = re.fullmatch(r"\s*\{=(.+)\}\s*", right[0].text, re.DOTALL) if len(right) == 1 else None
    if formula is None:
        raise Untaken(
            "选项里有算式，没有唯一的算式答案", "its options are computed, and none alone is the right formula"
        )
    for option in given:
        if option is not right[0]:
            question.lose(f"选项“{option.text}”", f"the option {option.text}")
    question.amend(("选项由算式生成的选择题", "a choice of computed options"), ("计算题", "a numeric item"))
    places = right[0].digits or "2"
    exact = replace(right[0], text=f"round({formula[1]}, {places})", tolerance=Decimal(0), kind=_NOMINAL)
    return _make(question, topic, exact, [], names, parameters)


def _make(
    question: MoodleQuestion,
    topic: str,
    right: GivenAnswer,
    others: list[GivenAnswer],
    names: dict[str, str],
    parameters: tuple[Parameter, ...],
) -> Item:
    unit = read_unit(question)
    numeric = replace(_numeric_of(question, right, unit, names, parameters), parameters=parameters)
    mistakes = []
    for other in others:
        expression, places = _read_value(other.text, unit, names)
        key = mistake_key(numeric, expression, safe_names(parameters))
        if (key.relative, key.tolerance, numeric.places) != (_kind(other) == _RELATIVE, other.tolerance, places):
            amend_tolerance(question, other)
        mistakes.append(Mistake(expression, other.feedback))
    numeric = replace(numeric, mistakes=tuple(mistakes))
    _check(numeric)
    item = read_common_terms(question, Kind.NUMERIC, read_number_stem(question), topic)
    return replace(item, numeric=numeric)


def _kind(given: GivenAnswer) -> str:
    return given.kind or _RELATIVE if given.tolerance else _NOMINAL


def _numeric_of(
    question: MoodleQuestion, given: GivenAnswer, unit: str, names: dict[str, str], parameters: tuple[Parameter, ...]
) -> Numeric:  # fmt: skip
    limits = _RANGE.fullmatch(question.tags.peek("范围"))
    if limits:
        ranged = Numeric(low=limits[1], high=limits[2], unit=unit, parameters=parameters)
        placeholders = {ours: name for name, ours in names.items()}
        if _same_key(ranged, placeholders, given):
            question.tags.take("范围")
            return ranged
    expression, places = _read_value(given.text, unit, names)
    kind = _kind(given)
    margin = (
        f"{show_value(given.tolerance * 100)}%" if kind != _NOMINAL else show_value(given.tolerance / scale_of(unit))
    )
    if kind == _GEOMETRIC:
        question.amend(("几何误差", "a geometric tolerance"), (f"相对误差 {margin}", f"a relative one of {margin}"))
    return Numeric(expression, margin if given.tolerance else "", places=places, unit=unit)


def _same_key(numeric: Numeric, placeholders: Mapping[str, str], given: GivenAnswer) -> bool:
    try:
        key = key_of(numeric, placeholders)
    except (NotAnExpression, CannotBeComputed, KeyError):
        return False
    return key == CalculatedKey(given.text, given.tolerance, False)


def _read_value(text: str, unit: str, names: Mapping[str, str]) -> tuple[str, int | None]:
    """(our expression, the places that it is rounded to). Raises Untaken."""
    if unit == "%":
        inner = re.fullmatch(r"\((.*)\) ?\* ?100", text, re.DOTALL)
        if inner is None or not _balanced(inner[1]):
            return read_formula(f"({text}) / 100", names), None
        text = inner[1]
    expression = read_formula(text, names)
    node = parse(expression)
    if (
        text.startswith("round(")
        and isinstance(node, Operation)
        and node.sign == "四舍五入"
        and len(node.operands) == 2
    ):
        places = node.operands[1]
        if isinstance(places, Number) and places.value in range(13):
            return write_expression(node.operands[0]), int(places.value)
    return expression, None


def _balanced(text: str) -> bool:
    depth = 0
    for sign in text:
        depth += {"(": 1, ")": -1}.get(sign, 0)
        if depth < 0:
            return False
    return depth == 0


def _check(numeric: Numeric) -> None:
    """Every variant that is tried can be computed, and nothing below 0 is truncated. Raises Untaken."""
    texts = [numeric.answer or numeric.low, numeric.high or "0", *(mistake.value for mistake in numeric.mistakes)]
    nodes = [inner for text in texts for inner in truncated(parse(text))]
    try:
        for row in combinations(numeric.parameters, MOST_TRIED):
            values = {name: value_of(text) for name, text in row.items()}
            accepted(numeric, values)
            if any(compute(node, values) < 0 for node in nodes):
                raise Untaken("对负数向下取整", "it rounds a value below 0 down")
    except (CannotBeComputed, NotAnExpression) as error:
        raise Untaken(*error.words) from error


def placeholder_reader(names: Mapping[str, str], parameters: tuple[Parameter, ...]) -> Callable[[str], str]:
    """Turns ``{a}`` and ``{={a} * {b}}`` in a text into our ``{{…}}``; other braces stay. Raises Untaken."""
    percent = {
        parameter.name for parameter in parameters if all(text.endswith("%") for text in list_values(parameter.values))
    }

    def change(match: re.Match[str]) -> str:
        if match[3] is not None:
            return f"{{{{{names[match[3]]}}}}}" if match[3] in names else match[0]
        behind = match[2] or ""
        bare = _PERCENT.fullmatch(match[1].strip())
        if bare and behind == "%" and names.get(bare[1]) in percent:
            return f"{{{{{names[bare[1]]}}}}}"
        return f"{{{{{read_formula(match[1], names)}}}}}{behind}"

    return lambda text: _PLACEHOLDER.sub(change, text)
