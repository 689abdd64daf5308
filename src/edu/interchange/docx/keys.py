"""Keys that a paper shows by bold, colour, highlight or underline alone."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from edu.content.finding import Findings
from edu.content.items.paper_key import is_key_heading
from edu.content.syntax.document import Line
from edu.interchange.docx.lines import TextLine, begins_item

_WAYS = {
    "highlighted": ("突出显示", "highlight"), "coloured": ("颜色", "colour"), "underlined": ("下划线", "underline"),
    "bold": ("加粗", "bold"),
}  # fmt: skip
_ANSWER = re.compile(
    r"\s*(?:[【\[]\s*)?(?:参考|正确|标准)?答案|.*[】\]]\s*答案|\s*(?:key|answer)\s*[:：]", re.IGNORECASE
)
_KEY_IN_STEM = re.compile(r"[（(]\s*[A-JＡ-Ｊ](?:[\s、,，]*[A-JＡ-Ｊ])*\s*[）)]")


@dataclass(slots=True)
class _Options:
    """The options of one item by their places among the lines."""

    places: list[int] = field(default_factory=list)


def add_keys(lines: Sequence[TextLine], findings: Findings) -> list[TextLine]:
    """The lines with ``答案：…`` behind options whose key only their look tells."""
    if any(
        is_key_heading(line.text, _ahead(lines, place), printed=True)
        for place, line in enumerate(lines)
        if "答案" in line.text
    ):
        return list(lines)  # the keys stand together somewhere
    groups = _group(lines)
    answers: dict[int, TextLine] = {}
    for number, group in enumerate(groups):
        before = groups[number - 1].places[-1] + 1 if number else 0
        after = groups[number + 1].places[0] if number + 1 < len(groups) else len(lines)
        if not _is_answered(lines, before, group.places, after):
            key = _find_key(lines, group.places, findings)
            if key is not None:
                answers[group.places[-1]] = key
    added: list[TextLine] = []
    for place, line in enumerate(lines):
        added += [line, answers[place]] if place in answers else [line]
    return added


def _ahead(lines: Sequence[TextLine], place: int) -> list[Line]:
    return [Line(line.paragraph, line.text) for line in lines[place + 1 : place + 3]]


def _group(lines: Sequence[TextLine]) -> list[_Options]:
    groups: list[_Options] = []
    expected = ""
    for place, line in enumerate(lines):
        if line.letter == "A":
            groups.append(_Options([place]))
            expected = "B"
        elif line.letter and line.letter == expected and groups:
            groups[-1].places.append(place)
            expected = chr(ord(expected) + 1)
        elif line.letter or begins_item(line.text):
            expected = ""
    return groups


def _is_answered(lines: Sequence[TextLine], before: int, places: Sequence[int], after: int) -> bool:
    """A line 答案 below the options, or a letter in the brackets of the stem above them."""
    for line in lines[places[-1] + 1 : after]:
        if begins_item(line.text):
            break
        if _ANSWER.match(line.text):
            return True
    for line in reversed(lines[before : places[0]]):
        if _KEY_IN_STEM.search(line.text):
            return True
        if begins_item(line.text):
            break
    return False


def _find_key(lines: Sequence[TextLine], places: Sequence[int], findings: Findings) -> TextLine | None:
    options = [lines[place] for place in places]
    found: dict[str, str] = {}
    for way in _WAYS:
        for seen in ([option.words for option in options], [option.marker for option in options]):
            letters = "".join(option.letter for option, ways in zip(options, seen, strict=True) if way in ways)
            if 0 < len(letters) < len(options):
                found.setdefault(way, letters)
    if not found:
        return None
    last = options[-1].paragraph
    if len(set(found.values())) > 1:
        told = "；".join(f"{_WAYS[way][0]} {letters}" for way, letters in found.items())
        english = "; ".join(f"{_WAYS[way][1]} {letters}" for way, letters in found.items())
        findings.add(
            "X101", last, what=(f"选项的格式（{told}），看不出答案", f"the look of options ({english}): no sure key")
        )
        return None
    way, letters = next(iter(found.items()))
    findings.add("X102", last, what=(f"选项 {letters} 的{_WAYS[way][0]}", f"the {_WAYS[way][1]} of option {letters}"),
                 now=(f"“答案：{letters}”", f"the answer {letters}"))  # fmt: skip
    return TextLine(f"答案：{letters}", last)
