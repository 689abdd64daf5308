"""The answer decides the kind of an item, and with it what is the key."""

import re
from dataclasses import dataclass

from edu.content.finding import Findings
from edu.content.items.item_matches import read_pairs, read_premises
from edu.content.items.item_number import could_be_numeric, looks_numeric, read_numeric
from edu.content.items.item_rubric import read_rubric
from edu.content.items.item_text import RawItem
from edu.content.items.kind_names import INDEFINITE, KIND_NAMES, KIND_SHOWN, read_kind
from edu.content.items.units import unit_behind
from edu.content.nearest import nearest_name
from edu.content.syntax.field_line import narrow
from edu.domain.items.item import Blank, Kind, Numeric, Premise, RubricPoint
from edu.domain.items.normalising import normalise, normalise_strictly
from edu.domain.items.response import LONGEST_TEXT

BLANK = re.compile(r"[_＿]{2,}")
"""A blank in a stem: two underscores or more, so that ____ and __ are both one blank."""

_BRACKETS = re.compile(r"(?<![A-Za-z0-9])[（(][\s　]*[）)]")
_KEY_IN_STEM = re.compile(r"[（(]\s*([A-JＡ-Ｊ](?:[\s、,，]*[A-JＡ-Ｊ])*|√|✓|×|✗|对|错|正确|错误)\s*[）)]")
_END_OF_STEM = re.compile(r"[\s。.？?！!，,：:]*")
_SIGNS_BETWEEN = re.compile(r"[\s、,，]")
_TRUE = frozenset({"正确", "对", "√", "✓", "✔", "true", "t", "是"})
_FALSE = frozenset({"错误", "错", "×", "✗", "✘", "x", "false", "f", "否"})
_LETTERS = re.compile(r"[A-Z](?:[\s、，,;；和与及/|]*[A-Z])*[.。]?")
_IN_ORDER = re.compile(r"[A-Z](?:\s*(?:[-–—~>→、，,;；]|->|=>)?\s*[A-Z])*[.。]?")
_ORDER_SHOWN = re.compile(r"[A-Z](?:\s*(?:[-–—>→]|->|=>)\s*[A-Z]){2,}[.。]?")
"""An order that needs no 题型: signs stand between its letters that no choice has."""

FEWEST_IN_ORDER = 3
_MODIFIERS = {
    "不分顺序": "any-order", "any order": "any-order", "any-order": "any-order", "严格": "strict", "strict": "strict",
}  # fmt: skip
_NUMERIC_ONLY = ("parameters", "mistakes")


@dataclass(frozen=True, slots=True)
class KindAndKey:
    """The key, in the shape of its kind; ``stem`` is what is left of the stem where the key stood in it."""

    kind: Kind
    stem: str
    keys: frozenset[str] = frozenset()
    truth: bool | None = None
    blanks: tuple[Blank, ...] = ()
    ordered: bool = True
    numeric: Numeric | None = None
    rubric: tuple[RubricPoint, ...] = ()
    reference: str = ""
    sequence: tuple[str, ...] = ()
    premises: tuple[Premise, ...] = ()


def read_answer(raw: RawItem, findings: Findings) -> KindAndKey | None:
    """The kind and the key; ``None``, with a finding, where they cannot be told."""
    stated = _read_stated(raw, findings)
    if "rubric" in raw.fields or stated is Kind.WRITTEN:
        answer = _read_written(raw, findings)
    else:
        stem, value = _find_key(raw, findings)
        if not value:
            findings.add("Q201", raw.line)
            return None
        answer = _read_by_shape(raw, stem, value, stated, findings)
    if answer is not None:
        _check_marks(raw, answer, findings)
        _check_stated(raw, answer, stated, findings)
    return answer


def _read_stated(raw: RawItem, findings: Findings) -> Kind | None:
    """The kind that the item states, or else the heading of its part."""
    own = raw.value("kind")
    heading = read_kind(raw.section.kind)
    if not own:
        return heading
    kind = read_kind(own)
    if kind is None:
        findings.add("Q114", raw.line_of("kind"), name=("题型", "kind"), value=own,
                     nearest=nearest_name(own, KIND_NAMES))  # fmt: skip
    elif heading is not None and kind is not heading:
        findings.add("Q124", raw.line_of("kind"), stated=own, section=raw.section.kind)
    return kind


def _find_key(raw: RawItem, findings: Findings) -> tuple[str, str]:
    """(stem, answer): the answer's field, or else what stands in the stem's brackets, as in 正确的是（A）.

    A key in brackets never stays in the stem.
    """
    value = raw.value("answer")
    found = list(_KEY_IN_STEM.finditer(raw.stem))
    if len(found) != 1 or bool(raw.options) != bool(re.match("[A-JＡ-Ｊ]", found[0][1])):
        return raw.stem, value
    match = found[0]
    bare = f"{raw.stem[: match.start()]}（ ）{raw.stem[match.end() :]}"
    if not value:
        findings.add("Q123", raw.line, value=match[1])
        return bare, match[1]
    if not _END_OF_STEM.fullmatch(raw.stem, match.end()):
        return raw.stem, value  # 甲公司（A）应当…… names no key
    if _SIGNS_BETWEEN.sub("", narrow(value)) == _SIGNS_BETWEEN.sub("", narrow(match[1])):
        return bare, value
    if raw.options:
        findings.add("Q126", raw.line, value=match[1], other=value)
    return raw.stem, value


def _read_by_shape(raw: RawItem, stem: str, value: str, stated: Kind | None, findings: Findings) -> KindAndKey | None:
    plain = narrow(value).strip()
    if raw.options and (stated is Kind.MATCHING or read_pairs(plain.upper())):
        found = read_premises(raw, stem, plain.upper(), findings)
        return None if found is None else KindAndKey(Kind.MATCHING, _BRACKETS.sub("（ ）", found[0]), premises=found[1])
    if raw.options and (stated is Kind.ORDERING or _ORDER_SHOWN.fullmatch(plain.upper())):
        return _read_order(raw, _BRACKETS.sub("（ ）", stem), plain.upper(), findings)
    if raw.options:
        return _read_choice(raw, _BRACKETS.sub("（ ）", stem), plain, findings)
    stem = BLANK.sub("____", _open_brackets(stem, value, stated))
    if _is_numeric(raw, stem, value, stated):
        return _read_number(raw, stem, findings)
    if BLANK.search(stem):
        return _read_blanks(raw, stem, value, findings)
    word = plain.rstrip("。. ").casefold()
    if word in _TRUE | _FALSE:
        return KindAndKey(Kind.TRUE_FALSE, _BRACKETS.sub("（ ）", stem), truth=word in _TRUE)
    if _LETTERS.fullmatch(plain):
        findings.add("Q203", raw.line_of("answer"), letters=value)
    else:
        findings.add("Q205", raw.line_of("answer"), value=value)
    return None


def _open_brackets(stem: str, value: str, stated: Kind | None) -> str:
    """Empty brackets are blanks where the item is said to be a fill-in and has no other blanks."""
    if BLANK.search(stem) or stated not in {Kind.FILL_IN, Kind.NUMERIC}:
        return stem
    return _BRACKETS.sub("____", stem)


def _is_numeric(raw: RawItem, stem: str, value: str, stated: Kind | None) -> bool:
    if stated is Kind.NUMERIC or any(key in raw.fields for key in _NUMERIC_ONLY):
        return True
    marked = "answer" in raw.fields and raw.fields["answer"].mark
    if stated is not None or marked:
        return False
    if "{{" in narrow(value) or re.match(r"[\[［]\s*[-+−\d]", value):
        return True
    blanks = BLANK.findall(stem)
    single = len(blanks) <= 1 and not re.search(r"[|｜；;]", value)
    return single and looks_numeric(value) and could_be_numeric(value)


def printed_unit(stem: str) -> str:
    """What the stem prints behind its first blank, empty where that is no unit."""
    return unit_behind(BLANK.split(stem, maxsplit=1)[1]) if BLANK.search(stem) else ""


def _read_number(raw: RawItem, stem: str, findings: Findings) -> KindAndKey | None:
    count = len(BLANK.findall(stem))
    if count > 1:
        findings.add("Q412", raw.line, count=count)
        return None
    numeric = read_numeric(raw, printed_unit(stem), findings)
    return None if numeric is None else KindAndKey(Kind.NUMERIC, stem, numeric=numeric)


def _read_written(raw: RawItem, findings: Findings) -> KindAndKey | None:
    if raw.options or BLANK.search(raw.stem):
        findings.add("Q504", raw.line_of("rubric"))
        return None
    before = len(findings.found)
    rubric = read_rubric(raw, findings)
    if len(findings.found) > before:
        return None
    if not rubric:
        findings.add("Q503", raw.line)
    return KindAndKey(Kind.WRITTEN, raw.stem, rubric=rubric, reference=raw.value("answer"))


def _read_choice(raw: RawItem, stem: str, value: str, findings: Findings) -> KindAndKey | None:
    line = raw.line_of("answer")
    if not _LETTERS.fullmatch(value.upper()):
        findings.add("Q204", line, value=value)
        return None
    letters = re.findall("[A-Z]", value.upper())
    twice = sorted({letter for letter in letters if letters.count(letter) > 1})
    if twice:
        findings.add("Q210", line, letters="".join(twice))
    known = [option.letter for option in raw.options]
    strange = [letter for letter in dict.fromkeys(letters) if letter not in known]
    if strange:
        findings.add("Q202", line, letters="、".join(strange), first=known[0], last=known[-1])
        return None
    several = len(set(letters)) > 1 or raw.value("kind") in INDEFINITE or raw.section.kind in INDEFINITE
    return KindAndKey(Kind.MULTIPLE if several else Kind.SINGLE, stem, keys=frozenset(letters))


def _read_order(raw: RawItem, stem: str, value: str, findings: Findings) -> KindAndKey | None:
    """C-A-D-B, C→A→D→B, C、A、D、B or CADB: each option once."""
    line = raw.line_of("answer")
    if not _IN_ORDER.fullmatch(value):
        findings.add("Q204", line, value=value)
        return None
    letters = re.findall("[A-Z]", value)
    known = [option.letter for option in raw.options]
    strange = [letter for letter in dict.fromkeys(letters) if letter not in known]
    if strange:
        findings.add("Q202", line, letters="、".join(strange), first=known[0], last=known[-1])
        return None
    twice = sorted({letter for letter in letters if letters.count(letter) > 1})
    missing = [letter for letter in known if letter not in letters]
    if twice or missing:
        findings.add("Q701" if twice else "Q702", line, letters="、".join(twice or missing))
        return None
    if len(known) < FEWEST_IN_ORDER:
        findings.add("Q703", line, count=len(known), least=FEWEST_IN_ORDER)
        return None
    return KindAndKey(Kind.ORDERING, stem, sequence=tuple(letters))


def _read_blanks(raw: RawItem, stem: str, value: str, findings: Findings) -> KindAndKey | None:
    line, pieces = raw.line_of("answer"), BLANK.split(stem)
    marks = _read_marks(raw, findings)
    groups = _split_groups(value, len(pieces) - 1)
    if len(groups) != len(pieces) - 1:
        findings.add("Q208", line, blanks=len(pieces) - 1, answers=len(groups))
        return None
    blanks = []
    for number, (group, behind) in enumerate(zip(groups, pieces[1:], strict=True), 1):
        accepted = tuple(_unescape_sign(synonym) for synonym in group)
        _check_accepted(accepted, number, line, findings)
        strict = "strict" in marks
        blanks.append(Blank(accepted, strict, "" if strict else unit_behind(behind)))
    return KindAndKey(Kind.FILL_IN, stem, blanks=tuple(blanks), ordered="any-order" not in marks)


def _split_groups(value: str, count: int) -> list[list[str]]:
    """Synonyms by blank. Where no ； stands, the signs that papers use between answers separate as many as fit."""
    groups = _split_at(value, "；;")
    if len(groups) == 1 and count > 1:
        for sign in ("、", "，", ",", r"\s"):
            parts = re.split(rf"\s*{sign}\s*", value.strip())
            if len(parts) == count:
                groups = parts
                break
    return [_split_at(group, "|｜") for group in _strip_numbers(groups)]


_NUMBERED = re.compile(r"\s*(?:([①②③④⑤⑥⑦⑧⑨⑩])|[（(]\s*(\d{1,2})\s*[)）]|(\d{1,2})\s*[.．、)）](?!\d))\s*(?=\S)")


def _strip_numbers(groups: list[str]) -> list[str]:
    """①甲；②乙 as 甲；乙: numbers that count the blanks are no part of the answers."""
    matches = [_NUMBERED.match(group) for group in groups]
    found = [match for match in matches if match]
    if len(groups) < 2 or len(found) < len(groups):
        return groups
    numbers = ["①②③④⑤⑥⑦⑧⑨⑩".find(match[1]) + 1 if match[1] else int(match[2] or match[3]) for match in found]
    if numbers != list(range(1, len(groups) + 1)):
        return groups
    return [group[match.end() :] for group, match in zip(groups, found, strict=True)]


def _split_at(text: str, signs: str) -> list[str]:
    """``text`` cut at ``signs``, but not where a backslash stands before one."""
    parts, start, place = [], 0, 0
    while place < len(text):
        if text[place] == "\\":
            place += 1
        elif text[place] in signs:
            parts.append(text[start:place])
            start = place + 1
        place += 1
    return [*parts, text[start:]]


def _unescape_sign(text: str) -> str:
    return re.sub(r"\\([|｜；;\\])", r"\1", text.strip())


def escape_sign(text: str) -> str:
    """A synonym as the answer's field has it: signs that would separate, and backslashes, carry a backslash."""
    return re.sub(r"([|｜；;\\])", r"\\\1", text)


def _check_accepted(accepted: tuple[str, ...], number: int, line: int, findings: Findings) -> None:
    for text in accepted:
        if not text:
            findings.add("Q209", line, number=number)
        elif len(text) > LONGEST_TEXT:
            findings.add("Q216", line, count=len(text), limit=LONGEST_TEXT)
        elif not normalise(text).text or not normalise_strictly(text).text:
            findings.add("Q215", line, value=text)


def _read_marks(raw: RawItem, findings: Findings) -> frozenset[str]:
    answer = raw.fields.get("answer")
    marks = set()
    for name in filter(None, (part.strip() for part in re.split("[、，,；;]", answer.mark if answer else ""))):
        if name.casefold() in _MODIFIERS:
            marks.add(_MODIFIERS[name.casefold()])
        elif answer is not None:
            findings.add("Q117", answer.line, name=name, nearest=nearest_name(name, ("不分顺序", "严格")))
    return frozenset(marks)


def _check_marks(raw: RawItem, answer: KindAndKey, findings: Findings) -> None:
    mark = raw.fields["answer"].mark if "answer" in raw.fields else ""
    if mark and not answer.blanks:
        findings.add("Q118", raw.line_of("answer"), name=mark)
    if answer.numeric is None:
        for key in _NUMERIC_ONLY:
            if key in raw.fields:
                findings.add("Q416", raw.line_of(key), name=raw.fields[key].name)


def _check_stated(raw: RawItem, answer: KindAndKey, stated: Kind | None, findings: Findings) -> None:
    if stated is not None and stated is not answer.kind:
        shown = raw.value("kind") or raw.section.kind
        line = raw.line_of("kind") if raw.value("kind") else raw.line_of("answer")
        findings.add("Q116", line, stated=shown, found=KIND_SHOWN[answer.kind])
