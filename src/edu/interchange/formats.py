"""All formats, and which of them takes a file: by its name's end, and where several share it by what it looks like."""

from collections.abc import Mapping
from pathlib import PurePath

from edu.content.finding import Findings
from edu.interchange import aiken, docx, gift, moodle_xml, paper, qti, xlsx
from edu.interchange.exchange import LARGEST_SOURCE, Imported
from edu.interchange.format import Format

FORMATS: Mapping[str, Format] = {
    module.FORMAT.key: module.FORMAT for module in (docx, xlsx, aiken, gift, paper, qti, moodle_xml)
}
"""By their names. Where several share an ending, the first that a file looks like takes it."""

ENDINGS = tuple(dict.fromkeys(ending for file_format in FORMATS.values() for ending in file_format.endings))
_START = 200_000
"""Bytes that are looked at."""


def find_format(name: str, data: bytes) -> Format | None:
    """The format of a file, ``None`` where neither its name nor its content tells."""
    ending = PurePath(name).suffix.lower()
    sharing = _sharing(ending)
    if len(sharing) != 1 and data[:200].lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<?xml"):
        sharing = _sharing(".xml")
    elif ending in {"", ".text"}:
        sharing = _sharing(".txt")
    return next((known for known in sharing if len(sharing) == 1 or known.looks_right(data[:_START])), None)


def _sharing(ending: str) -> list[Format]:
    return [known for known in FORMATS.values() if ending in known.endings or ending in known.old_endings]


def read_file(name: str, data: bytes, findings: Findings, file_format: Format | None) -> Imported:
    """What the file holds, as ``file_format`` or else as the one that it looks like; any other file is a finding."""
    if len(data) > LARGEST_SOURCE:
        findings.add("X303", 1, size=len(data), limit=LARGEST_SOURCE)
        return Imported(findings)
    found = file_format or find_format(name, data)
    if found is None:
        findings.add("X313", 1, suffix=PurePath(name).suffix, known=" ".join(ENDINGS))
        return Imported(findings)
    return found.read(data, findings)
