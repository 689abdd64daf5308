"""Paragraphs to the lines of a paper: options apart, blanks drawn, bold marked where it stands out."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from edu.content.items.item_text import field_key, split_number
from edu.content.items.paper_section import read_section
from edu.content.syntax.field_line import narrow, read_field
from edu.interchange.docx.stretch import WordStretch, cut, escape_stretches, join_words, split_lines
from edu.interchange.docx.styles import Look
from edu.interchange.emphasis_marks import mark_bold

_BLANK = "____"

_OPTION = re.compile(r"[（(]\s*([A-JＡ-Ｊ])\s*[）)]|(?<![A-Za-z0-9_.])([A-JＡ-Ｊ])\s*[.．、:：)）]")
_BEFORE_FIRST = re.compile(r"(?:^|[\s）)。？?：:_])$")
_LABEL = re.compile(r"\s*(?:第\s*\d+\s*题|[（(]?\s*\d{1,4}\s*[）).．、](?!\d)|[一二三四五六七八九十]+[、.．])?\s*")
_PROSE = frozenset({"rationale", "reference", "rubric"})


@dataclass(frozen=True, slots=True)
class DocxLine:
    """A line of the paper, and the paragraph of the file that it comes from."""

    text: str
    paragraph: int


@dataclass(slots=True)
class TextLine:
    """A line on its way: an option's ``letter``, and in which ways that (``marker``) and its ``words`` stand out."""

    text: str
    paragraph: int
    letter: str = ""
    marker: frozenset[str] = frozenset()
    words: frozenset[str] = frozenset()


@dataclass(slots=True)
class Joined:
    """What a paragraph's lines are, and the words on lines that were drawn for writing."""

    lines: list[TextLine] = field(default_factory=list)
    underlined: list[str] = field(default_factory=list)


def make_lines(label: str, stretches: Sequence[WordStretch], paragraph: int) -> Joined:
    """The lines of one paragraph; an empty paragraph is an empty line."""
    joined = Joined()
    drawn = _draw_blanks(stretches, joined.underlined)
    if label and join_words(drawn).strip():
        drawn = [WordStretch(label, own=True), *drawn]
    for line in split_lines(drawn):
        joined.lines += _split_options(line, paragraph)
    if any(line.letter for line in joined.lines):
        joined.underlined.clear()  # an underlined option is a key
    return joined


def _draw_blanks(stretches: Sequence[WordStretch], underlined: list[str]) -> list[WordStretch]:
    """Underlined space is a blank; other underlined words stay words."""
    drawn: list[WordStretch] = []
    for run in _runs(stretches):
        if run[0].look.underlined and not run[0].own and not join_words(run).strip(" \t\u3000"):
            drawn.append(WordStretch(_BLANK, Look(), own=True) if len(join_words(run)) > 1 else run[0])
            continue
        if run[0].look.underlined and join_words(run).strip(" \t\u3000_"):
            underlined.append(join_words(run).strip())
        drawn += run
    return drawn


def _runs(stretches: Sequence[WordStretch]) -> Iterator[list[WordStretch]]:
    """Neighbours that are underlined alike; a line end parts them."""
    run: list[WordStretch] = []
    for stretch in stretches:
        if run and run[-1].look.underlined != stretch.look.underlined:
            yield run
            run = []
        run.append(stretch)
    if run:
        yield run


def _split_options(line: Sequence[WordStretch], paragraph: int) -> Iterator[TextLine]:
    text = join_words(line)
    starts = find_options(text)
    if not starts:
        yield _plain_line(line, paragraph)
        return
    before = cut(line, [0, starts[0]])[0] if text[: starts[0]].strip() else []
    if before:
        yield _plain_line(before, paragraph)
    for piece in cut(line, starts):
        yield _option_line(piece, paragraph)


def find_options(text: str) -> list[int]:
    """Where the options on a line begin: one at its start, or several in the order of letters."""
    found: list[re.Match[str]] = []
    for match in _OPTION.finditer(text):
        letter = ord(narrow(match[1] or match[2]))
        if found:
            if letter == ord(narrow(found[-1][1] or found[-1][2])) + 1:
                found.append(match)
        elif not text[: match.start()].strip() or (letter == ord("A") and _BEFORE_FIRST.search(text[: match.start()])):
            found.append(match)
    if len(found) == 1 and text[: found[0].start()].strip():
        return []
    return [match.start() for match in found]


def _option_line(piece: Sequence[WordStretch], paragraph: int) -> TextLine:
    text = join_words(piece)
    match = _OPTION.match(text.lstrip())
    end = len(text) - len(text.lstrip()) + (match.end() if match else 0)
    marker, words = cut(piece, [0, end])
    letter = narrow(match[1] or match[2]) if match else ""
    shown = (
        "".join(piece.text for piece in (*marker, *escape_stretches(words))).strip().rstrip("；;") if letter else text
    )
    return TextLine(shown, paragraph, letter, stands_out(marker), stands_out(words))


def stands_out(stretches: Sequence[WordStretch]) -> frozenset[str]:
    """In which ways all of the text stands out from ordinary print."""
    seen = [
        stretch.look
        for stretch in stretches
        if any(sign.isalnum() for sign in stretch.text) or (stretch.own and stretch.text.strip())
    ]
    if not seen:
        return frozenset()
    ways = {
        "highlighted": all(look.highlighted for look in seen),
        "coloured": all(look.coloured for look in seen),
        "underlined": all(look.underlined for look in seen),
        "bold": all(look.bold for look in seen),
    }
    return frozenset(name for name, on in ways.items() if on)


def _plain_line(line: Sequence[WordStretch], paragraph: int) -> TextLine:
    text = join_words(line)
    key = _field(text)
    if key and key not in _PROSE:
        return TextLine(text.strip(), paragraph)
    if key or read_section(text, 0) is not None:
        return TextLine(join_words(_escape_body(line, text)).strip(), paragraph)
    end = _label_end(text)
    label, body = cut(line, [0, end])
    marked = mark_bold((piece.text, piece.look.bold and not piece.own) for piece in escape_stretches(_trim(body)))
    return TextLine(f"{join_words(label)}{marked}".strip(), paragraph)


def _field(text: str) -> str:
    """The key of the field that a line begins, empty where it begins none."""
    if "：" not in text and ":" not in text and "】" not in text:
        return ""
    found = read_field(text)
    return (field_key(found.name) or "") if found is not None else ""


def _escape_body(line: Sequence[WordStretch], text: str) -> list[WordStretch]:
    match = re.search("[：:】]", text)
    label, body = cut(line, [0, match.end() if match else 0])
    return [*label, *escape_stretches(body)]


def _label_end(text: str) -> int:
    """Where a line's own words begin, behind its number."""
    match = _LABEL.match(text)
    return match.end() if match else 0


def _trim(body: list[WordStretch]) -> list[WordStretch]:
    """Without the space at the start: what begins a line there is found by its escape."""
    while body and not body[0].text.strip():
        body = body[1:]
    return [replace(body[0], text=body[0].text.lstrip()), *body[1:]] if body else body


def begins_item(text: str) -> bool:
    """Whether a line begins an item or a part."""
    return bool(split_number(text)[0]) or read_section(text, 0) is not None
