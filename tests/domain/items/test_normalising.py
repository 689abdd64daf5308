"""The normaliser: what counts as the same written response, and what does not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from edu.domain.items.normalising import NormalisingStep, normalise, normalise_strictly
from edu.domain.items.response import LONGEST_TEXT
from tests.work import assert_linear

WRITTEN = st.text("百分之负點点零〇一二两三五十廿百千万萬亿0123456789.,+-—%％ ，。、A´é\u200b", max_size=30)


@pytest.mark.parametrize(
    ("value", "ways"),
    [
        ("0.05",
        ["百分之五", "5%", "５％", "5 %", "0.05", "零点零五", ".05", "．０５", "5.0%", "百分之伍", "百分之 五", "+5%"]),
        ("1", ["百分之百", "100%", "百分之一百", "一", "1.00", "壹", "①"]),
        ("0.035", ["百分之三点五", "3.5%", "3.50％", "0.035"]),
        ("-0.05", ["-5%", "百分之负五", "负百分之五", "負百分之五", "－５％", "负5%", "−5%"]),
        ("3500",
        ["三千五百", "三千五", "3,500", "3，500", "3500", "３５００", "3500.00", "+3500", "叁仟伍佰", "3500。"]),
        ("20000", ["两万", "二万", "2万", "2 万", "贰万", "20,000", "20000"]),
        ("35000", ["3.5万", "三点五万", "三万五", "三万五千", "35,000", "３．５万", "3.5萬"]),
        ("35000000", ["3,500万", "三千五百万", "三千五万", "35,000,000"]),
        ("2026", ["二〇二六", "二零二六", "2026", "两千零二十六", "2,026"]),
        ("15", ["十五", "一十五", "15", "15.0", "拾伍"]),
        ("25", ["廿五", "二十五", "25"]),
        ("32", ["卅二", "三十二", "32"]),
        ("120", ["一百二", "一百二十", "120"]),
        ("102", ["一百零二", "一百〇二", "102"]),
        ("100000000", ["一亿", "1亿", "一億", "100,000,000"]),
        ("150000000", ["1.5亿", "一点五亿", "一亿五", "一亿五千万"]),
        ("-5", ["负五", "負五", "-5", "－５", "—5", "–5", "负5"]),
        ("3.14", ["三点一四", "三點一四", "3.14", "3.140"]),
        ("0.5", [".5", "0.5", "零点五", "〇点五", "（.5）", "。.5"]),
        ("0", ["零", "0", "-0", "0%", "0.00", "〇", "-0.0%", "负零"]),
        ("对冲平仓",
        ["对冲平仓", "对冲平仓。", "“对冲平仓”", " 对冲 平仓 ", "《对冲平仓》", "对冲\u3000平仓", "（对冲平仓）"]),
        ("abc", ["ABC", "ａｂｃ", "Abc.", "abc"]),
        ("stop loss", ["Stop  Loss", "stop\u00a0loss", "stop\tloss."]),
        ("电话,邮件", ["电话、邮件", "电话，邮件", "电话；邮件", "电话, 邮件"]),
        ("t+1", ["T+1", "Ｔ＋１", "t + 1"]),
    ],
)  # fmt: skip
def test_one_value_however_it_is_written(value: str, ways: list[str]):
    assert {way: normalise(way).text for way in ways} == dict.fromkeys(ways, value)


@pytest.mark.parametrize(
    ("text", "other"),
    [
        ("5", "5%"), ("0.5", "5"), (".5", "5"), ("1.5", "15"), ("-5", "5"), ("十", "百"), ("买入", "卖出"),
        ("3.5万", "3.5亿"), ("二百五", "二百零五"), ("stop loss", "stoploss"), ("T+1", "T+0"), ("3500元", "3500手"),
        ("1" * 40, "1" * 39 + "2"), ("0." + "0" * 40 + "1", "0." + "0" * 40 + "2"), ("1" * 40 + "%", "1" * 39 + "2%"),
    ],
)  # fmt: skip
def test_different_values_stay_different(text: str, other: str):
    assert normalise(text).text != normalise(other).text


@pytest.mark.parametrize(
    "text",
    [
        "", "百分之", "百分之甲", "百分之5%", "5%%", "%", "负", "负负五", "--5", "-负五", "点五", "五点", "一点二点三",
        "1.2.3",
        "1,23", "1,2345", "十十", "百", "百千", "万", "亿万", "五万三万", "3.5万五", "一二百", "一百零", "零百", "五手",
        "第五",
    ],
)  # fmt: skip
def test_what_is_no_number_stays_text(text: str):
    assert NormalisingStep.NUMERAL not in normalise(text).steps
    assert normalise(text).text == text


@pytest.mark.parametrize(
    ("text", "shown", "steps"),
    [
        ("平仓", "平仓", ()), (" 平仓 ", "平仓", ()), ("平 仓", "平仓", (NormalisingStep.SPACES,)),
        ("ＡＢ", "ab", (NormalisingStep.WIDTH, NormalisingStep.CASE)),
        ("平仓。", "平仓", (NormalisingStep.PUNCTUATION,)),
        ("5%", "5%", ()), ("５％", "5%", (NormalisingStep.WIDTH,)), ("百分之五", "5%", (NormalisingStep.NUMERAL,)),
        ("0.05", "0.05", ()), ("3,500", "3500", (NormalisingStep.NUMERAL,)),
        ("１ ０％。", "1 0%", (NormalisingStep.WIDTH, NormalisingStep.PUNCTUATION)),
    ],
)  # fmt: skip
def test_a_reader_is_shown_the_form_and_told_the_steps(text: str, shown: str, steps: tuple[NormalisingStep, ...]):
    assert (normalise(text).shown, normalise(text).steps) == (shown, steps)


@pytest.mark.parametrize(
    ("text", "kept"), [(" IF2606 ", "IF2606"), ("ＩＦ２６０６", "IF2606"), ("if2606", "if2606"), ("5 %。", "5 %。")]
)
def test_strictly_only_width_is_forgiven(text: str, kept: str):
    assert normalise_strictly(text).text == kept


@given(st.text(max_size=LONGEST_TEXT) | WRITTEN)
def test_any_text_is_taken_and_the_shown_form_means_the_same(text: str):
    once = normalise(text)
    again = normalise(once.shown)
    assert (again.text, again.shown) == (once.text, once.shown)
    strict = normalise_strictly(text)
    assert normalise_strictly(strict.shown).text == strict.text


@given(st.decimals(-(10**12), 10**12, allow_nan=False, allow_infinity=False, places=6))
def test_a_decimal_is_its_own_value_with_and_without_commas(number):
    assert normalise(f"{number:,f}").text == normalise(f"{number:f}").text
    assert normalise(f"{number:f}%").text == normalise(f"{number.scaleb(-2):f}").text


@pytest.mark.parametrize(
    "sign",
    ["0", "A´ ", "万", "负", "亿", "一", "零", "1,", "百分之", "点", ". ", "ﷺ", "\u0301", "ΐ", "“", " ", "\u200b", "İ"],
)
def test_a_full_blank_takes_work_in_proportion(sign: str):
    def normalise_both(length: int) -> None:
        text = (sign * length)[:length]
        normalise(text)
        normalise("5" + text + "5")

    assert_linear(normalise_both, LONGEST_TEXT)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("三成", "0.3"), ("三成五", "0.35"), ("九成半", "0.95"), ("一成", "0.1"), ("十成", "1"), ("3成", "0.3"),
        ("五成九", "0.59"), ("5\u2030", "0.005"), ("千分之五", "0.005"),
        ("零成", "零成"), ("三成十", "三成十"), ("三成甲", "三成甲"), ("甲成", "甲成"), ("百成", "百成"),
        ("三成成", "三成成"),
    ],
)  # fmt: skip
def test_tenths_and_thousandths(text: str, value: str):
    assert normalise(text).text == value


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("1、2", "1；2"), ("1；2", "1；2"), ("1,2", "1,2"), ("甲、2", "甲,2"), ("1、乙", "1,乙"),
        ("甲、12、乙", "甲,12,乙"), ("12、34", "12；34"),
    ],
)  # fmt: skip
def test_between_numbers_a_list_never_looks_like_grouped_thousands(text: str, folded: str):
    assert normalise(text).text == folded


@pytest.mark.parametrize(("text", "steps"), [("IF", ()), (" IF ", ()), ("ＩＦ", (NormalisingStep.WIDTH,))])
def test_the_strict_comparison_tells_its_step(text: str, steps: tuple[NormalisingStep, ...]):
    assert normalise_strictly(text).steps == steps


@pytest.mark.parametrize(
    ("text", "unit", "shown", "steps"),
    [
        ("3500元", "元", "3500", (NormalisingStep.UNIT,)),
        ("3,500 元", "元", "3500", (NormalisingStep.SPACES, NormalisingStep.UNIT, NormalisingStep.NUMERAL)),
        ("3500", "元", "3500", ()),
        ("3500 USD", "USD", "3500", (NormalisingStep.CASE, NormalisingStep.UNIT)),
        ("8", "%", "8%", (NormalisingStep.NUMERAL,)),
    ],
)
def test_a_named_unit_counts_for_nothing(text: str, unit: str, shown: str, steps: tuple[NormalisingStep, ...]):
    assert (normalise(text, unit).shown, normalise(text, unit).steps) == (shown, steps)
