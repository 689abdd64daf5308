"""Files that are not what they say, or that would harm: one clear finding each, and bounded work."""

import io
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from edu.content.finding import Findings
from edu.interchange.exchange import LARGEST_SOURCE, LONGEST_LINE, MOST_ITEMS
from edu.interchange.formats import FORMATS, find_format, read_file
from edu.interchange.safe_xml import parse_xml
from edu.interchange.safe_zip import MOST_FILES
from edu.interchange.source_text import decode_start

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600
ENCRYPTED = OLE + "EncryptedPackage".encode("utf-16-le")
LAUGHS = '<?xml version="1.0"?><!DOCTYPE q [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]><quiz><q>&b;</q></quiz>'
OUTSIDE = '<?xml version="1.0"?><!DOCTYPE q [<!ENTITY x SYSTEM "file:///etc/passwd">]><quiz>&x;</quiz>'


def a_zip(**members: bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return buffer.getvalue()


def many_files() -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for number in range(MOST_FILES + 1):
            archive.writestr(f"f{number}", b"")
    return buffer.getvalue()


def codes_of(name: str, data: bytes) -> list[str]:
    findings = Findings(name)
    imported = read_file(name, data, findings, None)
    assert imported.findings is findings
    return [finding.code for finding in findings.found]


CASES = {
    "old-word.doc": (OLE, "X302"),
    "renamed.docx": (OLE, "X302"),
    "renamed.xlsx": (OLE, "X302"),
    "locked.docx": (ENCRYPTED, "X309"),
    "text.docx": ("一、单选题".encode(), "X301"),
    "text.xlsx": (b"a,b,c", "X301"),
    "cut.docx": (a_zip(a=b"x" * 100)[:60], "X301"),
    "other.docx": (a_zip(hello=b"x"), "X301"),
    "other.xlsx": (a_zip(hello=b"x"), "X301"),
    "bomb.docx": (a_zip(bomb=b"\0" * 50_000_000), "X304"),
    "bomb.xlsx": (a_zip(bomb=b"\0" * 50_000_000), "X304"),
    "many.zip": (many_files(), "X304"),
    "laughs.xml": (LAUGHS.encode(), "X305"),
    "laughs16.xml": (LAUGHS.encode("utf-16"), "X305"),
    "outside.xml": (OUTSIDE.encode(), "X305"),
    "broken.xml": (b"<quiz><question></quiz>", "X306"),
    "deep.xml": (b"<quiz>" + b"<a>" * 5000 + b"</a>" * 5000 + b"</quiz>", "X308"),
    "binary.txt": (bytes(range(256)) * 20, "X307"),
    "noise.txt": (b"\x81\x30\x81" * 7 + b"\xff\xff", "X307"),
    "empty.txt": (b"", "X310"),
    "empty.xml": (b"", "X306"),
    "line.txt": (b"x" * (LONGEST_LINE + 1), "X311"),
    "huge.txt": (b"x" * (LARGEST_SOURCE + 1), "X303"),
    "what.pdf": (b"%PDF-1.7", "X313"),
    "nul.gift": (b"::a::b\0{T}", "X307"),
}


@pytest.mark.parametrize("name", CASES)
def test_each_gives_its_finding(name: str):
    data, code = CASES[name]
    assert codes_of(name, data)[0] == code


@pytest.mark.slow  # a hundred thousand lines
def test_too_many_items():
    text = "\n".join(f"## 第 {n} 件事。\n答案：对" for n in range(MOST_ITEMS + 1))
    assert codes_of("many.md", text.encode()) == ["X312"]


def test_no_entity_is_ever_expanded():
    findings = Findings("x.xml")
    assert parse_xml(OUTSIDE.encode(), findings) is None
    late = "<quiz>" + " " * 200_000 + '<!DOCTYPE q [<!ENTITY x "y">]></quiz>'
    assert parse_xml(late.encode(), Findings("x.xml")) is None


@pytest.mark.parametrize(
    ("name", "text", "file_format"),
    [
        ("a.txt", "1. 题\n答案：对", "paper"), ("a.txt", "::题:: 一 {T}", "gift"), ("a.txt",
        "Q?\nA. a\nB. b\nANSWER: A", "aiken"),
        ("a.xml", "<quiz/>", "moodle-xml"), ("a.xml", "<assessmentItem/>", "qti"), ("a.xml", "<qti-assessment-item/>",
        "qti"),
        ("a.docx", "", "docx"), ("A.XLSX", "", "xlsx"), ("a.zip", "", "qti"), ("a.md", "{T}", "paper"), ("a.gift", "",
        "gift"),
        ("pasted", "1、题（A）\nA、甲 B、乙", "paper"), ("a.pdf", "", None), ("a.txt", "1. 填{=甲}空\n答案：甲",
        "paper"),
    ],
)  # fmt: skip
def test_formats_are_told_apart(name: str, text: str, file_format: str | None):
    found = find_format(name, text.encode())
    assert (found.key if found else None) == file_format


def test_a_character_cut_at_the_end_of_what_is_looked_at_hides_nothing():
    assert decode_start("::题:: 一 {T}".encode() + "二".encode()[:2]) == "::题:: 一 {T}"


@pytest.mark.parametrize("key", FORMATS)
@settings(max_examples=40, deadline=None)
@given(data=st.binary(max_size=300) | st.text(max_size=200).map(lambda text: text.encode("utf-8", "surrogatepass")))
def test_no_reader_fails_on_anything(key: str, data: bytes):
    findings = Findings("x")
    imported = read_file("x", data, findings, FORMATS[key])
    assert all(finding.line >= 1 and finding.column >= 1 and finding.message for finding in imported.findings.found)
