"""Imports: planned whole, reported, nothing twice, nothing half."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from edu.content.finding import Findings
from edu.content.items.item_file import read_bank
from edu.content.syntax.document import parse_document
from edu.domain.items.item import Item, Kind, Option, Use
from edu.interchange.exchange import Draft, Imported, Unread
from edu.interchange.formats import read_file
from edu.interchange.importing import ImportPlan, plan_import
from tests.item_strategies import ITEMS

GOOD = "1. 结算价由谁公布？（ ）\nA. 交易所\nB. 期货公司\n答案：A\n解析：由交易所公布。\n"
OTHER_KEY = GOOD.replace("答案：A", "答案：B")
BROKEN = "2. 交割由谁组织？（ ）\nA. 交易所\nB. 客户\n答案：E\n"


@pytest.fixture
def bank(tmp_path: Path) -> Path:
    return tmp_path / "questions" / "bank.md"


def plan(bank: Path, *texts: str) -> ImportPlan:
    return plan_import(
        [read_file("a.txt", text.encode(), Findings("a.txt"), None) for text in texts], bank, "", Use.LIVE
    )


def write(bank: Path, made: ImportPlan) -> None:
    bank.parent.mkdir(exist_ok=True)
    bank.write_text(made.text, encoding="utf-8")


def codes(made: ImportPlan) -> list[str]:
    return [finding.code for finding in made.findings]


def items_of(text: str) -> tuple[Item, ...]:
    findings = Findings("bank.md")
    document = parse_document("bank.md", text, findings)
    assert document is not None
    bank = read_bank(document, findings)
    assert [str(finding) for finding in findings.found if not finding.advice] == []
    return bank.items


def test_a_new_bank(bank: Path):
    made = plan(bank, GOOD)
    assert (made.clean, made.read, len(made.added)) == (True, 1, 1)
    (item,) = items_of(made.text)
    assert (item.bank, item.use, item.id) == ("bank", Use.LIVE, made.added[0].id)
    assert not bank.exists()


def test_the_same_file_again_adds_nothing(bank: Path):
    write(bank, plan(bank, GOOD))
    again = plan(bank, GOOD)
    assert (again.added, again.twins, codes(again)) == ([], 1, ["X106"])
    assert again.clean
    assert again.text == bank.read_text(encoding="utf-8")


def test_what_stands_in_the_bank_stays_as_it_is(bank: Path):
    bank.parent.mkdir()
    before = "---\n题库: 旧\n用途: 练习\n难度: 难\n---\n\n# 说明   \n\n## 一是一。\n答案： 对\n编号：old-1\n解析：略\n"
    bank.write_text(before, encoding="utf-8")
    made = plan(bank, GOOD)
    assert made.text.startswith(before)
    old, new = items_of(made.text)
    assert (old.id, new.bank, new.use) == ("old-1", "旧", Use.PRACTICE)
    assert new.difficulty.value == "medium"


def test_the_same_stem_with_another_key_is_refused(bank: Path):
    write(bank, plan(bank, GOOD))
    made = plan(bank, OTHER_KEY)
    assert "X107" in codes(made)
    assert (made.clean, made.added, len(made.unread)) == (False, [], 1)


def test_twins_are_found_anywhere_in_the_library(bank: Path):
    write(bank, plan(bank, GOOD))
    other = bank.with_name("other.md")
    assert codes(plan(other, GOOD)) == ["X106"]
    assert "bank.md（" in plan(other, GOOD).findings[0].message


def test_twins_are_found_within_one_import(bank: Path):
    made = plan(bank, GOOD, GOOD.replace("？", "?").replace("A. 交易所", "A． 交易所"))
    assert (len(made.added), made.twins) == (1, 1)


def test_other_figures_are_advice(bank: Path):
    stem = "某客户账户权益为 {} 元，持仓占用保证金 {} 元，其风险度大约是多少？"
    texts = [f"1. {stem.format(a, b)}（ ）\nA. 较低\nB. 很高\n答案：B\n解析：略\n" for a, b in ((500, 480), (900, 870))]
    made = plan(bank, *texts)
    assert made.clean
    assert codes(made) == ["Q311"]


def test_one_broken_item_keeps_the_plan_from_being_clean(bank: Path):
    made = plan(bank, GOOD + BROKEN)
    assert not made.clean
    assert "Q202" in codes(made)
    assert len(made.added) == 1
    assert made.unread == [Unread(6, BROKEN.strip())]


def test_ids_stay_unless_they_are_taken(bank: Path):
    first = plan(bank, GOOD + "编号：mine-1\n")
    assert first.added[0].id == "mine-1"
    write(bank, first)
    made = plan(bank, "1. 另一道题是对的。\n答案：对\n解析：略\n编号：mine-1\n")
    assert made.added[0].id != "mine-1"


def test_pictures_get_names_of_their_own(bank: Path):
    png = b"\x89PNG\r\n\x1a\n"

    def source(extra: bytes, stem: str) -> Imported:
        item = Item("", Kind.TRUE_FALSE, f"{stem}\n\n![图](image1.png)", "略", truth=True)
        return Imported(Findings("w.docx"), [Draft(item, 1)], pictures={"image1.png": png + extra})

    made = plan_import([source(b"1", "一是一。"), source(b"2", "二是二。")], bank, "", Use.LIVE)
    assert len(made.pictures) == 2
    assert {name.startswith("pictures/image1-") for name in made.pictures} == {True}
    for name in made.pictures:
        assert f"![图]({name})" in made.text


def test_an_item_that_the_bank_would_read_otherwise_is_reported(bank: Path):
    item = Item("", Kind.SINGLE, "题（A）", "略", (Option("A", "甲"), Option("B", "乙")), frozenset("A"))
    made = plan_import([Imported(Findings("x"), [Draft(item, 3)])], bank, "", Use.LIVE)
    assert codes(made) == ["X102"]
    assert items_of(made.text)[0].stem == "题（ ）"


def test_a_damaged_bank_is_not_added_to(bank: Path):
    bank.parent.mkdir()
    bank.write_bytes(b"\xff\xfe\x00bad")
    made = plan(bank, GOOD)
    assert (made.clean, made.text) == (False, "")


@settings(max_examples=60, deadline=None)
@given(st.lists(ITEMS, min_size=1, max_size=5))
def test_whatever_is_added_is_read_as_it_was(tmp_path_factory: pytest.TempPathFactory, items: list[Item]):
    bank = tmp_path_factory.getbasetemp() / "none" / "bank.md"
    drafts = [Draft(item, line) for line, item in enumerate(items, 1)]
    made = plan_import([Imported(Findings("x"), drafts)], bank, "", Use.LIVE)
    assert len(made.added) + made.twins + len(made.unread) == len(items)
    read = items_of(made.text) if made.added else ()
    assert [item.id for item in read] == [item.id for item in made.added]
    assert [item.stem for item in read] == [item.stem for item in made.added]
    assert [item.keys for item in read] == [item.keys for item in made.added]
