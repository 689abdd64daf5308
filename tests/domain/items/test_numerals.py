"""Chinese numerals: a table of readings, a table of refusals, and every integer below 10^12 read back."""

from decimal import Decimal

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from edu.domain.items.numerals import read_chinese, read_money, read_plain


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("零", "0"), ("〇", "0"), ("一", "1"), ("两", "2"), ("九", "9"), ("十", "10"), ("十五", "15"), ("二十", "20"),
        ("五十", "50"), ("九十九", "99"), ("一百", "100"), ("一百零五", "105"), ("一百一十五", "115"),
        ("一百十五", "115"),
        ("廿", "20"), ("廿五", "25"), ("卅", "30"), ("卅一", "31"), ("一百廿五", "125"),
        ("一百二", "120"), ("两百五", "250"), ("三千五", "3500"), ("三千零五", "3005"), ("三千零五十", "3050"),
        ("三千五百", "3500"), ("一万", "10000"), ("两万", "20000"), ("一万五", "15000"), ("一万零五", "10005"),
        ("一万零五百", "10500"), ("十万", "100000"), ("十五万三", "153000"), ("一百二万", "1200000"),
        ("三千五百万", "35000000"), ("一亿", "100000000"), ("一亿五", "150000000"), ("一亿零五万", "100050000"),
        ("三亿两千万", "320000000"), ("一万亿", "1000000000000"), ("二十万亿", "20000000000000"),
        ("二〇二六", "2026"), ("一九九〇", "1990"), ("零零七", "7"),
        ("壹", "1"), ("贰拾", "20"), ("叁仟伍佰", "3500"), ("肆万", "40000"), ("陆亿柒仟捌佰万零玖", "678000009"),
        ("3万", "30000"), ("3.5万", "35000"), ("3,500万", "35000000"), ("0.8亿", "80000000"), ("12亿", "1200000000"),
        ("三点一四", "3.14"), ("零点零五", "0.05"), ("十点五", "10.5"), ("三点五万", "35000"),
        ("一点二亿", "120000000"),
        ("一万点五", "10000.5"), ("一万零二点五", "10002.5"), ("负五", "-5"), ("负三点五", "-3.5"),
        ("负两万", "-20000"),
        ("負五", "-5"), ("三點五", "3.5"), ("两萬", "20000"), ("一億", "100000000"),
    ],
)  # fmt: skip
def test_readings(text: str, value: str):
    assert read_chinese(text) == Decimal(value)


@pytest.mark.parametrize(
    "text",
    [
        "", " ", "负", "负负五", "点", "点五", "五点", "五点十", "一点二点三", "百", "千", "万", "亿", "百五", "十十",
        "二十三十",
        "百千", "一百一千", "一二百", "一百零", "零百", "一百二三", "五万三万", "一万一万", "一亿亿", "一亿二亿",
        "一亿一万亿",
        "3.5万五", "3.5.5万", "..万", "-3万", "1,23万", "5", "3.5", "五元", "第五", "五手", "IF", "万三千甲", "一" * 41,
        "一 百",
    ],
)  # fmt: skip
def test_what_is_no_numeral(text: str):
    assert read_chinese(text) is None


@pytest.mark.parametrize(
    ("text", "value"),
    [("3500", "3500"), ("3,500", "3500"), ("3,500.25", "3500.25"), ("0.05", "0.05"), (".05", "0.05"), ("007", "7")],
)
def test_plain_digits(text: str, value: str):
    assert read_plain(text) == Decimal(value)


@pytest.mark.parametrize("text", ["", ".", "5.", "1,23", ",500", "3500,", "1,2345", "1.2.3", "1e5", "-5", "NaN", "五"])
def test_what_is_not_plain_digits(text: str):
    assert read_plain(text) is None


def _below_myriad(number: int) -> str:
    written = ""
    for unit, value in (("千", 1000), ("百", 100), ("十", 10), ("", 1)):
        digit = number // value % 10
        if digit:
            written += "零一二三四五六七八九"[digit] + unit
        elif written and number % value:
            written = written.rstrip("零") + "零"
    return written


def write_chinese(number: int) -> str:
    """The numeral of an integer below 10^12, as it is read out."""
    written, skipped = "", False
    for unit, value in (("亿", 10**8), ("万", 10**4), ("", 1)):
        group = number // value % 10**4
        if group:
            written += ("零" if written and (skipped or group < 1000) else "") + _below_myriad(group) + unit
        skipped = not group
    return written or "零"


def test_the_converter_of_these_tests():
    assert [write_chinese(number) for number in (0, 10, 105, 1050, 10_005, 100_050_000, 200_000_003)] == [
        "零", "一十", "一百零五", "一千零五十", "一万零五", "一亿零五万", "二亿零三",
    ]  # fmt: skip


@given(st.integers(0, 10**12 - 1) | st.integers(0, 10**5))
@example(10**8 + 1)
@example(10**11 + 10**4)
def test_every_integer_is_read_back(number: int):
    assert read_chinese(write_chinese(number)) == number
    assert read_chinese("负" + write_chinese(number)) == -number


@given(st.integers(0, 10**6), st.text("0123456789", min_size=1, max_size=6))
def test_every_decimal_is_read_back(whole: int, fraction: str):
    written = write_chinese(whole) + "点" + "".join("〇一二三四五六七八九"[int(sign)] for sign in fraction)
    assert read_chinese(written) == Decimal(f"{whole}.{fraction}")


@given(st.text("负点零一二十百千万亿廿0123456789.,", max_size=60) | st.text(max_size=60))
def test_anything_else_is_none_and_nothing_is_raised(text: str):
    value = read_chinese(text)
    assert value is None or value.is_finite()


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("叁仟伍佰元整", "3500"), ("壹万贰仟元伍角陆分", "12000.56"), ("5元3角", "5.3"), ("5元零3分", "5.03"),
        ("5元整", "5"), ("人民币5元正", "5"), ("伍元", "5"), ("一元九角九分", "1.99"), ("3.5万元整", "35000"),
        ("0" * 35 + "123元整", "123"), ("伍圆", "5"),
    ],
)  # fmt: skip
def test_amounts_as_on_a_cheque(text: str, value: str):
    assert read_money(text) == Decimal(value)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "元",
        "5",
        "5元",
        "3500元",
        "五元",
        "5元十角",
        "5元甲角",
        "5元3角十分",
        "甲元整",
        "甲元甲角",
        "1" * 39 + "元整",
    ],
)
def test_what_is_no_amount(text: str):
    assert read_money(text) is None


def test_the_longest_numeral_is_read():
    assert read_chinese("一" * 40) == Decimal("1" * 40)
