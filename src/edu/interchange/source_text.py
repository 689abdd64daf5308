"""Bytes of a text file to text: UTF-8, GB18030 or UTF-16, told apart without guessing silently."""

import codecs
import re

from edu.content.finding import Findings
from edu.interchange.exchange import LARGEST_SOURCE, LONGEST_LINE

_WIDE = ((codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_LONGEST_CHARACTER = 4
_UNLIKELY = re.compile("[\ue000-\uf8ff\x80-\x9f\x00-\x08\x0b\x0c\x0e-\x1f]")
"""Characters that text files do not have: private use, and controls. A wrong encoding is full of them."""


def decode_text(data: bytes, findings: Findings) -> str | None:
    """The text, or ``None`` with a finding where it is too large, no text, or has an endless line."""
    if len(data) > LARGEST_SOURCE:
        findings.add("X303", 1, size=len(data), limit=LARGEST_SOURCE)
        return None
    text = _decode(data)
    if text is None:
        findings.add("X307", 1)
        return None
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    for number, line in enumerate(text.split("\n"), 1):
        if len(line) > LONGEST_LINE:
            findings.add("X311", number, count=len(line), limit=LONGEST_LINE)
            return None
    return text


def decode_start(data: bytes) -> str:
    """The text at the start of a file, empty where it is none; its last character may be cut."""
    whole = (decode_text(data[: len(data) - cut], Findings("")) for cut in range(_LONGEST_CHARACTER))
    return next((text for text in whole if text is not None), "")


def _decode(data: bytes) -> str | None:
    for mark, encoding in _WIDE:
        if data.startswith(mark):
            return _try(data, encoding)
    if b"\0" in data:
        return None
    text = _try(data, "utf-8-sig")
    if text is not None:
        return text
    text = _try(data, "gb18030")
    return None if text is None or len(_UNLIKELY.findall(text)) * 50 > len(text) else text


def _try(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return None
