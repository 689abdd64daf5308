"""Numeric items: as numerical questions, and with parameters as calculated ones."""

import re
from collections.abc import Mapping
from decimal import Decimal

from lxml import etree

from edu.domain.items.expression import CannotBeComputed, Name, NotAnExpression, compute, parse, write_expression
from edu.domain.items.item import Numeric
from edu.domain.items.variant import HOLE, combinations, fill_expressions, list_values, show_value, value_of
from edu.interchange.moodle_xml.calculated_key import CalculatedKey, key_of, mistake_key
from edu.interchange.moodle_xml.constants import constant_of, mistake_of, shown_value
from edu.interchange.moodle_xml.datasets import MOST_DATA_ROWS, make_data_rows, safe_names, tag_for, write_datasets
from edu.interchange.moodle_xml.formulas import read_formula, truncated, write_formula
from edu.interchange.moodle_xml.question import Untaken
from edu.interchange.moodle_xml.sheet import QuestionSheet, Unwritten
from edu.interchange.moodle_xml.tags import make_tag
from edu.interchange.moodle_xml.tokens import Tokens

_MOST_PLACES = 9


def fill_numeric_sheet(sheet: QuestionSheet) -> None:
    """Fill the sheet. Raises Unwritten."""
    numeric = sheet.item.numeric
    if numeric is None:
        raise Unwritten("没有答案", "it has no key")
    try:
        if numeric.parameters:
            _write_calculated(sheet, numeric)
        else:
            _write_numerical(sheet, numeric)
    except (NotAnExpression, CannotBeComputed) as error:
        raise Unwritten(*error.words) from error


def _write_numerical(sheet: QuestionSheet, numeric: Numeric) -> None:
    item = sheet.item
    right = constant_of(numeric)
    texts = [fill_expressions(text, {}) for text in (item.stem, item.rationale)]
    if texts != [item.stem, item.rationale]:
        sheet.approximate(("文字里的算式", "expressions in its texts"), ("算出的值", "their values"))
    sheet.add_head(*map(sheet.html, texts))
    _add_answer(sheet, "100", show_value(right.value), right.tolerance)
    for mistake in numeric.mistakes:
        found = mistake_of(numeric, mistake.value)
        now = shown_value(found.value, numeric.unit)
        if now != mistake.value:
            sheet.approximate((f"典型错误 {mistake.value}", f"the mistake {mistake.value}"), (now, now))
        _add_answer(sheet, "0", show_value(found.value), found.tolerance, mistake.feedback)
    _add_unit(sheet, numeric.unit)
    sheet.tags += right.tags


def _add_answer(
    sheet: QuestionSheet, fraction: str, text: str, tolerance: Decimal, feedback: str = ""
) -> etree._Element:
    answer = etree.SubElement(sheet.element, "answer", {"fraction": fraction, "format": "moodle_auto_format"})
    etree.SubElement(answer, "text").text = text
    etree.SubElement(answer, "tolerance").text = show_value(tolerance)
    sheet.add_html("feedback", sheet.html(feedback), answer)
    return answer


def _add_unit(sheet: QuestionSheet, unit: str) -> None:
    """The unit is optional and earns nothing."""
    if unit:
        element = etree.SubElement(etree.SubElement(sheet.element, "units"), "unit")
        etree.SubElement(element, "multiplier").text = "1"
        etree.SubElement(element, "unit_name").text = sheet.clean(unit)
    for name, text in (
        ("unitgradingtype", "0"),
        ("unitpenalty", "0.1"),
        ("showunits", "0" if unit else "3"),
        ("unitsleft", "0"),
    ):
        sheet.add(name, text)


def _write_calculated(sheet: QuestionSheet, numeric: Numeric) -> None:
    item, names = sheet.item, safe_names(numeric.parameters)
    rows = make_data_rows(numeric.parameters)
    _check(numeric, names)
    sheet.add_head(*(_with_placeholders(sheet, text, numeric, names) for text in (item.stem, item.rationale)))
    for name, text in (("synchronize", "0"), ("single", "0"), ("answernumbering", "abc"), ("shuffleanswers", "0")):
        sheet.add(name, text)
    key = key_of(numeric, names)
    digits = _digits(numeric, rows)
    _add_formula(sheet, "100", key, digits)
    for mistake in numeric.mistakes:
        _add_formula(sheet, "0", mistake_key(numeric, mistake.value, names), digits, mistake.feedback)
    _add_unit(sheet, numeric.unit)
    sheet.element.append(write_datasets(names, rows))
    _report(sheet, numeric, names, len(rows))
    sheet.tags += [tag_for(names[parameter.name], parameter) for parameter in numeric.parameters]
    if not numeric.answer:
        sheet.tags.append(make_tag("范围", f"[{numeric.low}；{numeric.high}]"))


def _check(numeric: Numeric, names: Mapping[str, str]) -> None:
    """Moodle rounds down where we truncate: the same only where no variant is below 0. Raises Unwritten."""
    nodes = [inner for text in _expressions(numeric) for inner in truncated(parse(text))]
    for row in combinations(numeric.parameters, 2 * MOST_DATA_ROWS) if nodes else ():
        values = {name: value_of(text) for name, text in row.items()}
        if any(compute(node, values) < 0 for node in nodes):
            raise Unwritten("对负数取整", "it truncates a value below 0")
    unknown = [name for name in names if not name.isidentifier()]
    if unknown:
        raise Unwritten(f"参数名 {unknown[0]}", f"the parameter {unknown[0]}")


def _expressions(numeric: Numeric) -> list[str]:
    texts = [numeric.answer, numeric.low, numeric.high, *(mistake.value for mistake in numeric.mistakes)]
    return [text for text in texts if text]


def _add_formula(sheet: QuestionSheet, fraction: str, key: CalculatedKey, digits: int, feedback: str = "") -> None:
    answer = _add_answer(sheet, fraction, key.formula, key.tolerance, feedback)
    kind = "1" if key.relative else "2"
    details = (("tolerancetype", kind), ("correctanswerformat", "1"), ("correctanswerlength", str(digits)))
    for place, (name, text) in enumerate(details, 2):
        child = etree.Element(name)
        child.text = text
        answer.insert(place, child)


def _digits(numeric: Numeric, rows: list[dict[str, str]]) -> int:
    """Places that the right answer is shown with: those that it is rounded to, or those that it has."""
    if numeric.places is not None:
        return numeric.places
    most = 0
    for row in rows:
        values = {name: value_of(text) for name, text in row.items()}
        for text in filter(None, (numeric.answer, numeric.low, numeric.high)):
            most = max(most, -int(compute(parse(text), values).normalize().as_tuple().exponent))
    return min(most, _MOST_PLACES)


def _report(sheet: QuestionSheet, numeric: Numeric, names: Mapping[str, str], written: int) -> None:
    total = 1
    for parameter in numeric.parameters:
        total *= len(list_values(parameter.values))
    if total > written:
        sheet.approximate((f"{total} 种参数组合", f"{total} variants"), (f"其中 {written} 种", f"{written} of them"))
    for ours, placeholder in names.items():
        if ours != placeholder:
            sheet.approximate((f"参数名 {ours}", f"the parameter's name {ours}"), (placeholder, placeholder))
    back = {placeholder: ours for ours, placeholder in names.items()}
    for text in _expressions(numeric):
        now = _read_back(write_formula(parse(text), names), back)
        if now != write_expression(parse(text)):
            sheet.approximate((f"算式 {text}", f"the expression {text}"), (now, now))


def _read_back(formula: str, names: Mapping[str, str]) -> str:
    try:
        return read_formula(formula, names)
    except Untaken as error:
        raise Unwritten(*error.words) from error


def _with_placeholders(sheet: QuestionSheet, text: str, numeric: Numeric, names: Mapping[str, str]) -> str:
    """HTML in which ``{{价格 × 手数}}`` is ``{={p1} * {p2}}``."""
    tokens = Tokens()
    percent = {
        parameter.name
        for parameter in numeric.parameters
        if all(value.endswith("%") for value in list_values(parameter.values))
    }

    def hold(match: re.Match[str]) -> str:
        node = parse(match[1])
        if isinstance(node, Name):
            if node.name not in names:
                raise CannotBeComputed(f"没有参数“{node.name}”", f"there is no parameter {node.name}")
            name = f"{{{names[node.name]}}}"
            return tokens.hold(f"{{={name}*100}}%" if node.name in percent else name)
        return tokens.hold(f"{{={write_formula(node, names)}}}")

    return tokens.release(sheet.html(HOLE.sub(hold, text)))
