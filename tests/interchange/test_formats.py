"""Formats as values: each says what it holds, and keeps to it; whoever offers formats reads them from there."""

import io
from collections.abc import Callable, Mapping
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from docx import Document
from tools import formats_page

from edu import interchange
from edu.cli import main
from edu.content.finding import Findings
from edu.content.items.item_file import Defaults
from edu.content.items.item_writing import write_item
from edu.content.items.pictures import PICTURE
from edu.content.library import check_sources
from edu.domain.items.item import (
    Blank,
    CreditRule,
    Difficulty,
    Item,
    Kind,
    Mistake,
    Numeric,
    Option,
    Parameter,
    Picture,
    Premise,
    RubricPoint,
)
from edu.domain.items.traits import TRAITS
from edu.interchange.exchange import Exported, Order
from edu.interchange.format import FEATURE_NAMES, Carried, Feature, Format
from edu.interchange.formats import FORMATS

PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108000000003a7e9b550000000a49444154789c63600000000200"
    "0148afa4710000000049454e44ae426082"
)
OPTIONS = (Option("A", "交易所"), Option("B", "期货公司"), Option("C", "客户"))
EXAMPLES: Mapping[Kind, Item] = {
    Kind.SINGLE: Item("k-1", Kind.SINGLE, "结算价由谁公布？", "看规则", OPTIONS, frozenset("A")),
    Kind.MULTIPLE: Item("k-2", Kind.MULTIPLE, "哪些人参与交割？", "看规则", OPTIONS, frozenset("AC")),
    Kind.TRUE_FALSE: Item("k-3", Kind.TRUE_FALSE, "期货当日结算。", "看规则", truth=True),
    Kind.FILL_IN: Item("k-4", Kind.FILL_IN, "了结方式是____。", "看规则", blanks=(Blank(("平仓", "对冲")),)),
    Kind.NUMERIC: Item("k-5", Kind.NUMERIC, "保证金为____。", "看规则", numeric=Numeric("4000", margin="1")),
    Kind.WRITTEN: Item("k-6", Kind.WRITTEN, "说明如何安抚客户。", "看规则"),
    Kind.ORDERING: Item(
        "k-7",
        Kind.ORDERING,
        "按先后排列。",
        "看规则",
        OPTIONS,
        sequence=("C", "A", "B"),
        part_rule=TRAITS[Kind.ORDERING].part_rules[0],
    ),
    Kind.MATCHING: Item(
        "k-8",
        Kind.MATCHING,
        "把机构与职责配对。",
        "看规则",
        OPTIONS,
        premises=(Premise("组织交易", "A"), Premise("代理交易", "B")),
        part_rule=TRAITS[Kind.MATCHING].part_rules[0],
    ),
}


def _with(kind: Kind, **values: Any) -> Item:
    return replace(EXAMPLES[kind], **values)


def _drawn() -> Item:
    numeric = Numeric("p × 10", parameters=(Parameter("p", "3000..3900 每 100"),))
    return _with(Kind.NUMERIC, stem="每吨 {{p}} 元，保证金为____。", numeric=numeric)


HAVING: Mapping[Feature, Item] = {
    Feature.PART_CREDIT: _with(Kind.MULTIPLE, credit=CreditRule.ALL_OR_NOTHING, keys=frozenset("AC")),
    Feature.SEVERAL_BLANKS: _with(
        Kind.FILL_IN, stem="先是____，后是____。", blanks=(Blank(("开仓",)), Blank(("平仓",))), points=Fraction(2)
    ),
    Feature.PARAMETERS: _drawn(),
    Feature.MISTAKES: _with(Kind.NUMERIC, numeric=Numeric("4000", mistakes=(Mistake("400", "少一位"),))),
    Feature.RUBRIC: _with(Kind.WRITTEN, rubric=(RubricPoint("先致歉", Fraction(1)),), reference="先致歉。"),
    Feature.RATIONALE: EXAMPLES[Kind.SINGLE],
    Feature.POINTS: _with(Kind.SINGLE, points=Fraction(3)),
    Feature.DIFFICULTY: _with(Kind.SINGLE, difficulty=Difficulty.HARD),
    Feature.TOPIC: _with(Kind.SINGLE, topic="结算"),
    Feature.BACKGROUND: _with(Kind.SINGLE, basis="规则第一条", source="自编", section="margin#call"),
    Feature.ID: _with(Kind.SINGLE, id="futures-1"),
    Feature.PICTURES: _with(
        Kind.SINGLE, stem="看图\n\n![图](a.png)\n\n结算价由谁公布？", pictures=(Picture("a.png", ""),)
    ),
    Feature.TABLES: _with(Kind.SINGLE, stem="看表\n\n| 价 | 量 |\n| --- | --- |\n| 1 | 2 |\n\n结算价由谁公布？"),
}
"""An item that has the feature."""
TOLD: Mapping[Feature, Callable[[Item], object]] = {
    Feature.PART_CREDIT: lambda item: item.credit,
    Feature.SEVERAL_BLANKS: lambda item: item.blanks,
    Feature.PARAMETERS: lambda item: item.numeric,
    Feature.MISTAKES: lambda item: item.numeric,
    Feature.RUBRIC: lambda item: (item.rubric, item.reference),
    Feature.RATIONALE: lambda item: item.rationale,
    Feature.POINTS: lambda item: item.points,
    Feature.DIFFICULTY: lambda item: item.difficulty,
    Feature.TOPIC: lambda item: item.topic,
    Feature.BACKGROUND: lambda item: (item.basis, item.source, item.section),
    Feature.ID: lambda item: item.id,
    Feature.PICTURES: lambda item: len(PICTURE.findall(item.stem)),
    Feature.TABLES: lambda item: item.stem,
}
LOSSES = {"X201", "X202", "X203"}


def written(file_format: Format, *items: Item) -> Exported:
    return file_format.write(Order(items, "试卷", {"a.png": PNG}, keys=True), Findings("bank.md"))


def _own_file(file_format: Format, item: Item) -> bytes:
    return written(file_format, item).data


def _typed(file_format: Format, item: Item) -> bytes:
    return write_item(item, Defaults("x")).encode()


def _typed_in_word(file_format: Format, item: Item) -> bytes:
    document, stream = Document(), io.BytesIO()
    for line in write_item(item, Defaults("x")).split("\n"):
        document.add_paragraph(line.replace("## ", "1. ").removeprefix("- "))
    document.save(stream)
    return stream.getvalue()


def _typed_with_feedback(file_format: Format, item: Item) -> bytes:
    return _own_file(file_format, item).rstrip(b"\n") + f"\nFEEDBACK: {item.rationale}\n".encode()


FILES: Mapping[str, Callable[[Format, Item], bytes]] = {
    "paper": _typed,
    "docx": _typed_in_word,
    "aiken": _typed_with_feedback,
}
"""What is printed is for people; what is read was typed by them. Other formats read what they write."""


def read_back(file_format: Format, data: bytes) -> Item | None:
    drafts = file_format.read(data, Findings("x")).drafts
    return drafts[0].item if drafts else None


def losses(report: Findings) -> int:
    return sum(finding.code in LOSSES for finding in report.found)


def codes(report: Findings) -> set[str]:
    return {finding.code for finding in report.found}


def test_each_folder_with_a_format_is_registered():
    parts = [Path(place) for place in interchange.__path__]
    folders = {file.parent.name for place in parts for file in place.glob("*/held.py")}
    assert {key.replace("-", "_") for key in FORMATS} == folders


def test_every_table_is_complete():
    assert set(EXAMPLES) == set(Kind)
    assert set(HAVING) == set(TOLD) == set(FEATURE_NAMES) == set(Feature)
    for file_format in FORMATS.values():
        assert set(file_format.kinds) == set(Kind), file_format.key
        assert set(file_format.features) == set(Feature), file_format.key
        for holding in file_format.kinds.values():
            assert all(holding.why) == (holding.written is Carried.NOT), file_format.key


@pytest.mark.parametrize("kind", Kind)
@pytest.mark.parametrize("key", FORMATS)
def test_a_kind_is_held_as_said(key: str, kind: Kind):
    """Whole: it comes back the same. Not: it is named and counted in the report, and nothing else is harmed."""
    file_format, item = FORMATS[key], EXAMPLES[kind]
    holding, other = file_format.kinds[kind], _with(Kind.SINGLE, id="k-9", stem="这一题谁都写得下？")
    done = written(file_format, item, other)
    if holding.written is Carried.NOT:
        (left_out,) = [finding for finding in done.findings.found if finding.code == "X202"]
        assert (left_out.line, done.written) == (1, [other])
        assert holding.why[0] in left_out.message
        assert holding.why[1] in left_out.english_message
        assert done.data == written(file_format, other).data
    else:
        assert {item.id for item in done.written} == {item.id, other.id}
        assert "X202" not in codes(done.findings)
    if holding.read is Carried.WHOLE:
        back = read_back(file_format, FILES.get(key, _own_file)(file_format, item))
        names = ("kind", "stem", "options", "keys", "truth", "blanks", "numeric", "sequence", "premises", "part_rule")
        assert [getattr(back, name) for name in names] == [getattr(item, name) for name in names]


@pytest.mark.parametrize("feature", Feature)
@pytest.mark.parametrize("key", FORMATS)
def test_a_feature_is_held_as_said(key: str, feature: Feature):
    file_format, item = FORMATS[key], HAVING[feature]
    holding, report = file_format.features[feature], written(file_format, item).findings
    usual = losses(written(file_format, EXAMPLES[item.kind]).findings)
    if holding.written is Carried.WHOLE:
        assert losses(report) == usual, [str(finding) for finding in report.found]
    else:
        assert losses(report), "a loss that nobody is told of"
    if holding.read is Carried.WHOLE:
        file_of = _own_file if feature is Feature.PICTURES else FILES.get(key, _own_file)
        back = read_back(file_format, file_of(file_format, item))
        assert (back is not None) == (file_format.kinds[item.kind].read is Carried.WHOLE)
        assert back is None or TOLD[feature](back) == TOLD[feature](item)


def test_commands_offer_the_formats():
    for command in ("import", "export"):
        shown = CliRunner().invoke(main, [command, "--help"]).output
        for file_format in FORMATS.values():
            assert file_format.key in shown
            assert file_format.about[1].split(",")[0] in " ".join(shown.split())


def test_the_page_shows_the_values():
    page = formats_page.PAGE.read_text(encoding="utf-8")
    assert formats_page.table() in page, "run tools/formats_page.py"
    assert formats_page.with_table(page) == page


def test_names_and_endings_are_told_once():
    for side in (0, 1):
        assert len({file_format.names[side] for file_format in FORMATS.values()}) == len(FORMATS)
    for file_format in FORMATS.values():
        assert all(file_format.about)
        assert "/" in file_format.media_type
        assert file_format.written_ending.startswith(".")
        assert not set(file_format.endings) & set(file_format.old_endings)


@pytest.fixture(scope="module")
def shipped() -> list[Item]:
    _, sources = check_sources(Path(__file__).parents[2] / "content")
    return [item for bank in sources.banks for item in bank.items if item.kind in {Kind.ORDERING, Kind.MATCHING}]


def _in_words(item: Item) -> tuple[object, ...]:
    """Order, pairs and options by their texts: formats give letters of their own."""
    texts = {option.letter: option.text for option in item.options}
    pairs = [(premise.text, texts[premise.key]) for premise in item.premises]
    return item.part_rule, [texts[letter] for letter in item.sequence], pairs, sorted(texts.values())


@pytest.mark.parametrize("key", ["docx", "xlsx", "gift", "moodle-xml", "qti"])
def test_shipped_orders_and_pairs_come_back_with_their_keys_and_rules(key: str, shipped: list[Item]):
    held = [item for item in shipped if FORMATS[key].kinds[item.kind].read is Carried.WHOLE]
    assert len(held) >= 20
    drafts = FORMATS[key].read(written(FORMATS[key], *held).data, Findings("x")).drafts
    # A printed paper has the kinds together.
    assert sorted((_in_words(draft.item) for draft in drafts), key=str) == sorted(map(_in_words, held), key=str)
