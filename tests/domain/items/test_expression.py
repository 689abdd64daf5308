"""Expressions: exact, bounded, and written one way."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from edu.domain.items.expression import CannotBeComputed, Node, NotAnExpression, compute, names, parse, write_expression

VALUES = {"价格": Decimal(3500), "单位": Decimal(10), "手数": Decimal(2), "比例": Decimal("0.08"), "x_1": Decimal(7)}


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("价格 × 单位 × 手数 × 比例", "5600"), ("1 + 2 × 3", "7"), ("(1 + 2) × 3", "9"), ("（1＋2）＊3", "9"),
        ("10 ÷ 4", "2.5"),
        ("10/4", "2.5"), ("7 − 2 – 1", "4"), ("2 - (3 - 4)", "3"), ("-3 + 5", "2"), ("-(3 + 5)", "-8"), ("3,500 × 8%",
        "280"),
        ("3.5万 ÷ 7", "5000"), ("1亿", "100000000"), ("四舍五入(10 ÷ 3, 2)", "3.33"), ("四舍五入(2.5)", "3"),
        ("四舍五入(-2.5)", "-3"), ("取整(-2.7)", "-2"), ("最大(1, 手数, 3)", "3"), ("最小（1，2）", "1"),
        ("绝对值(1-手数)", "1"),
        ("round(1 / 3, 1)", "0.3"), ("x_1 * 2", "14"), ("价格*单位", "35000"), ("１２＋３", "15"),
    ],
)  # fmt: skip
def test_values(text: str, value: str):
    assert compute(parse(text), VALUES) == Decimal(value)


@pytest.mark.parametrize(
    "text",
    ["", "1 +", "(1", "1)", "1 2", "手数 价格", "× 3", "__import__('os')", "1 ** 2", "a.b", "最大()", "取整(1, 2)",
    "未知(1)",
     "{1}", "1;2", "(" * 40 + "1" + ")" * 40, "1" * 301, "=1", "'a'"],
)  # fmt: skip
def test_what_is_no_expression(text: str):
    with pytest.raises(NotAnExpression) as refused:
        parse(text)
    assert all(refused.value.words)


@pytest.mark.parametrize(
    ("text", "values"),
    [("1 ÷ 0", {}), ("1 ÷ (手数 - 2)", VALUES), ("没有 + 1", VALUES), ("99999999999 × 99999999999", {}),
    ("四舍五入(1, 99)", {}),
     ("四舍五入(1, 0.5)", {})],
)  # fmt: skip
def test_what_has_no_value(text: str, values: dict[str, Decimal]):
    with pytest.raises(CannotBeComputed) as refused:
        compute(parse(text), values)
    assert all(refused.value.words)


def test_a_third_keeps_its_digits():
    assert compute(parse("1 ÷ 3 × 3"), {}) == Decimal("0." + "9" * 34)
    assert compute(parse("0.1 + 0.2"), {}) == Decimal("0.3")


def test_names():
    assert names(parse("最大(价格, 手数 × 2) - 价格")) == {"价格", "手数"}


@pytest.mark.parametrize(
    ("text", "canonical"),
    [
        ("价格*单位", "价格 × 单位"), ("a-(b-c)", "a - (b - c)"), ("(a-b)-c", "a - b - c"), ("a/(b*c)", "a ÷ (b × c)"),
        ("(a*b)/c", "a × b ÷ c"), ("-(a+b)", "-(a + b)"), ("a×(-b)", "a × (-b)"), ("max(a,2)", "最大(a, 2)"),
        ("((a))", "a"),
        ("1,000+8%", "1,000 + 8%"),
    ],
)  # fmt: skip
def test_canonical_text(text: str, canonical: str):
    assert write_expression(parse(text)) == canonical


LEAVES = st.sampled_from(["价格", "手数", "8%", "3", "2.5", "1,000"])
TEXTS = st.recursive(
    LEAVES,
    lambda inner: st.one_of(
        st.tuples(inner, st.sampled_from(["+", "-", "×", "÷"]), inner).map(lambda t: f"({t[0]}{t[1]}{t[2]})"),
        inner.map(lambda t: f"-{t}"),
        st.tuples(inner, inner).map(lambda t: f"最大({t[0]}, {t[1]})"),
    ),
    max_leaves=8,
)


def value_or_none(node: Node) -> Decimal | None:
    try:
        return compute(node, VALUES)
    except CannotBeComputed:
        return None


@given(TEXTS)
def test_what_is_written_is_the_same_expression(text: str):
    node = parse(text)
    assert write_expression(parse(write_expression(node))) == write_expression(node)
    assert value_or_none(parse(write_expression(node))) == value_or_none(node)


@given(st.text("价格手数()（）+-×÷*/,，.0123456789%万亿 取整最大a_'\"[]{}\\", max_size=60))
def test_any_text_is_read_or_refused(text: str):
    try:
        node = parse(text)
    except NotAnExpression:
        return
    value_or_none(node)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("1" * 301, ("超过 300 个字符", "more than 300 characters")),
        ("1 ; 2", ("不认识“;”", "; is unknown here")),
        ("1 2", ("“2”之前缺少运算符", "an operator is missing before 2")),
        ("1 +", ("算式不完整", "the expression is not complete")),
        ("× 3", ("“×”之前缺少数值", "a value is missing before ×")),
        ("(1", ("缺少右括号", "a closing bracket is missing")),
        ("未知(1)", ("没有函数“未知”", "there is no function 未知")),
        ("取整(1, 2)", ("“取整”的参数个数不对", "取整 has the wrong number of values")),
        ("(" * 30 + "1" + ")" * 30, ("括号嵌套太深", "brackets are nested too deeply")),
    ],
)
def test_what_is_wrong_with_an_expression_is_told(text: str, words: tuple[str, str]):
    with pytest.raises(NotAnExpression) as refused:
        parse(text)
    assert (refused.value.words, str(refused.value)) == (words, words[1])


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("1 ÷ 0", ("除数为零或数值超出范围", "a division by zero, or a value out of range")),
        ("没有 + 1", ("没有参数“没有”", "there is no parameter 没有")),
        ("10亿 × 10亿 + 1", ("数值超出范围", "the value is out of range")),
        ("四舍五入(1, 13)", ("四舍五入的位数要在 0 到 12 之间", "places are 0 to 12")),
    ],
)
def test_why_there_is_no_value_is_told(text: str, words: tuple[str, str]):
    with pytest.raises(CannotBeComputed) as refused:
        compute(parse(text), {})
    assert (refused.value.words, str(refused.value)) == (words, words[1])


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1" + " " * 299, "1"), ("(" * 29 + "1" + ")" * 29, "1"), ("10亿 × 10亿", "1E18"),
        ("四舍五入(1.25, 12)", "1.25"), (" + ".join(["(1)"] * 40), "40"), ("2 ÷ 3", "0." + "6" * 33 + "7"),
        ("最大(" + "1, " * 19 + "2)", "2"), ("四舍五入(12.5, 0)", "13"),
    ],
)  # fmt: skip
def test_the_bounds_themselves_are_within(text: str, value: str):
    assert compute(parse(text), {}) == Decimal(value)


@pytest.mark.parametrize(
    ("text", "canonical"),
    [("-a+b", "-a + b"), ("b+(-a)", "b + (-a)"), ("-(-a)", "-(-a)"), ("最大(a+b, c)", "最大(a + b, c)"), ("-a", "-a")],
)
def test_where_a_sign_stands_without_brackets(text: str, canonical: str):
    assert write_expression(parse(text)) == canonical
