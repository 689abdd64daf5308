"""Enemies: items of which a form may hold one."""

from edu.content.items.twins import find_enemies
from edu.domain.items.item import Option
from tests.builders import a_fill_in, an_item

STEM = "客户持有的期货合约保证金不足而未按时追加时，期货公司依照约定应当怎样处理（ ）。"


def texts(*words: str) -> tuple[Option, ...]:
    return tuple(map(Option, "ABCD", words))


ONE = an_item("A", item_id="one", stem=STEM, options=texts("强行平仓", "等到收市"))


def test_items_that_ask_the_same_are_enemies_whatever_their_key_or_options():
    others = [
        an_item("A", item_id="same", stem=STEM, options=texts("强行平仓", "等到收市")),
        an_item("B", item_id="key", stem=STEM, options=texts("强行平仓", "等到收市")),
        an_item("A", item_id="stem", stem=STEM, options=texts("通知交易所", "冻结账户")),
    ]
    assert find_enemies([ONE, *others]) == dict.fromkeys(("one", "same", "key", "stem"), "one")


def test_items_that_differ_in_figures_are_enemies():
    words = "价格为每吨 {} 元的合约，每手十吨，保证金比例一成，买入一手要交多少元保证金（ ）。"
    pair = [
        an_item("A", item_id=f"{n}", stem=words.format(n), options=texts(f"{n} 元", "不用交")) for n in (3000, 4000)
    ]
    assert find_enemies(pair) == {"3000": "3000", "4000": "3000"}


def test_who_is_like_one_of_them_is_like_them_all():
    stem = "下列关于期货交易的说法正确的是（ ）。"
    chain = [
        an_item("A", item_id="a", stem=stem, options=texts("实行双向交易", "不用保证金")),
        an_item("A", item_id="b", stem=stem, options=texts("实行当日结算", "不用保证金")),
        an_item("A", item_id="c", stem=stem, options=texts("实行当日结算", "没有到期日")),
    ]
    assert find_enemies([chain[0], chain[2]]) == {}
    assert set(find_enemies(chain)) == {"a", "b", "c"}
    assert len(set(find_enemies([chain[0], chain[2], chain[1]]).values())) == 1


def test_others_are_named_nowhere():
    assert find_enemies([ONE, a_fill_in("平仓")]) == {}
