"""XML from strangers: no entities, no DTD, no network, bounded depth."""

import re

from lxml import etree

from edu.content.finding import Findings

_DEEPEST = 100
"""Elements within elements."""

_DECLARES = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)


def parse_xml(data: bytes, findings: Findings) -> etree._Element | None:
    """The root element, or ``None`` with a finding. Comments and processing instructions are left out."""
    if _declares(data):
        findings.add("X305", 1)
        return None
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        _report(error, findings)
        return None
    if _depth(root) > _DEEPEST:
        findings.add("X308", 1)
        return None
    return root


def line_of(element: etree._Element) -> int:
    """Where the element starts in its file, from 1."""
    line: object = element.sourceline
    return line if isinstance(line, int) and line > 0 else 1


def _declares(data: bytes) -> bool:
    """A declaration in any encoding that XML knows: the wide ones have a NUL beside each ASCII sign."""
    return _DECLARES.search(data[:100_000].replace(b"\0", b"")) is not None


def _report(error: Exception, findings: Findings) -> None:
    line, column = getattr(error, "position", None) or (1, 1)
    if "depth" in str(error).casefold():
        findings.add("X308", max(line, 1))
    else:
        findings.add("X306", max(line, 1), max(column, 1), reason=error)


def _depth(root: etree._Element) -> int:
    deepest, level = 0, 0
    for event, _ in etree.iterwalk(root, events=("start", "end")):
        level += 1 if event == "start" else -1
        deepest = max(deepest, level)
    return deepest
