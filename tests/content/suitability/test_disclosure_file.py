"""Disclosures, and the revision that follows every word."""

from datetime import date
from pathlib import Path

from edu.content.suitability.disclosure_file import read_disclosure
from tests.content.reading import read_sound

GOOD = Path(__file__).parents[2] / "good_content"


def test_disclosure_and_its_revision():
    text = (GOOD / "disclosures/example.md").read_text()
    first = read_sound(read_disclosure, text).disclosure
    assert (first.id, first.effective, first.note) == ("risk", date(2026, 1, 1), "")
    assert [paragraph.id for paragraph in first.paragraphs] == ["leverage", "closing"]
    same = read_sound(read_disclosure, text.replace("\n", "\r\n")).disclosure
    other = read_sound(read_disclosure, text.replace("亏损会放大", "亏损会放大很多")).disclosure
    assert first.revision == same.revision != other.revision
    assert len(first.revision) == 64


def test_disclosure_takes_its_lead_as_a_note():
    text = (GOOD / "disclosures/example.md").read_text().replace("## 杠杆", "请逐条阅读。\n\n## 杠杆")
    assert read_sound(read_disclosure, text).disclosure.note == "请逐条阅读。"
