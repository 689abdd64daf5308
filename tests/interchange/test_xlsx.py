"""Excel in and out: dialects of sheets, what cells can hold, damage, and the round trip."""

import io
import zipfile
from datetime import date
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.worksheet.worksheet import Worksheet

from edu.content.finding import Findings
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
    RubricPoint,
    WrongRule,
)
from edu.interchange.exchange import Imported
from edu.interchange.xlsx import reading, sheets
from edu.interchange.xlsx.reading import read_xlsx
from edu.interchange.xlsx.writing import write_xlsx

HEAD = ("题型", "题干", "选项A", "选项B", "选项C", "答案", "解析")
SINGLE = ("单选", "期货交易实行的结算制度是（ ）。", "当日无负债结算", "到期结算", "每月结算", "A", "每日结算")


def sheet_of(made: Workbook) -> Worksheet:
    sheet = made.active
    assert isinstance(sheet, Worksheet)
    return sheet


def book(*rows: Any, name: str = "Sheet1") -> Workbook:
    made = Workbook()
    sheet = sheet_of(made)
    sheet.title = name
    for row in rows:
        sheet.append(row)
    return made


def saved(made: Workbook) -> bytes:
    stream = io.BytesIO()
    made.save(stream)
    return stream.getvalue()


def read(*rows: Any, name: str = "Sheet1") -> Imported:
    return read_xlsx(saved(book(*rows, name=name)), Findings("题库.xlsx"))


def items(imported: Imported) -> list[Item]:
    return [draft.item for draft in imported.drafts]


def codes(imported: Imported) -> list[str]:
    return [finding.code for finding in imported.findings.found]


def test_a_plain_sheet():
    imported = read(HEAD, SINGLE, ("判断", "期货可以做空。", None, None, None, "√", "对"))

    single, truth = items(imported)
    assert (single.kind, single.keys, single.rationale) == (Kind.SINGLE, frozenset("A"), "每日结算")
    assert [option.text for option in single.options] == ["当日无负债结算", "到期结算", "每月结算"]
    assert (truth.kind, truth.truth) == (Kind.TRUE_FALSE, True)
    assert [draft.line for draft in imported.drafts] == [2, 3]
    assert imported.drafts[0].source.startswith("题型：单选\n题干：期货交易")
    assert codes(imported) == []


@pytest.mark.parametrize(
    ("heading", "row"),
    [
        (("试 题", "A", "B", "正确答案", "答案解析"), ("甲是（ ）", "一", "二", "A", "因为")),
        (("题目（必填）", "A选项", "B选项", "标准答案", "试题解析"), ("甲是（ ）", "一", "二", "a", "因为")),
        (("问题", "选项１", "选项２", "答案", "解析"), ("甲是（ ）", "一", "二", "1", "因为")),
        (("解析", "答案", "选项", "题干*"), ("因为", "A", "一\n二", "甲是（ ）")),
        (("解析", "答案", "选项", "题干"), ("因为", "一", "A.一 B.二", "甲是（ ）")),
        (("解析", "答案", "选项", "题干"), ("因为", "A", "一|二", "甲是（ ）")),
        (("解析", "答案", "选项", "题干"), ("因为", "A", "A、一；B、二", "甲是（ ）")),
        (("解析", "参考答案", "选项", "题干"), ("因为", "A", "一；二", "甲是（ ）")),
        (("题干", "答案", "解析"), ("甲是（ ）\nA. 一\nB. 二", "A", "因为")),
        (("Question", "Option A", "Option B", "Answer", "Explanation"), ("甲是（ ）", "A. 一", "B. 二", "A", "因为")),
    ],
)
def test_headings_and_options_in_many_dresses(heading, row):
    (item,) = items(read((), ("某公司题库",), heading, row))
    assert item.stem == "甲是（ ）"
    assert [(option.letter, option.text) for option in item.options] == [("A", "一"), ("B", "二")]
    assert item.keys == frozenset("A")
    assert item.rationale == "因为"


@pytest.mark.parametrize(
    "answer", ["AC", "ac", "A,C", "A，C", "A、C", "A|C", "A;C", "A C", "ＡＣ", "Ａ；Ｃ", "A和C", "甲|丙"]
)
def test_keys_in_many_dresses(answer):
    (item,) = items(read(HEAD, ("多选", "哪些对？", "甲", "乙", "丙", answer, "因为")))
    assert item.keys == frozenset("AC")


@pytest.mark.parametrize(
    ("answer", "truth"),
    [
        ("对", True),
        ("√", True),
        ("正确", True),
        ("T", True),
        (True, True),
        (1, True),
        ("1", True),
        ("是", True),
        ("A", True),
        ("错", False),
        ("×", False),
        ("错误", False),
        ("F", False),
        (False, False),
        (0, False),
        (0.0, False),
        ("B", False),
    ],
)
def test_truth_in_many_dresses(answer, truth):
    (item,) = items(read(HEAD, ("判断题", "期货可以做空。", None, None, None, answer, "因为")))
    assert item.truth is truth


def test_one_and_zero_are_no_truth_without_the_kind():
    (item,) = items(read(HEAD, (None, "一手是____张", None, None, None, 1, "因为")))
    assert item.kind is Kind.NUMERIC


def test_a_true_false_item_with_its_words_as_options():
    imported = read(HEAD, ("判断", "期货可以做空。", "正确", "错误", None, "B", "因为"))
    assert items(imported)[0].truth is False
    assert items(imported)[0].options == ()
    assert codes(imported) == ["X102"]


def test_all_kinds_and_fields():
    head = (
        "题型",
        "题干",
        "选项A",
        "选项B",
        "答案",
        "解析",
        "难易程度",
        "分数",
        "考点",
        "编号",
        "依据",
        "出处",
        "漏选",
        "评分标准",
        "参考答案",
        "参数",
        "常见错误",
    )
    imported = read(
        head,
        ("多选", "哪些对", "甲", "乙", "AB", "因", "较难", 2, "保证金", "lev-001", "第二条", "内部", "得半"),
        ("填空", "了结方式包括____和____。", None, None, "（不分顺序）对冲平仓|平仓；实物交割", "因", "易", 1.5),
        ("填空", "了结方式包括（ ）和（ ）。", None, None, "平仓\n交割", "因"),
        (
            "计算",
            "价格{{价}}，{{价}}的 8% 是____元。",
            None,
            None,
            "{{价 × 8%}} ± 1",
            "因",
            None,
            None,
            None,
            None,
            None,
            None,
            None,
            None,
            None,
            "价 = 3000..4000 每 10",
            "{{价 × 5%}} → 比例错了",
        ),
        (
            "简答题",
            "说明保证金。",
            None,
            None,
            None,
            "因",
            "中",
            5,
            None,
            None,
            None,
            None,
            None,
            "含义（2 分）\n作用（3 分）",
            "保证金是……",
        ),
    )
    multiple, blanks, opened, numeric, written = items(imported)
    assert (multiple.id, multiple.points, multiple.topic, multiple.basis) == ("lev-001", 2, "保证金", "第二条")
    assert (multiple.source, multiple.credit, multiple.difficulty) == ("内部", CreditRule.HALF, Difficulty.HARD)
    assert blanks.blanks == (Blank(("对冲平仓", "平仓")), Blank(("实物交割",)))
    assert not blanks.ordered
    assert blanks.points == Fraction(3, 2)
    assert opened.stem == "了结方式包括____和____。"
    assert numeric.numeric is not None
    assert numeric.numeric.parameters == (Parameter("价", "3000..4000 每 10"),)
    assert [mistake.feedback for mistake in numeric.numeric.mistakes] == ["比例错了"]
    assert written.rubric == (RubricPoint("含义", Fraction(2)), RubricPoint("作用", Fraction(3)))
    assert written.reference == "保证金是……"
    assert codes(imported) == ["X102", "X102", "X102"]  # 较难, the answer in lines, the brackets


def test_numbers_as_cells():
    made = book(
        ("题型", "题干", "答案", "解析"),
        ("填空", "____", 1.0, 1),
        ("填空", "比例是____", 0.08, 2),
        ("填空", "____", 3500.5, 3),
    )
    sheet_of(made)["C3"].number_format = "0.00%"
    got = items(read_xlsx(saved(made), Findings("x")))
    assert [item.blanks[0].accepted for item in got] == [("1",), ("8%",), ("3500.5",)]


def test_a_date_is_reported():
    imported = read(("题型", "题干", "答案", "解析"), ("填空", "____施行", date(2022, 8, 1), "因"))
    assert items(imported)[0].blanks[0].accepted == ("2022-08-01",)
    assert "单元格 C2 的日期" in imported.findings.found[0].message


def test_formulas_fail_their_row_only():
    imported = read(
        ("序号", *HEAD), ("=ROW()-1", *SINGLE), (2, *SINGLE[:5], '=UPPER("a")', "因"), (3, *SINGLE[:5], '="A"', "因")
    )
    assert [draft.line for draft in imported.drafts] == [2, 4]
    assert [unread.line for unread in imported.unread] == [3]
    assert [(finding.code, finding.line, finding.column) for finding in imported.findings.found] == [("X103", 3, 7)]
    assert "单元格 G3 是公式" in imported.findings.found[0].message


def test_error_values_fail_their_row():
    imported = read(HEAD, (*SINGLE[:5], "#N/A", "因"))
    assert codes(imported) == ["X103"]
    assert len(imported.unread) == 1


def test_unknown_columns_are_named_once():
    imported = read((*HEAD, "出题人", "审核人"), (*SINGLE, "周敏", "李"), (*SINGLE, "周敏", "李"))
    assert [(finding.code, finding.line, finding.column) for finding in imported.findings.found] == [
        ("X101", 1, 8),
        ("X101", 1, 9),
    ]
    assert "列“出题人”" in imported.findings.found[0].message


def test_sheets_name_kinds_and_remarks_are_passed_over():
    made = book(("题干", "答案", "解析"), ("期货可以做空。", 1, "因"), name="判断题")
    made.create_sheet("填写说明").append(("每行一题",))
    made.create_sheet("Sheet3")
    made.create_sheet("填空").append(("题干", "答案", "解析"))
    made["填空"].append(("一手____吨", "十", "因"))
    imported = read_xlsx(saved(made), Findings("题库.xlsx"))

    assert [item.kind for item in items(imported)] == [Kind.TRUE_FALSE, Kind.FILL_IN]
    assert [(finding.code, finding.path) for finding in imported.findings.found] == [("X101", "题库.xlsx[填写说明]")]


def test_parts_within_a_sheet_name_the_kind():
    imported = read(
        ("题干", "答案", "解析"),
        ("一、判断题（每题2分）",),
        ("期货可以做空。", 1, "因"),
        ("二、填空题",),
        ("一手____吨", 10, "因"),
    )
    truth, blank = items(imported)
    assert (truth.kind, truth.points, blank.kind) == (Kind.TRUE_FALSE, 2, Kind.FILL_IN)


def test_merged_kinds_belong_to_each_row():
    made = book(HEAD, SINGLE, (None, *SINGLE[1:]), ("多选", *SINGLE[1:5], "AB", "因"))
    sheet_of(made).merge_cells("A2:A3")
    imported = read_xlsx(saved(made), Findings("x"))
    assert [item.kind for item in items(imported)] == [Kind.SINGLE, Kind.SINGLE, Kind.MULTIPLE]
    assert "合并单元格 A2:A3" in imported.findings.found[0].message


def test_options_one_a_row_below_a_merged_stem():
    made = book(
        ("题干", "选项", "答案", "解析"),
        ("甲是（ ）", "A. 一", "B", "因"),
        (None, "B. 二"),
        ("乙是（ ）", "A. 三", "A", "因"),
        (None, "B. 四"),
    )
    for name in ("A2:A3", "A4:A5"):
        sheet_of(made).merge_cells(name)
    got = items(read_xlsx(saved(made), Findings("x")))
    assert [[option.text for option in item.options] for item in got] == [["一", "二"], ["三", "四"]]


def test_letters_below_a_wide_heading():
    made = book(
        ("题干", "选项", None, None, "答案", "解析"), (None, "A", "B", "C"), (SINGLE[1], *SINGLE[2:5], "C", "因")
    )
    sheet_of(made).merge_cells("B1:D1")
    (item,) = items(read_xlsx(saved(made), Findings("x")))
    assert len(item.options) == 3


def test_hidden_rows_columns_and_sheets_are_read_and_reported():
    made = book(HEAD, SINGLE, SINGLE)
    sheet_of(made).row_dimensions[3].hidden = True
    sheet_of(made).column_dimensions["F"].hidden = True
    made.create_sheet("空")
    sheet_of(made).sheet_state = "hidden"
    imported = read_xlsx(saved(made), Findings("x"))
    assert len(imported.drafts) == 2
    assert [finding.message.split("改写")[0] for finding in imported.findings.found] == [
        "隐藏的工作表“Sheet1”",
        "隐藏的第 3 行",
        "隐藏的列 F",
    ]


def test_rich_text_keeps_bold_and_exponents():
    bold, raised = InlineFont(b=True), InlineFont(vertAlign="superscript")
    stem = CellRichText("下列", TextBlock(bold, "不"), "正确的是 10", TextBlock(raised, "2"), "（ ）")
    imported = read(HEAD, ("单选", stem, "甲", CellRichText(TextBlock(bold, "乙")), "丙", "A", "因"))
    assert items(imported)[0].stem == "下列**不**正确的是 10²（ ）"
    assert items(imported)[0].options[1].text == "乙"
    assert codes(imported) == ["X102"]


def test_unknown_kinds_and_incomplete_rows_are_unread():
    imported = read(
        HEAD, ("听写题", "听", None, None, None, "A", "因"), ("单选", "没有答案", "甲", "乙", None, None, None), SINGLE
    )
    assert [unread.line for unread in imported.unread] == [2, 3]
    assert codes(imported)[:2] == ["X104", "Q201"]
    assert len(imported.drafts) == 1


def test_a_strange_number_is_no_id():
    head = ("编号", *HEAD)
    imported = read(head, (1, *SINGLE), ("Q-2", *SINGLE), ("lev-3", *SINGLE))
    assert [item.id for item in items(imported)] == ["", "", "lev-3"]
    assert codes(imported) == ["X101"]


def test_headings_said_again_are_no_item():
    assert len(read(HEAD, SINGLE, HEAD, SINGLE).drafts) == 2


def test_macros_are_reported_and_not_run():
    data = rebuilt(saved(book(HEAD, SINGLE)), {"xl/vbaProject.bin": b"\0"})
    imported = read_xlsx(data, Findings("x.xlsm"))
    assert codes(imported) == ["X101"]
    assert len(imported.drafts) == 1


def rebuilt(data: bytes, parts: dict[str, bytes]) -> bytes:
    """The archive with some parts replaced or added."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, parts.pop(name, old.read(name)))
        for name, part in parts.items():
            new.writestr(name, part)
    return stream.getvalue()


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "X301"),
        (b"PK\x03\x04 no zip", "X301"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "X302"),
        (b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le"), "X309"),
        (rebuilt(saved(book(HEAD)), {"xl/worksheets/sheet1.xml": b"<worksheet"}), "X306"),
        (rebuilt(saved(book(HEAD)), {"xl/worksheets/sheet1.xml": b"<!DOCTYPE a><a/>"}), "X305"),
        (rebuilt(saved(book(HEAD)), {"xl/workbook.xml": b"<a/>"}), "X310"),
        (saved(book()), "X310"),
        (saved(book(HEAD)), "X310"),
    ],
)
def test_what_cannot_be_read(data, code):
    imported = read_xlsx(data, Findings("x"))
    assert codes(imported) in ([code], ["X301"])
    assert not imported.drafts


def test_a_row_far_down_costs_nothing():
    made = book(HEAD, SINGLE)
    sheet_of(made)["B900000"] = "远"
    imported = read_xlsx(saved(made), Findings("x"))
    assert codes(imported) == ["X101"]
    assert len(imported.drafts) == 1


# --- Writing, and back ---


def write(*given: Item) -> tuple[bytes, Findings]:
    findings = Findings("出")
    exported = write_xlsx(given, findings)
    return exported.data, findings


def test_nothing_becomes_a_formula():
    item = Item("", Kind.SINGLE, "=1+1 等于", "+2", (Option("A", "=2"), Option("B", "-3")), frozenset("A"))
    data, _ = write(item)
    sheet = load_workbook(io.BytesIO(data))["题库"]
    cells = [cell for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert {cell.data_type for cell in cells} == {"s"}
    assert sheet.freeze_panes == "C2"
    assert sheet["B2"].alignment.wrap_text
    assert items(read_xlsx(data, Findings("x"))) == [item]


def test_what_has_no_place_is_reported():
    picture = Item("", Kind.TRUE_FALSE, "看图 ![图](a.png)", "因", truth=True, pictures=(Picture("a.png", "0" * 64),))
    long = Item("", Kind.TRUE_FALSE, "长" * 40_000, "因", truth=True)
    broken = Item("", Kind.TRUE_FALSE, "坏\ud800", "因", truth=True)
    data, findings = write(picture, long, broken)
    assert [(finding.code, finding.line) for finding in findings.found] == [("X201", 1), ("X202", 2), ("X202", 3)]
    assert len(items(read_xlsx(data, Findings("x")))) == 1


WORDS = (
    st.text(
        st.one_of(
            st.sampled_from("期货保证金结算价格的是不了甲乙丙，。、；：“”（）％＋－＝《》"),
            st.sampled_from("|｜\\*_=+-@#<>&'\"{}[]$%.ABC123 \n\t✓"),
            st.characters(min_codepoint=32, max_codepoint=0x9FFF, exclude_categories=("Cs", "Cc", "Zl", "Zp", "Cn")),
        ),
        min_size=1,
        max_size=30,
    )
    .map(lambda text: "\n".join(line.strip() for line in text.split("\n")).strip())
    .filter(bool)
)
PLAIN = st.text(st.sampled_from("期货保证金结算价格甲乙丙吨手x12；|"), min_size=1, max_size=8)
COMMON = {
    "id": st.sampled_from(["", "lev-001", "a"]),
    "rationale": st.one_of(st.just(""), WORDS),
    "points": st.sampled_from([Fraction(1), Fraction(1, 2), Fraction(1, 3), Fraction(20)]),
    "difficulty": st.sampled_from(Difficulty),
    "topic": st.one_of(st.just(""), PLAIN),
    "basis": st.one_of(st.just(""), WORDS),
    "source": st.one_of(st.just(""), PLAIN),
    "section": st.sampled_from(["", "leverage#margin"]),
}


@st.composite
def choices(draw: st.DrawFn) -> Item:
    texts = draw(st.lists(WORDS, min_size=2, max_size=10))
    letters = "ABCDEFGHIJ"[: len(texts)]
    keys = draw(st.frozensets(st.sampled_from(letters), min_size=1))
    kind = Kind.MULTIPLE if len(keys) > 1 else draw(st.sampled_from([Kind.SINGLE, Kind.MULTIPLE]))
    credit, share = CreditRule.PER_OPTION, Fraction(0)
    if kind is Kind.MULTIPLE:
        rules = [(rule, Fraction(0)) for rule in (CreditRule.PER_OPTION, CreditRule.HALF, CreditRule.ALL_OR_NOTHING)]
        rules += [(CreditRule.FIXED, Fraction(2, 5)), (CreditRule.EACH, Fraction(1, 3))]
        credit, share = draw(st.sampled_from(rules))
    wrong = draw(st.sampled_from(WrongRule)) if kind is Kind.MULTIPLE else WrongRule.NOTHING
    options = tuple(Option(letter, text) for letter, text in zip(letters, texts, strict=True))
    return draw(
        st.builds(
            Item,
            kind=st.just(kind),
            stem=WORDS,
            options=st.just(options),
            keys=st.just(keys),
            credit=st.just(credit),
            credit_share=st.just(share),
            wrong=st.just(wrong),
            **COMMON,
        )
    )


@st.composite
def fill_ins(draw: st.DrawFn) -> Item:
    strict = draw(st.booleans())
    blanks = draw(st.lists(st.lists(PLAIN, min_size=1, max_size=3).map(tuple), min_size=1, max_size=4))
    stem = draw(PLAIN) + "".join(f"____、{draw(PLAIN)}" for _ in blanks)
    made = tuple(Blank(accepted, strict) for accepted in blanks)
    return draw(
        st.builds(
            Item, kind=st.just(Kind.FILL_IN), stem=st.just(stem), blanks=st.just(made), ordered=st.booleans(), **COMMON
        )
    )


TRUTHS = st.builds(Item, kind=st.just(Kind.TRUE_FALSE), stem=WORDS, truth=st.booleans(), **COMMON)
NUMBERS = st.builds(
    Item,
    kind=st.just(Kind.NUMERIC),
    stem=st.just("{{价}} 的一部分是____元"),
    numeric=st.sampled_from(
        [
            Numeric("4000", "1", unit="元"),
            Numeric(
                "价 × 8%",
                "1%",
                places=2,
                unit="元",
                parameters=(Parameter("价", "3000..4000 每 10"),),
                mistakes=(Mistake("价 × 5%", "比例错了"), Mistake("1", "太小")),
            ),
            Numeric(low="3.3", high="3.4", unit="元"),
        ]
    ),
    **COMMON,
)
WRITTEN = st.builds(
    Item,
    kind=st.just(Kind.WRITTEN),
    stem=WORDS,
    rubric=st.just((RubricPoint("含义", Fraction(2)), RubricPoint("作用", Fraction(1, 2)))),
    reference=WORDS,
    **(COMMON | {"points": st.just(Fraction(5, 2))}),
)


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.one_of(choices(), fill_ins(), TRUTHS, NUMBERS, WRITTEN), min_size=1, max_size=3))
def test_what_is_written_reads_back(given_items):
    findings = Findings("出")
    exported = write_xlsx(given_items, findings)
    left_out = [finding for finding in findings.found if finding.code == "X202"]
    assert len(exported.written) + len(left_out) == len(given_items)
    imported = read_xlsx(exported.data, Findings("入"))
    assert items(imported) == exported.written


def test_every_plain_item_is_written():
    findings = Findings("出")
    plain = [
        Item(
            "",
            Kind.SINGLE,
            "A. 不像选项的题干\n第二行",
            "因",
            (Option("A", "A. 甲"), Option("B", "B. 乙")),
            frozenset("B"),
        ),
        Item("", Kind.MULTIPLE, "不定项", "因", (Option("A", "甲"), Option("B", "乙")), frozenset("B")),
        Item("", Kind.FILL_IN, "____和____", "因", blanks=(Blank(("a|b",)), Blank(("c；d", "\\")))),
        Item("", Kind.FILL_IN, "____", "因", blanks=(Blank(("3500",), strict=True),), ordered=False),
        Item("", Kind.TRUE_FALSE, "对不对", "", truth=False),
    ]
    assert write_xlsx(plain, findings).written == plain
    assert findings.found == []


GOOD = saved(book(HEAD, SINGLE, SINGLE, ("填空", "____", None, None, None, 1, "因")))


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_damage_is_a_finding_and_never_an_error(data):
    with zipfile.ZipFile(io.BytesIO(GOOD)) as archive:
        name = data.draw(st.sampled_from(archive.namelist()))
        part = archive.read(name)
    start = data.draw(st.integers(0, len(part)))
    end = data.draw(st.integers(start, min(len(part), start + 40)))
    new = data.draw(
        st.one_of(st.binary(max_size=12), st.sampled_from([b"<a>", b'"', b"&#x0;", b"-1", b"1e400", b"A9999999"]))
    )
    whole = data.draw(st.sampled_from(["part", "bytes"]))
    damaged = part[:start] + new + part[end:]
    given_bytes = rebuilt(GOOD, {name: damaged}) if whole == "part" else GOOD[:start] + new + GOOD[end:]
    imported = read_xlsx(given_bytes, Findings("x"))
    assert all(finding.line >= 1 and finding.column >= 1 and finding.message for finding in imported.findings.found)
    assert imported.drafts or imported.unread or imported.findings.found


@settings(max_examples=50, deadline=None)
@given(
    st.lists(
        st.lists(
            st.one_of(
                st.none(),
                st.integers(),
                st.floats(allow_nan=False, allow_infinity=False),
                st.booleans(),
                PLAIN,
                st.sampled_from([*HEAD, *SINGLE]),
            ),
            max_size=8,
        ),
        max_size=8,
    )
)
def test_any_sheet_is_read(rows):
    imported = read_xlsx(saved(book(HEAD, *rows)), Findings("x"))
    assert len(imported.drafts) + len(imported.unread) <= len(rows)


def test_too_many_rows(monkeypatch):
    monkeypatch.setattr(sheets, "MOST_SHEET_ROWS", 3)
    monkeypatch.setattr(reading, "MOST_SHEET_ROWS", 3)
    imported = read(HEAD, SINGLE, SINGLE, SINGLE)
    assert codes(imported) == ["X312"]
    assert not imported.drafts


def test_what_stands_above_the_headings_is_named():
    imported = read(("某公司题库", "2026"), HEAD, SINGLE)
    assert [(finding.code, finding.line) for finding in imported.findings.found] == [("X101", 1)]
    assert "某公司题库 2026" in imported.findings.found[0].message
