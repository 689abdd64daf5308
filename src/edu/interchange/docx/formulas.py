"""Formulas as text on one line: Word's equations, and the older EQ fields."""

import re
from collections.abc import Callable, Mapping

from lxml import etree

from edu.interchange.docx.words import M, W
from edu.interchange.raised_text import lower_text, raise_text

_DEEPEST = 30
_SIMPLE = re.compile(r"[\w.%]+")
_ARGUMENTS = re.compile(r"\\([a-z])((?:\\[a-z]+\d*(?:\\?[^\\(,a-z0-9]?)?)*)\(", re.IGNORECASE)


def write_equation(element: etree._Element, depth: int = 0) -> str:
    """An equation such as ``(a+b)/2``, ``x²`` or ``√(2)``."""
    if depth > _DEEPEST:
        return "".join(str(text) for text in element.itertext())
    write = _WRITERS.get(element.tag)
    if write is not None:
        return write(element, depth + 1)
    if element.tag in {f"{M}t", f"{W}t"}:
        return element.text or ""
    if element.tag.endswith("Pr"):
        return ""
    return "".join(write_equation(child, depth + 1) for child in element)


def _part(element: etree._Element, name: str, depth: int) -> str:
    child = element.find(M + name)
    return write_equation(child, depth) if child is not None else ""


def _property(element: etree._Element, name: str, default: str) -> str:
    child = element.find(f"*/{M}{name}")
    return child.get(f"{M}val", default) if child is not None else default


def _bracket(text: str) -> str:
    return text if _SIMPLE.fullmatch(text) else f"({text})"


def _fraction(element: etree._Element, depth: int) -> str:
    return f"{_bracket(_part(element, 'num', depth))}/{_bracket(_part(element, 'den', depth))}"


def _raised(element: etree._Element, depth: int) -> str:
    return f"{_part(element, 'e', depth)}{raise_text(_part(element, 'sup', depth))}"


def _lowered(element: etree._Element, depth: int) -> str:
    return f"{_part(element, 'e', depth)}{lower_text(_part(element, 'sub', depth))}"


def _both(element: etree._Element, depth: int) -> str:
    return _lowered(element, depth) + raise_text(_part(element, "sup", depth))


def _root(element: etree._Element, depth: int) -> str:
    degree = _part(element, "deg", depth)
    return f"{raise_text(degree) if degree else ''}√{_bracket(_part(element, 'e', depth))}"


def _sum(element: etree._Element, depth: int) -> str:
    low, high = _part(element, "sub", depth), _part(element, "sup", depth)
    sign = _property(element, "chr", "∫")
    bounds = (lower_text(low) if low else "") + (raise_text(high) if high else "")
    return f"{sign}{bounds}{_bracket(_part(element, 'e', depth))}"


def _fence(element: etree._Element, depth: int) -> str:
    parts = [write_equation(child, depth) for child in element.findall(f"{M}e")]
    between = _property(element, "sepChr", "|")
    return f"{_property(element, 'begChr', '(')}{between.join(parts)}{_property(element, 'endChr', ')')}"


def _rows(element: etree._Element, depth: int) -> str:
    rows = element.findall(f"{M}mr") or element.findall(f"{M}e")
    return "；".join("，".join(write_equation(cell, depth) for cell in (row.findall(f"{M}e") or [row])) for row in rows)


def _function(element: etree._Element, depth: int) -> str:
    return f"{_part(element, 'fName', depth)}{_bracket(_part(element, 'e', depth))}"


def _limit(element: etree._Element, depth: int) -> str:
    return f"{_part(element, 'e', depth)}{lower_text(_part(element, 'lim', depth))}"


_WRITERS: Mapping[str, Callable[[etree._Element, int], str]] = {
    f"{M}f": _fraction, f"{M}sSup": _raised, f"{M}sSub": _lowered, f"{M}sSubSup": _both, f"{M}rad": _root,
    f"{M}nary": _sum, f"{M}d": _fence, f"{M}m": _rows, f"{M}eqArr": _rows, f"{M}func": _function,
    f"{M}limLow": _limit, f"{M}limUpp": _limit,
}  # fmt: skip


def write_eq_field(code: str) -> str:
    r"""An EQ field as text: ``EQ \f(1,2)`` is 1/2; a switch that is not known gives what stands in its brackets."""
    text = re.sub(r"^\s*EQ\s*", "", code, flags=re.IGNORECASE).strip()
    for _ in range(_DEEPEST):
        inner = list(_ARGUMENTS.finditer(text))
        if not inner:
            break
        match = inner[-1]  # the last switch holds no other
        end = _closing(text, match.end())
        parts = [part.strip() for part in re.split(r"(?<!\\)[,;]", text[match.end() : end])]
        text = text[: match.start()] + _eq_part(match[1].casefold(), match[2].casefold(), parts) + text[end + 1 :]
    return text.replace("\\,", ",").strip()


def _closing(text: str, start: int) -> int:
    depth = 1
    for place in range(start, len(text)):
        depth += {"(": 1, ")": -1}.get(text[place], 0)
        if depth == 0:
            return place
    return len(text)


def _eq_part(switch: str, options: str, parts: list[str]) -> str:
    if switch == "f" and len(parts) == 2:
        return f"{_bracket(parts[0])}/{_bracket(parts[1])}"
    if switch == "r":
        return f"{raise_text(parts[0]) if len(parts) > 1 else ''}√{_bracket(parts[-1])}"
    if switch == "s" and parts:
        return lower_text(parts[0]) if "\\do" in options else raise_text(parts[0])
    if switch == "b":
        return f"({','.join(parts)})"
    return "".join(parts) if switch in {"o", "d", "l"} else "，".join(parts)
