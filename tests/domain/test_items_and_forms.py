"""Items, scoring, the normaliser, letters and forms: tables and laws."""

import json
from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from edu.domain.items.item import Blank, CreditRule, Item, Kind, Option, decode, encode
from edu.domain.items.lettering import file_letter, references, reletter, shown_letter
from edu.domain.items.normalising import normalise, normalise_strictly
from edu.domain.items.numerals import read_chinese
from edu.domain.items.response import LONGEST_TEXT, Response, check_fits, chosen
from edu.domain.items.scoring import score
from edu.domain.people.identity import check_credit_code, check_passport_number, check_resident_number, mask
from edu.domain.refusal import Refused
from edu.domain.sitting.blueprint import Blueprint, Cell
from edu.domain.sitting.form import CannotBeFilled, draw, find_shortages

TODAY = date(2026, 6, 1)


def _choice(
    keys: str, *, points: int = 4, credit: CreditRule = CreditRule.PER_OPTION, item_id: str = "q", topic: str = "t"
) -> Item:
    kind = Kind.SINGLE if len(keys) == 1 else Kind.MULTIPLE
    options = tuple(Option(letter, f"选项 {letter}") for letter in "ABCD")
    return Item(
        item_id,
        kind,
        f"题干 {item_id}",
        "解析",
        options,
        frozenset(keys),
        credit=credit,
        points=Fraction(points),
        topic=topic,
    )


def _fill(*blanks: str, ordered: bool = True, strict: bool = False) -> Item:
    accepted = tuple(Blank(tuple(blank.split("|")), strict) for blank in blanks)
    return Item("f", Kind.FILL_IN, "____" * len(blanks), "解析", blanks=accepted, ordered=ordered, points=Fraction(6))


@pytest.mark.parametrize(
    ("keys", "picked", "rule", "earned"),
    [
        ("A", "A", CreditRule.PER_OPTION, 4), ("A", "B", CreditRule.PER_OPTION, 0), ("A", "", CreditRule.PER_OPTION, 0),
        ("AB", "AB", CreditRule.ALL_OR_NOTHING, 4), ("AB", "A", CreditRule.ALL_OR_NOTHING, 0),
        ("AB", "ABC", CreditRule.ALL_OR_NOTHING, 0),
        ("AB", "A", CreditRule.HALF, 2), ("ABC", "A", CreditRule.HALF, 2), ("AB", "", CreditRule.HALF, 0),
        ("AB", "AC", CreditRule.HALF, 0), ("AB", "AB", CreditRule.HALF, 4),
        ("ABC", "A", CreditRule.PER_OPTION, Fraction(4, 3)), ("ABC", "AB", CreditRule.PER_OPTION, Fraction(8, 3)),
        ("ABC", "ABC", CreditRule.PER_OPTION, 4), ("ABC", "ABD", CreditRule.PER_OPTION, 0),
        ("ABC", "", CreditRule.PER_OPTION, 0),
    ],
)  # fmt: skip
def test_points_of_a_choice(keys: str, picked: str, rule: CreditRule, earned: int | Fraction):
    assert score(_choice(keys, credit=rule), chosen(picked)).earned == earned


@given(st.sets(st.sampled_from("ABCD"), min_size=1), st.sets(st.sampled_from("ABCD")), st.sampled_from(CreditRule))
def test_a_wrong_option_earns_nothing_and_nobody_earns_more_than_possible(
    keys: set[str], picked: set[str], rule: CreditRule
):
    result = score(_choice("".join(sorted(keys)), credit=rule), Response(frozenset(picked)))
    assert 0 <= result.earned <= result.possible
    if picked - keys:
        assert result.earned == 0


@pytest.mark.parametrize(
    ("texts", "ordered", "earned"),
    [
        (("对冲平仓", "交割"), True, 6), (("交割", "平仓"), True, 0), (("交割", "平仓"), False, 6),
        (("平仓",), True, 3), (("平仓", "对冲平仓"), False, 3), ((" 平仓。 ", "实物 交割"), True, 6), ((), True, 0),
    ],
)  # fmt: skip
def test_points_of_blanks(texts: tuple[str, ...], ordered: bool, earned: int):
    item = _fill("对冲平仓|平仓", "实物交割|交割", ordered=ordered)
    assert score(item, Response(texts=texts)).earned == earned


def test_any_order_finds_the_best_assignment():
    item = _fill("甲|乙", "甲", ordered=False)  # taking 甲 for the first blank would leave 乙 without one
    assert score(item, Response(texts=("甲", "乙"))).full


def test_a_strict_blank_forgives_width_only():
    item = _fill("IF2606", strict=True)
    assert score(item, Response(texts=("ＩＦ２６０６",))).full
    assert not score(item, Response(texts=("if2606",))).full


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("５％", "5%"), ("百分之五", "0.05"), ("5 %", "５％"), ("三千五百", "3,500"), ("3，500", "3500"),
        ("两万", "20000"),
        ("3.5万", "35000"), ("一百二", "120"), ("一百零二", "102"), ("十五", "15"), ("二〇二六", "2026"),
        ("一亿", "100000000"),
        ("三点一四", "3.14"), ("负五", "-5"), ("对冲平仓。", "对冲平仓"), ("“强行平仓”", "强行平仓"), ("ABC", "ａｂｃ"),
        ("电话、邮件", "电话，邮件"), ("1.50", "1.5"), ("壹仟", "1000"),
    ],
)  # fmt: skip
def test_one_value_however_it_is_written(one: str, other: str):
    assert normalise(one).text == normalise(other).text


@pytest.mark.parametrize(("one", "other"), [("5", "5%"), ("买入", "卖出"), ("1.5", "15"), ("十", "百"), ("-5", "5")])
def test_different_values_stay_different(one: str, other: str):
    assert normalise(one).text != normalise(other).text


@given(st.text(max_size=LONGEST_TEXT))
def test_the_normaliser_takes_any_text_and_is_idempotent(text: str):
    once = normalise(text)
    assert normalise(once.shown).text == once.text
    normalise_strictly(text)
    read_chinese(text)


def _to_chinese(number: int) -> str:
    digits, units = "零一二三四五六七八九", ("", "十", "百", "千")

    def below_myriad(part: int) -> str:
        out, zero = "", False
        for place in range(3, -1, -1):
            digit = part // 10**place % 10
            if digit:
                out += ("零" if zero and out else "") + digits[digit] + units[place]
                zero = False
            else:
                zero = True
        return out

    groups = [(number // 10**8, "亿"), (number // 10**4 % 10**4, "万"), (number % 10**4, "")]
    out = ""
    for part, name in groups:
        if not part:
            continue
        out += ("零" if out and part < 1000 else "") + below_myriad(part) + name
    return out or "零"


@given(st.integers(0, 10**12 - 1))
def test_a_numeral_reads_as_its_number(number: int):
    assert read_chinese(_to_chinese(number)) == number


def test_identity_numbers():
    assert check_resident_number("11010519491231002x", TODAY) == "11010519491231002X"
    assert check_credit_code("91350100m000100y43") == "91350100M000100Y43"
    assert check_passport_number(" e1234 5678 ") == "E12345678"
    assert mask("11010519491231002X") == "110***********002X"


@given(st.integers(0, 16), st.integers(1, 9))
def test_any_one_changed_digit_is_refused(place: int, step: int):
    number = "11010519491231002X"
    changed = number[:place] + str((int(number[place]) + step) % 10) + number[place + 1 :]
    with pytest.raises(Refused):
        check_resident_number(changed, TODAY)


@pytest.mark.parametrize(
    "number", ["", "1", "110105194912310021", "110105202713010019", "１１", "11010519491331002X", "a" * 18]
)
def test_wrong_resident_numbers(number: str):
    with pytest.raises(Refused):
        check_resident_number(number, TODAY)


@pytest.mark.parametrize(
    ("kind", "response"),
    [
        ("AB", Response(frozenset("E"))), ("A", Response(frozenset("AB"))), ("A", Response(truth=True)),
        ("A", Response(texts=("x",))),
    ],
)  # fmt: skip
def test_a_response_that_does_not_fit(kind: str, response: Response):
    with pytest.raises(Refused):
        check_fits(_choice(kind), response)


def test_an_item_survives_storage_and_its_revision_follows_its_words():
    item = _choice("AC")
    again = decode(json.loads(json.dumps(encode(item))))
    assert again == item
    assert again.revision == item.revision
    assert _choice("AB").revision != item.revision


def test_letters_follow_the_order_shown():
    order = ("C", "A", "D", "B")
    assert shown_letter(order, "C") == "A"
    assert file_letter(order, "A") == "C"
    assert file_letter(order, "E") is None
    assert file_letter(order, "AB") is None
    assert reletter("选项A 对；故选 A、C。A 股不在此列", order) == "选项B 对；故选 B、A。A 股不在此列"
    assert references("选项A、C 与选项D") == {"A", "C", "D"}


@given(st.permutations("ABCD"), st.text("选项ABCD、。对错", max_size=40))
def test_relettering_back_gives_the_text(order: list[str], text: str):
    inverse = ["ABCD"[order.index(letter)] for letter in "ABCD"]
    back = ["ABCD"[inverse.index(letter)] for letter in "ABCD"]
    assert reletter(reletter(text, order), inverse) == text
    assert back == order


def _blueprint(*cells: Cell) -> Blueprint:
    return Blueprint("b", "检查", timedelta(minutes=30), Fraction(4, 5), cells)


POOL = [_choice("A", item_id=f"q{number}", topic="甲" if number % 2 else "乙") for number in range(12)]


@given(st.integers(0, 2**63), st.permutations(POOL))
def test_a_seed_gives_one_form_whatever_the_order_of_the_pool(seed: int, pool: list[Item]):
    blueprint = _blueprint(Cell("一", Kind.SINGLE, 3, Fraction(2), topic="甲"), Cell("一", Kind.SINGLE, 4, Fraction(2)))
    form = draw(blueprint, pool, seed)
    assert form == draw(blueprint, POOL, seed)
    assert len({slot.item for slot in form.slots}) == 7
    assert sum(next(i.topic for i in POOL if i.id == slot.item) == "甲" for slot in form.slots) >= 3
    assert all(sorted(slot.order) == list("ABCD") for slot in form.slots)


def test_overlapping_cells_are_filled_when_they_can_be():
    pool = [_choice("A", item_id="only-甲", topic="甲"), _choice("A", item_id="乙", topic="乙")]
    blueprint = _blueprint(Cell("一", Kind.SINGLE, 1, Fraction(1)), Cell("一", Kind.SINGLE, 1, Fraction(1), topic="甲"))
    for seed in range(20):
        assert {slot.item for slot in draw(blueprint, pool, seed).slots} == {"only-甲", "乙"}


def test_a_cell_that_cannot_be_filled_is_named():
    blueprint = _blueprint(Cell("一", Kind.SINGLE, 20, Fraction(1)))
    shortage = find_shortages(blueprint, POOL)[0]
    assert (shortage.cell.count, shortage.available) == (20, 12)
    with pytest.raises(CannotBeFilled):
        draw(blueprint, POOL, 1)
