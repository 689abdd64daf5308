"""One vocabulary for all versions: the names of QTI 2, without namespaces.

QTI 3 writes ``qti-assessment-item`` and ``response-identifier`` where QTI 2 has ``assessmentItem`` and
``responseIdentifier``; the content models hardly differ.
"""

from collections.abc import Iterator

from lxml import etree

_PREFIX = "qti-"
_KEPT = ("data-", "aria-")


def make_plain(element: etree._Element) -> etree._Element:
    """A copy with plain names and the same lines; attributes of foreign namespaces are left out."""
    copy = etree.Element(plain_name(element))
    _fill(copy, element)
    return copy


def _fill(copy: etree._Element, element: etree._Element) -> None:
    copy.text, copy.tail = element.text, element.tail
    copy.sourceline = element.sourceline
    for name, value in element.attrib.items():
        if not str(name).startswith("{"):
            copy.set(_plain_attribute(str(name)), str(value))
    for child in element.iterchildren("*"):
        _fill(etree.SubElement(copy, plain_name(child)), child)


def plain_name(element: etree._Element) -> str:
    """The name that QTI 2 has for the element."""
    local = etree.QName(element).localname
    return _camel(local.removeprefix(_PREFIX)) if local.startswith(_PREFIX) else local


def _plain_attribute(name: str) -> str:
    return name if name.startswith(_KEPT) else _camel(name)


def _camel(name: str) -> str:
    first, *rest = name.split("-")
    return first + "".join(part[:1].upper() + part[1:] for part in rest)


def descendants(element: etree._Element, *names: str) -> Iterator[etree._Element]:
    """The elements below ``element`` with one of these names, in document order."""
    return (found for found in element.iter(*names) if found is not element)


def child(element: etree._Element, name: str) -> etree._Element | None:
    """The first child of this name."""
    return next(iter(element.iterchildren(name)), None)


def words(element: etree._Element) -> str:
    """All the text within, on one line."""
    return " ".join("".join(str(piece) for piece in element.itertext()).split())


def remove_element(element: etree._Element) -> None:
    """Take an element out and leave the text behind it."""
    parent = element.getparent()
    if parent is None:
        return
    before = element.getprevious()
    if before is not None:
        before.tail = (before.tail or "") + (element.tail or "")
    else:
        parent.text = (parent.text or "") + (element.tail or "")
    parent.remove(element)
