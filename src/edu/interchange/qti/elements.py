"""Elements of QTI 2.1 while they are built, without a namespace, and Markdown as its content."""

import math
from collections.abc import Callable, Mapping
from decimal import Decimal
from fractions import Fraction
from typing import cast

from lxml import etree

from edu.interchange.html.text import html_of_markdown
from edu.interchange.qti.blank_reading import LINE

NAME = "QTI"
NAMESPACE = "http://www.imsglobal.org/xsd/imsqti_v2p1"
SCHEMA = "http://www.imsglobal.org/xsd/qti/qtiv2p1/imsqti_v2p1.xsd"
LOCATION = "{http://www.w3.org/2001/XMLSchema-instance}schemaLocation"
LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"

Address = Callable[[str], str]
"""The address for a picture's name, or an empty text where its bytes are not there."""


def make(name: str, *children: etree._Element, text: str | None = None, **attributes: str) -> etree._Element:
    """An element with its attributes, text and children; ``class_`` is the attribute ``class``."""
    element = etree.Element(name)
    for key, value in attributes.items():
        element.set(key.rstrip("_"), value)
    element.text = text
    element.extend(children)
    return element


def base_value(base: str, text: str) -> etree._Element:
    """A constant."""
    return make("baseValue", text=text, baseType=base)


def variable(name: str) -> etree._Element:
    """The value of a variable."""
    return make("variable", identifier=name)


def decimal_text(value: Fraction | Decimal) -> str:
    """The number as a decimal: exact where it has an end, else as near as a double comes."""
    if isinstance(value, Decimal):
        text = f"{value:f}"
        return text.rstrip("0").rstrip(".") if "." in text else text
    exact = Fraction(str(float(value))) == value
    text = str(float(value)) if exact else repr(float(value))
    return text.removesuffix(".0") if math.isfinite(float(value)) else "0"


def add_markdown(parent: etree._Element, markdown: str, address: Address) -> None:
    """``markdown`` as the last blocks of ``parent``, with just the markup that the standard has."""
    holder = etree.fromstring(f"<div>{html_of_markdown(markdown, address)}</div>")
    for element in list(holder.iter()):
        _adapt(element)
    for block in list(holder):
        block.tail = None
        parent.append(block)


def add_flow(parent: etree._Element, markdown: str, address: Address) -> None:
    """The same, without the ``p`` around a single paragraph."""
    holder = etree.Element("div")
    add_markdown(holder, markdown, address)
    if len(holder) == 1 and holder[0].tag == "p":
        parent.text = holder[0].text
        parent.extend(list(holder[0]))
    else:
        parent.extend(list(holder))


def _adapt(element: etree._Element) -> None:
    """The standard knows no style, start or title: they become an alignment, a class and a label."""
    style, start, title = (element.get(name, "") for name in ("style", "start", "title"))
    for name in ("style", "start", "title"):
        element.attrib.pop(name, "")
    if style:
        element.set("align", style.rpartition(":")[2].strip(" ;"))
    if start:
        element.set("class", f"start-{start}")
    if title:
        element.set("label", title[:256])
    if element.tag == "table" and element.find("tbody") is None:
        for head in element.iterchildren("thead"):
            head.tag = "tbody"
    if element.tag == "img" and not element.get("src"):
        element.tag, element.text = "span", element.get("alt", "")
        element.attrib.clear()


def put_entries(body: etree._Element, entries: list[etree._Element]) -> int:
    """Put the entries in the places of the blanks ``____``; how many blanks there are."""
    waiting, count = list(entries), 0
    for element in list(body.iter()):
        parent = element.getparent()
        count += _fill_in(element, element.text or "", waiting, None)
        if parent is not None and element is not body:
            count += _fill_in(parent, element.tail or "", waiting, element)
    return count


def _fill_in(parent: etree._Element, text: str, waiting: list[etree._Element], before: etree._Element | None) -> int:
    """Cut ``text``, which stands behind ``before`` or at the start of ``parent``, at its blanks."""
    blanks = list(LINE.finditer(text))
    for number, blank in enumerate(blanks[: len(waiting)]):
        if number == 0:
            _set(parent, before, text[: blank.start()])
        end = blanks[number + 1].start() if number + 1 < min(len(blanks), len(waiting)) else len(text)
        entry = waiting[number]
        entry.tail = text[blank.end() : end]
        parent.insert(0 if before is None else parent.index(before) + 1, entry)
        before = entry
    del waiting[: len(blanks)]
    return len(blanks)


def _set(parent: etree._Element, before: etree._Element | None, text: str) -> None:
    if before is None:
        parent.text = text
    else:
        before.tail = text


NO_PREFIXES: Mapping[str, str] = {}


def in_namespace(element: etree._Element, namespace: str, prefixes: Mapping[str, str] = NO_PREFIXES) -> etree._Element:
    """A copy in ``namespace``; what is in a namespace already stays there, under one of the ``prefixes``."""
    known = cast("dict[str, str]", {None: namespace, **prefixes})
    copy = etree.Element(_name(element, namespace), nsmap=known)
    _copy(copy, element, namespace)
    return copy


def _copy(copy: etree._Element, element: etree._Element, namespace: str) -> None:
    copy.text, copy.tail = element.text, element.tail
    for name, value in element.attrib.items():
        copy.set(name, value)
    for child in element:
        _copy(etree.SubElement(copy, _name(child, namespace)), child, namespace)


def _name(element: etree._Element, namespace: str) -> str:
    tag = str(element.tag)
    return tag if tag.startswith("{") else f"{{{namespace}}}{tag}"
