"""Items of every kind for property tests, with texts that look like syntax."""

import re
from fractions import Fraction

from hypothesis import strategies as st

from edu.content.same_text import fold_option
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
    Premise,
    RubricPoint,
    Use,
    WrongRule,
)
from edu.domain.items.traits import TRAITS

HOSTILE = (
    "答案：B", "解析：略", "【解析】略", "A. 甲", "- B. 乙", "（C）丙", "## 题", "# 一、单选题", "1. 一",
    "（2）二", "\\", "\\\\答案：A",
    "编号：x", "参考答案", "一、单项选择题（每题1分）", "| 表 | 头 |", "|---|---|", "**重**", "5%", "｜；|;",
    "来源 : 无", "题型：多选", "考点;",
)  # fmt: skip
"""Lines that would be structure if they were not escaped."""

PLAIN = st.text("保证金每日结算价abc 12，。：:；;|｜\\（）()*-—“”【】#·、", min_size=1, max_size=20)


def _tidy(text: str) -> str:
    """As a file keeps it: lines without spaces around, no empty lines at the ends, at most one between."""
    lines = [line.strip() for line in text.split("\n")]
    while lines and not lines[0]:
        lines.pop(0)
    while lines and not lines[-1]:
        lines.pop()
    return "\n".join(lines)


LINE = (PLAIN | st.sampled_from(HOSTILE)).map(str.strip).filter(bool)
WORDS = PLAIN.map(str.strip).filter(lambda text: any(sign.isalnum() for sign in text))
"""One line with something to read."""

TEXT = st.lists(LINE | st.just(""), min_size=1, max_size=4).map("\n".join).map(_tidy).filter(bool)
"""Several lines, some of which look like syntax."""

OPTION_TEXT = st.lists(LINE, min_size=1, max_size=2).map("\n".join)
POINTS = st.sampled_from([Fraction(1), Fraction(2), Fraction(1, 2), Fraction(1, 3), Fraction(9, 4)])
TERMS = {
    "points": POINTS,
    "difficulty": st.sampled_from(Difficulty),
    "topic": st.just("") | WORDS,
    "basis": st.just("") | WORDS,
    "source": st.just("") | WORDS,
    "section": st.sampled_from(["", "leverage#margin"]),
    "rationale": st.just("") | TEXT,
    "use": st.just(Use.LIVE),
}


def _no_blank(text: str) -> bool:
    return "__" not in text and "{{" not in text and not re.search(r"[（(]\s*[）)]", text)


STEM = TEXT.filter(_no_blank)
CREDITS = st.sampled_from(
    [(CreditRule.PER_OPTION, Fraction(0)), (CreditRule.HALF, Fraction(0)), (CreditRule.ALL_OR_NOTHING, Fraction(0)),
     (CreditRule.FIXED, Fraction(2, 5)), (CreditRule.EACH, Fraction(1, 4)), (CreditRule.EACH, Fraction(1, 3))]
)  # fmt: skip


@st.composite
def choices(draw: st.DrawFn) -> Item:
    """A single or multiple choice."""
    texts = draw(st.lists(OPTION_TEXT, min_size=2, max_size=6))
    letters = "ABCDEFGHIJ"[: len(texts)]
    keys = draw(st.frozensets(st.sampled_from(letters), min_size=1))
    kind = draw(st.sampled_from([Kind.SINGLE, Kind.MULTIPLE])) if len(keys) == 1 else Kind.MULTIPLE
    credit, share = draw(CREDITS) if kind is Kind.MULTIPLE else (CreditRule.PER_OPTION, Fraction(0))
    wrong = draw(st.sampled_from(WrongRule)) if kind is Kind.MULTIPLE else WrongRule.NOTHING
    options = tuple(Option(letter, text) for letter, text in zip(letters, texts, strict=True))
    return draw(
        st.builds(
            Item, st.just("x-1"), st.just(kind), STEM, options=st.just(options), keys=st.just(keys),
            credit=st.just(credit), credit_share=st.just(share), wrong=st.just(wrong), **TERMS,
        )
    )  # fmt: skip


@st.composite
def fill_ins(draw: st.DrawFn) -> Item:
    """One to three blanks, each with synonyms."""
    pieces = draw(st.lists(WORDS.filter(_no_blank), min_size=2, max_size=4))
    strict = draw(st.booleans())
    words = st.lists(WORDS, min_size=1, max_size=3).map(tuple)
    blanks = tuple(Blank(draw(words), strict) for _ in pieces[1:])
    stem = st.just("____".join([pieces[0], *("，" + piece for piece in pieces[1:])]))
    return draw(
        st.builds(
            Item, st.just("x-1"), st.just(Kind.FILL_IN), stem, blanks=st.just(blanks), ordered=st.booleans(), **TERMS
        )
    )


def _sensible(numeric: Numeric) -> bool:
    return not numeric.answer.endswith("%") or numeric.places in {None, 2}


NUMERICS = st.builds(
    Numeric,
    answer=st.sampled_from(["4000", "0.5", "8%", "-3.25"]),
    margin=st.sampled_from(["", "1", "0.5", "1%"]),
    places=st.sampled_from([None, 0, 2]),
    unit=st.sampled_from(["", "元", "元/吨"]),
).filter(_sensible) | st.just(Numeric(low="3.3", high="3.4"))
VARIANTS = st.just(
    Numeric(
        answer="价格 × 单位 × 手数 × 比例",
        margin="1",
        parameters=(Parameter("手数", "1..5"), Parameter("价格", "3000..4000 每 10"), Parameter("比例", "8%、10%"),
                    Parameter("单位", "10")),
        mistakes=(Mistake("价格 × 手数 × 比例", "漏乘交易单位"), Mistake("-1", "符号")),
    )
)  # fmt: skip


def numerics(keys: st.SearchStrategy[Numeric] = NUMERICS) -> st.SearchStrategy[Item]:
    """A number to be given behind one blank."""
    return st.builds(
        Item, st.just("x-1"), st.just(Kind.NUMERIC), st.just("算出结果，为 ____ 。"), numeric=keys, **TERMS
    )


def variants() -> st.SearchStrategy[Item]:
    """With parameters and typical mistakes."""
    stem = st.just("买 {{手数}} 手，每手 {{单位}} 吨，每吨 {{价格}} 元，比例 {{比例}}，需 ____ 。")
    return st.builds(Item, st.just("x-1"), st.just(Kind.NUMERIC), stem, numeric=VARIANTS, **TERMS)


@st.composite
def written(draw: st.DrawFn) -> Item:
    """With a rubric, or without."""
    rubric = tuple(
        draw(st.lists(st.builds(RubricPoint, st.sampled_from(["先致歉", "说明时限，不推诿"]), POINTS), max_size=3))
    )
    terms = dict(TERMS)
    if rubric:
        terms["points"] = st.just(sum((point.points for point in rubric), Fraction(0)))
    reference = st.just("") | TEXT
    return draw(
        st.builds(
            Item, st.just("x-1"), st.just(Kind.WRITTEN), STEM, rubric=st.just(rubric), reference=reference, **terms
        )
    )


@st.composite
def orderings(draw: st.DrawFn) -> Item:
    """Three entries or more, in any right order."""
    texts = draw(st.lists(OPTION_TEXT, min_size=3, max_size=6))
    letters = "ABCDEFGHIJ"[: len(texts)]
    return draw(
        st.builds(
            Item, st.just("x-1"), st.just(Kind.ORDERING), STEM,
            options=st.just(tuple(map(Option, letters, texts))), sequence=st.permutations(letters).map(tuple),
            part_rule=st.sampled_from(TRAITS[Kind.ORDERING].part_rules), **TERMS,
        )
    )  # fmt: skip


@st.composite
def matchings(draw: st.DrawFn) -> Item:
    """Two rows or more; an option may belong to several or none."""
    texts = draw(st.lists(OPTION_TEXT, min_size=2, max_size=6))
    letters = "ABCDEFGHIJ"[: len(texts)]
    rows = st.builds(Premise, WORDS, st.sampled_from(letters))
    return draw(
        st.builds(
            Item, st.just("x-1"), st.just(Kind.MATCHING), STEM,
            options=st.just(tuple(map(Option, letters, texts))),
            premises=st.lists(rows, min_size=2, max_size=6, unique_by=lambda row: fold_option(row.text)).map(tuple),
            part_rule=st.sampled_from(TRAITS[Kind.MATCHING].part_rules), **TERMS,
        )
    )  # fmt: skip


TRUE_FALSE = st.builds(Item, st.just("x-1"), st.just(Kind.TRUE_FALSE), STEM, truth=st.booleans(), **TERMS)
ITEMS = choices() | fill_ins() | TRUE_FALSE | numerics() | variants() | written() | orderings() | matchings()
