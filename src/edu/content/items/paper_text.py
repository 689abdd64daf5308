"""A bank's body taken apart: items, remarks, headings of parts, and the keys at its end.

A file with ``## `` headings has an item under each of them. In any other file a line that begins with the next number
is an item, as on a printed paper: ``1.``, ``1、``, ``（1）`` or ``第1题``.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from edu.content.finding import Findings
from edu.content.items.item_text import ItemReader, RawItem, field_key, has_key_in_brackets, split_number
from edu.content.items.kind_names import read_kind
from edu.content.items.paper_key import KeyEntry, is_key_heading, read_keys
from edu.content.items.paper_section import NO_SECTION, PaperSection, read_section
from edu.content.syntax.document import Line
from edu.content.syntax.field_line import read_field, read_option

_HASHES = frozenset("#＃")
_HEADING = re.compile(r"([#＃]{1,2})(?![#＃])\s*(.*)")
_HEAD_LINE = re.compile(
    r"(?:考生)?(?:姓名|得分|判卷人|答题日期|考号|准考证号|单位|部门|工号)\s*[:：]?\s*[_＿\s]{2,}|_{3,}.*得分"
)
_END = re.compile(r"[（(【]?\s*(?:完|结束|试卷完|全卷完|以下无正文|试卷结束)\s*[）)】]?")
_PAGE = re.compile(
    r"[-—\s]*(?:第\s*\d{1,4}\s*页\s*[,，/（(]?\s*(?:共\s*\d{1,4}\s*页)?[）)]?|[-—]\s*\d{1,4}\s*[-—])[-—\s]*"
)
MOST_GAP = 30
"""How far numbers may jump: a larger number is text."""


@dataclass(frozen=True, slots=True)
class Remark:
    """Lines that hold no item: a heading ``# …`` with what stands below it, a title, instructions."""

    lines: tuple[str, ...]
    line: int


@dataclass(frozen=True, slots=True)
class Paper:
    """``blocks`` in the order of the file. ``printed`` is a paper without ``## ``; ``stray`` belongs nowhere.

    ``pages`` are lines that only number a page of print, wherever they stand.
    """

    blocks: tuple[RawItem | Remark, ...]
    printed: bool
    stray: Line | None = None
    pages: tuple[Line, ...] = ()

    @property
    def items(self) -> list[RawItem]:
        """The items alone."""
        return [block for block in self.blocks if isinstance(block, RawItem)]


def read_paper_text(lines: Sequence[Line], findings: Findings) -> Paper:
    """Take the body apart and give each item the key that stands for it at the end."""
    printed = not any(_level(line) == 2 for line in lines)
    splitter = _Splitter(findings, printed)
    for place, line in enumerate(lines):
        splitter.read(line, lines[place + 1 : place + 13])
    return splitter.finish()


def _level(line: Line) -> int:
    match = _HEADING.match(line.text)
    return len(match[1]) if match else 0


@dataclass(slots=True)
class _Splitter:
    findings: Findings
    printed: bool
    blocks: list[RawItem | Remark] = field(default_factory=list)
    reader: ItemReader | None = None
    remark: list[Line] = field(default_factory=list)
    section: PaperSection = NO_SECTION
    style: str = ""
    number: int = 0
    list_number: int = 0
    keys: list[Line] | None = None
    stray: Line | None = None
    pages: list[Line] = field(default_factory=list)

    def read(self, line: Line, ahead: Sequence[Line]) -> None:
        long = self.reader is not None and self.reader.last in _LONG
        if self.printed and self.keys is None and not long and _PAGE.fullmatch(line.text.strip() or "x"):
            self.pages.append(line)
            return
        heading = _HEADING.match(line.text) if line.text[:1] in _HASHES else None
        if heading and len(heading[1]) == 2:
            self._open_item(heading[2].strip(), line.number, self.number + 1)
        elif self.keys is not None:
            self.keys.append(line)
        elif is_key_heading(line.text, ahead, printed=self.printed):
            self._close()
            self.keys = []
        elif section := self._section(line, heading):
            self._close()
            self.section, self.number, self.style = section, 0, ""
            self.remark = [line]
        elif heading:
            self._close()
            self.remark = [line]
        elif self.printed and _END.fullmatch(line.text.strip()):
            self._close()
        elif self.printed and (found := self._next_item(line, ahead)):
            self._open_item(found[1], line.number, found[0])
        elif self.reader is not None:
            self.reader.read_line(line)
        else:
            self._read_outside(line)

    def _section(self, line: Line, heading: re.Match[str] | None) -> PaperSection | None:
        if heading is None and not self.printed:
            return None
        if self.printed and heading is None and self.reader is not None and self.reader.last == "rationale":
            numbered = re.match(r"\s*第?[一二三四五六七八九十]+", line.text)
            if numbered is None:
                return None  # a rationale may begin a line with 单选题
        return read_section(heading[2] if heading else line.text, line.number)

    def _next_item(self, line: Line, ahead: Sequence[Line]) -> tuple[int, str] | None:
        """(number, text) where the line begins the next item of a printed paper.

        A list within a rationale has numbers too: it begins at 1 and goes on by one; what follows an item's number and
        has options or an answer below it is an item. A number that fits neither is reported.
        """
        style, number, text = split_number(line.text.strip())
        if not style:
            style, number, text = self._before_a_digit(line, ahead)
        if not style or (self.style and style != self.style):
            return None
        if self._in_list(number, ahead):
            return None
        if self.number < number <= self.number + MOST_GAP:
            self.style = style
            return number, text
        if self.reader is None:
            return None
        last = self.reader.last
        if number == 1 and self.reader.item.fields and last not in _LONG:
            return number, text  # the numbers begin again without a heading
        if number == 1 and last in _LONG:
            self.list_number = 1
        elif last != "stem" or number > 1:
            self.findings.add("Q127", line.number, number=number)
        return None

    def _in_list(self, number: int, ahead: Sequence[Line]) -> bool:
        """Whether the line goes on with a list within a rationale or another long field."""
        if self.reader is None or self.reader.last not in _LONG or not self.list_number:
            self.list_number = 0
            return False
        if number != self.list_number + 1 or _begins_an_item(ahead):
            return False
        self.list_number = number
        return True

    def _before_a_digit(self, line: Line, ahead: Sequence[Line]) -> tuple[str, int, str]:
        """``2.2023年……``: the next number, with an item below it, though a figure follows the point."""
        match = re.match(r"(\d{1,4})[.．](\d.*)", line.text.strip())
        if match is None or int(match[1]) != self.number + 1 or self.style not in {"", "plain"}:
            return "", 0, ""
        whole = has_key_in_brackets(match[2]) or _begins_an_item(ahead)
        return ("plain", int(match[1]), match[2]) if whole else ("", 0, "")

    def _open_item(self, head: str, line: int, number: int) -> None:
        self._close()
        self.keys = None if not self.keys else self.keys
        if not self.printed:
            _, stated, rest = split_number(head)
            head, number = (rest, stated) if stated and not head.startswith("\\") else (head, number)
        self.reader = ItemReader(head, line, self.findings, paper=self.printed)
        self.reader.item.number, self.reader.item.section = number, self.section
        self.number, self.list_number = number, 0

    def _read_outside(self, line: Line) -> None:
        if self.remark or self.printed:
            if self.remark or line.text.strip():
                self.remark.append(line)
        elif line.text.strip() and self.stray is None:
            self.stray = line

    def _close(self) -> None:
        if self.reader is not None:
            self.blocks.append(self.reader.finish())
            self.reader = None
        if self.remark:
            texts = [line.text.rstrip() for line in self.remark]
            while texts and not texts[-1]:
                texts.pop()
            self.blocks.append(Remark(tuple(texts), self.remark[0].number))
            self.remark = []

    def finish(self) -> Paper:
        self._close()
        paper = Paper(tuple(self.blocks), self.printed, self.stray, tuple(self.pages))
        if self.keys:
            _give_keys(paper, read_keys(self.keys, self.findings), self.findings)
        return paper


_LONG = frozenset({"rationale", "rubric", "reference", "mistakes"})


def _begins_an_item(ahead: Sequence[Line]) -> bool:
    """Whether options or an answer stand below, before the next number."""
    for line in ahead:
        text = line.text.strip()
        if not text:
            continue
        if split_number(text)[0] or read_section(text, 0) is not None:
            return False
        found = read_field(text)
        if read_option(text) is not None or (found is not None and field_key(found.name) in {"answer", "rubric"}):
            return True
    return False


def is_head_line(text: str) -> bool:
    """考生姓名：____ 得分：____ and the like: where the candidate writes, which holds nothing."""
    return _HEAD_LINE.search(text.strip()) is not None


def _give_keys(paper: Paper, entries: Sequence[KeyEntry], findings: Findings) -> None:
    """Each entry goes to the item with its number, in the part that its heading or the order of numbers names."""
    parts: dict[int, dict[int, RawItem]] = {}
    last, run = (NO_SECTION, 0), -1
    for item in paper.items:
        if run < 0 or item.section is not last[0] or item.number <= last[1]:
            run += 1
        last = (item.section, item.number)
        parts.setdefault(run, {}).setdefault(item.number, item)
    for entry, part in _choose_parts(entries, parts):
        found = parts.get(part, {}).get(entry.number)
        if found is None:
            findings.add("Q121", entry.line, number=entry.number)
        else:
            _give_key(found, entry, findings)


def _give_key(item: RawItem, entry: KeyEntry, findings: Findings) -> None:
    given = item.value("answer")
    if entry.answer and given and given != entry.answer:
        findings.add("Q122", item.line, number=entry.number, first=item.line_of("answer"))
    if entry.answer:
        item.put("answer", entry.answer, entry.line)
    if entry.rationale:
        item.put("rationale", entry.rationale, entry.line)


def _choose_parts(entries: Sequence[KeyEntry], parts: dict[int, dict[int, RawItem]]) -> list[tuple[KeyEntry, int]]:
    """(entry, index of its part). Headings are matched by kind, else by order; without them numbers tell."""
    everywhere = [number for items in parts.values() for number in items]
    if len(set(everywhere)) == len(everywhere):
        where = {number: part for part, items in parts.items() for number in items}
        return [(entry, where.get(entry.number, 0)) for entry in entries]
    chosen, part, last = [], -1, None
    for entry in entries:
        if last is None or entry.section != last.section or (entry.number <= last.number and not entry.section):
            part = _find_part(entry, parts, part + 1)
        chosen.append((entry, part))
        last = entry
    return chosen


def _find_part(entry: KeyEntry, parts: dict[int, dict[int, RawItem]], following: int) -> int:
    kind = read_kind(entry.kind)
    for part, items in parts.items():
        if kind and part >= following and read_kind(next(iter(items.values())).section.kind) is kind:
            return part
    return following
