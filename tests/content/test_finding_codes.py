"""The codes, their words and the page that documents them."""

import re
import string
from pathlib import Path

import pytest

from edu.content.finding import make_finding
from edu.content.finding_codes import CODES, FindingCode

PAGE = Path(__file__).parents[2] / "docs/findings.md"


def shown(pattern: str) -> str:
    """A pattern as the page shows it: gaps as …."""
    return "".join(
        text + ("" if name is None else "…") for text, name, _, _ in string.Formatter().parse(pattern)
    ).replace("|", "\\|")


def row(known: FindingCode) -> str:
    words = (known.message, known.english_message, known.remedy, known.english_remedy)
    return f"| {' | '.join((known.code, *map(shown, words)))} |"


def gaps(pattern: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(pattern) if name}


def test_page_and_codes_are_equal():
    rows = [line for line in PAGE.read_text(encoding="utf-8").splitlines() if re.match(r"\| [A-Z]\d", line)]
    assert rows == [row(known) for known in CODES.values()]


@pytest.mark.parametrize("known", CODES.values(), ids=CODES)
def test_both_languages_say_the_same(known: FindingCode):
    assert re.fullmatch(r"[FQLBDRPX]\d{3}", known.code)
    assert gaps(known.message) == gaps(known.english_message)
    assert gaps(known.remedy) == gaps(known.english_remedy)
    assert not re.search(r"[\u4e00-\u9fff]{4,}", known.english_message)


def test_finding_is_one_readable_line():
    finding = make_finding("Q202", "content/questions/basics.md", 31, letters="E", first="A", last="D")
    assert str(finding) == "content/questions/basics.md:31:1 Q202 答案 E 不在选项 A–D 中 — 改正答案，或补上选项"
    assert finding.english_message == "the answer E is not among the options A–D"


def test_values_are_shortened_and_stay_on_the_line():
    finding = make_finding("Q110", "x.md", 1, text="行\n" * 500 + "{letters}")
    assert "\n" not in str(finding)
    assert len(str(finding)) < 300


def test_value_may_differ_between_languages():
    finding = make_finding("P205", "x.md", 1, audience=("个人", "individuals"))
    assert (finding.message, finding.english_message) == ("没有个人的分数档", "there are no bands for individuals")
