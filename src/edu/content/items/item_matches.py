"""Matching items: numbered rows at the end of the stem, lettered options, and which option belongs to which row."""

import re

from edu.content.finding import Findings
from edu.content.items.item_text import RawItem
from edu.content.same_text import fold_option
from edu.domain.items.item import Item, Premise

FEWEST_ROWS, MOST_ROWS = 2, 20
CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
_NUMBER = rf"(?:(?P<circled>[{CIRCLED}])|[（(]?\s*(?P<plain>\d{{1,2}})\s*[)）]?)"
_PAIR = re.compile(rf"{_NUMBER}\s*(?:[-–—~→>:：.、]|->|=>)?\s*(?P<letter>[A-Z])(?![A-Z])")
_BETWEEN = re.compile(r"[\s;；,，、。.]*")
_CIRCLED_ROW = re.compile(rf"(?P<circled>[{CIRCLED}])\s*(?P<text>\S.*)")
_PLAIN_ROW = re.compile(
    r"(?:[（(]\s*(?P<round>\d{1,2})\s*[)）]|(?P<plain>\d{1,2})\s*[.．、)）](?!\d))\s*(?P<text>\S.*)"
)


def read_pairs(value: str) -> list[tuple[int, str]] | None:
    """①-C；②-A, also 1-C 2-A, 1→C, (1)C: numbers and letters; ``None`` where the text is nothing of the kind."""
    pairs, place = [], 0
    while place < len(value):
        match = _PAIR.match(value, place)
        if match is None:
            return None
        pairs.append((_number(match["circled"], match["plain"]), match["letter"]))
        between = _BETWEEN.match(value, match.end())
        place = between.end() if between else match.end()
    return pairs or None


def _number(circled: str | None, plain: str | None) -> int:
    return CIRCLED.index(circled) + 1 if circled else int(plain or 0)


def read_premises(raw: RawItem, stem: str, value: str, findings: Findings) -> tuple[str, tuple[Premise, ...]] | None:
    """(stem without its rows, rows with their keys); ``None``, with a finding, where they do not go together."""
    line, pairs = raw.line_of("answer"), read_pairs(value)
    if pairs is None:
        findings.add("Q705", line, value=value)
        return None
    before, rows = split_rows(stem)
    if not FEWEST_ROWS <= len(rows) <= MOST_ROWS:
        findings.add("Q706", raw.line, count=len(rows), least=FEWEST_ROWS, most=MOST_ROWS)
        return None
    if not before:
        findings.add("Q103", raw.line)
    keys: dict[int, str] = {}
    for number, letter in pairs:
        if number in keys or not 1 <= number <= len(rows):
            findings.add("Q707", line, number=number, count=len(rows))
            return None
        keys[number] = letter
    known = [option.letter for option in raw.options]
    strange = [letter for letter in dict.fromkeys(keys.values()) if letter not in known]
    if strange:
        findings.add("Q202", line, letters="、".join(strange), first=known[0], last=known[-1])
        return None
    missing = [number for number in range(1, len(rows) + 1) if number not in keys]
    if missing:
        findings.add("Q708", line, numbers="、".join(map(str, missing)))
        return None
    _check_twins(raw, rows, findings)
    return before, tuple(Premise(text, keys[number]) for number, text in enumerate(rows, 1))


def split_rows(stem: str) -> tuple[str, list[str]]:
    """The stem and the rows behind it, which begin with ①, or where there is none with (1) or 1.

    They are numbered from 1 on; a line without its number goes on with the row above.
    """
    lines = [line.strip() for line in stem.split("\n")]
    pattern = _CIRCLED_ROW if any(_row_number(_CIRCLED_ROW, line) == 1 for line in lines) else _PLAIN_ROW
    starts = [place for place, line in enumerate(lines) if _row_number(pattern, line) == 1]
    if not starts:
        return stem, []
    rows: list[str] = []
    for line in lines[starts[-1] :]:
        match = pattern.fullmatch(line)
        if match and _row_number(pattern, line) == len(rows) + 1:
            rows.append(match["text"])
        elif line:
            rows[-1] = f"{rows[-1]} {line}"
    return "\n".join(lines[: starts[-1]]).rstrip(), rows


def _row_number(pattern: re.Pattern[str], line: str) -> int:
    match = pattern.fullmatch(line)
    if match is None:
        return 0
    found = match.groupdict()
    return _number(found.get("circled"), found.get("round") or found.get("plain"))


def _check_twins(raw: RawItem, rows: list[str], findings: Findings) -> None:
    seen: dict[str, int] = {}
    for number, text in enumerate(rows, 1):
        same = fold_option(text)
        if same in seen:
            findings.add("Q709", raw.line, first=seen[same], second=number)
        seen.setdefault(same, number)


def write_rows(item: Item) -> str:
    """The stem with its rows."""
    rows = (f"{number} {premise.text}" for number, premise in zip(CIRCLED, item.premises, strict=False))
    return "\n".join([item.stem, *rows])


def write_pairs(item: Item) -> str:
    """①-C；②-A."""
    return "；".join(f"{number}-{premise.key}" for number, premise in zip(CIRCLED, item.premises, strict=False))
