"""Which reader takes a file: by its name's end, and for text by what it looks like."""

import re
from collections.abc import Callable, Mapping
from pathlib import PurePath

from edu.content.finding import Findings
from edu.interchange.exchange import LARGEST_SOURCE, Imported
from edu.interchange.paper.text import read_paper
from edu.interchange.source_text import decode_text

Reader = Callable[[bytes, Findings], Imported]


def _read_paper(data: bytes, findings: Findings) -> Imported:
    text = decode_text(data, findings)
    return Imported(findings) if text is None else read_paper(text, findings)


def _read_gift(data: bytes, findings: Findings) -> Imported:
    from edu.interchange.gift import read_gift

    text = decode_text(data, findings)
    return Imported(findings) if text is None else read_gift(text, findings)


def _read_aiken(data: bytes, findings: Findings) -> Imported:
    from edu.interchange.aiken import read_aiken

    text = decode_text(data, findings)
    return Imported(findings) if text is None else read_aiken(text, findings)


def _read_moodle_xml(data: bytes, findings: Findings) -> Imported:
    from edu.interchange.moodle_xml import read_moodle_xml

    return read_moodle_xml(data, findings)


def _read_qti(data: bytes, findings: Findings) -> Imported:
    from edu.interchange.qti import read_qti

    return read_qti(data, findings)


def _read_xlsx(data: bytes, findings: Findings) -> Imported:
    from edu.interchange.xlsx import read_xlsx

    return read_xlsx(data, findings)


def _read_docx(data: bytes, findings: Findings) -> Imported:
    from edu.interchange.docx import read_docx

    return read_docx(data, findings)


READERS: Mapping[str, Reader] = {
    "paper": _read_paper,
    "docx": _read_docx,
    "xlsx": _read_xlsx,
    "gift": _read_gift,
    "aiken": _read_aiken,
    "moodle-xml": _read_moodle_xml,
    "qti": _read_qti,
}
"""By the name of the format. Each library is loaded when its format is read, so that others start quickly."""

_BY_SUFFIX = {".docx": "docx", ".docm": "docx", ".doc": "docx", ".xlsx": "xlsx", ".xlsm": "xlsx", ".xls": "xlsx",
              ".gift": "gift", ".aiken": "aiken", ".zip": "qti", ".imscc": "qti", ".md": "paper"}  # fmt: skip
SUFFIXES = (".txt", ".md", ".docx", ".xlsx", ".gift", ".aiken", ".xml", ".zip")
_GIFT = re.compile(r"^\s*(?:\$CATEGORY:|::.+?::)|(?<!\\)\{\s*(?:[=~#]|T\s*\}|F\s*\}|TRUE|FALSE|\})", re.MULTILINE)
_AIKEN = re.compile(r"^ANSWER\s*[:：]\s*[A-Z]\s*$", re.MULTILINE)
_QTI = re.compile(rb"<(?:[\w-]+:)?(?:assessmentItem|qti-assessment-item|questestinterop|assessmentTest|manifest)\b")


def find_format(name: str, data: bytes) -> str | None:
    """The format of a file, ``None`` where neither its name nor its content tells."""
    suffix = PurePath(name).suffix.lower()
    if suffix in _BY_SUFFIX:
        return _BY_SUFFIX[suffix]
    if suffix == ".xml" or data[:200].lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<?xml"):
        return "qti" if _QTI.search(data[:20_000]) else "moodle-xml"
    if suffix not in {".txt", "", ".text"}:
        return None
    text = decode_text(data[:200_000], Findings("")) or ""
    if _AIKEN.search(text):
        return "aiken"
    return "gift" if _GIFT.search(text) and "答案" not in text else "paper"


def read_file(name: str, data: bytes, findings: Findings, file_format: str = "") -> Imported:
    """What the file holds. A file of another kind is a finding."""
    if len(data) > LARGEST_SOURCE:
        findings.add("X303", 1, size=len(data), limit=LARGEST_SOURCE)
        return Imported(findings)
    found = file_format or find_format(name, data)
    if found is None:
        findings.add("X313", 1, suffix=PurePath(name).suffix, known=" ".join(SUFFIXES))
        return Imported(findings)
    return READERS[found](data, findings)
