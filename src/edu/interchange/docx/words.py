"""Names of WordprocessingML, and the small questions that every reader of it asks."""

from lxml import etree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
V = "{urn:schemas-microsoft-com:vml}"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
VAL = f"{W}val"

_STRICT = (
    (b"http://purl.oclc.org/ooxml/wordprocessingml/main", W[1:-1].encode()),
    (b"http://purl.oclc.org/ooxml/officeDocument/relationships", R[1:-1].encode()),
    (b"http://purl.oclc.org/ooxml/officeDocument/math", M[1:-1].encode()),
    (b"http://purl.oclc.org/ooxml/drawingml/main", A[1:-1].encode()),
)


def as_transitional(data: bytes) -> bytes:
    """XML with the names of the transitional standard; some programs write the strict one's."""
    if b"purl.oclc.org/ooxml" in data:
        for strict, usual in _STRICT:
            data = data.replace(strict, usual)
    return data


def val_of(parent: etree._Element | None, name: str) -> str:
    """``w:val`` of a child, empty where there is none."""
    child = parent.find(W + name) if parent is not None else None
    return child.get(VAL, "") if child is not None else ""


def number_of(parent: etree._Element | None, name: str, default: int) -> int:
    """``w:val`` of a child as a whole number."""
    text = val_of(parent, name)
    return int(text) if text.removeprefix("-").isdecimal() and len(text) < 10 else default


def is_on(parent: etree._Element | None, name: str) -> bool | None:
    """A toggle such as bold: on, off, or ``None`` where it is not said."""
    child = parent.find(W + name) if parent is not None else None
    return None if child is None else child.get(VAL, "1") not in {"0", "false", "off", "none"}
