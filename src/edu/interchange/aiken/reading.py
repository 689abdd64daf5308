"""Reads Aiken into single-choice items."""

import re
from dataclasses import dataclass, field
from typing import Any

from edu.content.finding import Findings
from edu.content.syntax.field_line import LETTERS, narrow
from edu.domain.items.item import Item, Kind, Option
from edu.interchange.aiken.lines import ANSWER_LINE, OPTION_LINE
from edu.interchange.exchange import LONGEST_LINE, MOST_ITEMS, Draft, Imported, Unread
from edu.interchange.html.text import markdown_of_plain
from edu.interchange.source_lines import is_too_long, source_lines

_RATIONALE = re.compile(r"(?:feedback|explanation|(?:答案)?解析)\s*[:：]\s*(.*)", re.IGNORECASE | re.DOTALL)
_KEY = re.compile(r"[(（]?\s*([A-Z])\s*[)）]?[.。]?")
Fault = tuple[str, int, dict[str, Any]]
"""A finding's code, line and values."""


def read_aiken(text: str, findings: Findings) -> Imported:
    """The items of an Aiken file. Chinese words and full-width signs serve as well as Aiken's own."""
    imported = Imported(findings)
    before = len(findings.found)
    lines = source_lines(text, findings)
    count = sum(ANSWER_LINE.match(line.strip()) is not None for line in lines)
    if count > MOST_ITEMS:
        findings.add("X312", 1, count=count, limit=MOST_ITEMS)
        return imported
    reader = _Reader(imported)
    for number, line in enumerate(lines, 1):
        reader.take(number, line)
    reader.finish()
    if not imported.drafts and all(finding.advice for finding in findings.found[before:]):
        findings.add("X310", 1)
    return imported


@dataclass(slots=True)
class _Question:
    """What was read of one question so far. ``reported``: it cannot be taken, and a finding says why already."""

    line: int = 0
    source: list[str] = field(default_factory=list)
    stem: list[str] = field(default_factory=list)
    options: list[str] = field(default_factory=list)
    key: str = ""
    rationale: str = ""
    fault: Fault | None = None
    reported: bool = False


class _Reader:
    """Takes line by line. An answer ends a question; a rationale may follow it at once."""

    def __init__(self, imported: Imported) -> None:
        self._imported = imported
        self._question = _Question()
        self._gap = False

    def take(self, number: int, line: str) -> None:
        """The next line of the file."""
        bare, question = line.strip(), self._question
        if not bare:
            self._gap = True
            if question.key or question.reported:
                self.finish()
            return
        rationale = _RATIONALE.fullmatch(bare) if question.key and not question.rationale else None
        if question.key and rationale is None:
            self.finish()
        if self._lacks_answer(bare):
            self._refuse(question.line, "缺少 ANSWER 行", "its ANSWER line is missing")
            self.finish()
        gap, self._gap = self._gap, False
        self._question.line = self._question.line or number
        self._question.source.append(line)
        if rationale is not None:
            question.rationale = rationale[1]
        elif is_too_long(line):
            self._question.reported = True
        else:
            self._take_part(number, bare, gap)

    def _lacks_answer(self, bare: str) -> bool:
        """Words below a gap begin another question once there are options."""
        return self._gap and bool(self._question.options) and not (ANSWER_LINE.fullmatch(bare) or self._is_option(bare))

    def _is_option(self, bare: str) -> bool:
        """Whether it has the next letter, so that a sentence with an initial stays one."""
        match = OPTION_LINE.fullmatch(bare)
        place = len(self._question.options)
        return (
            match is not None
            and bool(self._question.stem)
            and place < len(LETTERS)
            and narrow(match[1]) == LETTERS[place]
        )

    def _take_part(self, number: int, bare: str, gap: bool) -> None:
        question = self._question
        answer = ANSWER_LINE.fullmatch(bare)
        option = OPTION_LINE.fullmatch(bare) if self._is_option(bare) else None
        if answer is not None:
            self._take_key(number, answer[1])
        elif option is not None:
            question.options.append(option[2].strip())
        elif not question.options:
            question.stem += ["", bare] if gap and question.stem else [bare]
        elif question.fault is None:
            question.fault = ("X105", number, {"text": bare})

    def _take_key(self, number: int, text: str) -> None:
        question = self._question
        match = _KEY.fullmatch(narrow(text).strip())
        if match is None:
            shown = text.strip() or "ANSWER:"
            self._refuse(number, f"答案“{shown}”不是一个字母", f"the answer {shown} is not a single letter")
        question.key = match[1] if match else "?"

    def _refuse(self, line: int, chinese: str, english: str) -> None:
        if self._question.fault is None:
            self._question.fault = ("X103", line, {"why": (chinese, english)})

    def finish(self) -> None:
        """The question is complete, or as complete as it will be."""
        question, self._question = self._question, _Question()
        if not question.source:
            return
        fault = question.fault or _find_fault(question)
        if fault is None and not question.reported:
            self._imported.drafts.append(Draft(_make_item(question), question.line, _source(question)))
            if "" in question.stem:
                what = (f"隔着空行的文字“{question.stem[0]}”", f"words above a gap, {question.stem[0]}")
                self._imported.findings.add(
                    "X102", question.line, what=what, now=("题干的开头", "the stem's beginning")
                )
            if not question.rationale:
                self._imported.findings.add("X108", question.line)
            return
        if fault is not None and not question.reported:
            code, line, values = fault
            self._imported.findings.add(code, line, **values)
        self._imported.unread.append(Unread(question.line, _source(question)))


def _find_fault(question: _Question) -> Fault | None:
    """Why a question cannot be taken, or ``None``."""
    letters = LETTERS[: len(question.options)]
    checks = (
        (not question.stem, ("没有题干", "it has no stem")),
        (sum(map(len, question.stem)) > LONGEST_LINE, ("题干太长", "its stem is too long")),
        (
            not question.key and not question.options,
            ("没有选项和 ANSWER 行", "it has neither options nor an ANSWER line"),
        ),
        (not question.key, ("缺少 ANSWER 行", "its ANSWER line is missing")),
        (len(letters) < 2, ("选项少于 2 个", "it has fewer than 2 options")),
        (question.key not in letters, (f"答案 {question.key} 不在选项中", f"there is no option {question.key}")),
        ("" in question.options, ("有选项没有文字", "an option has no text")),
    )
    return next((("X103", question.line, {"why": why}) for failed, why in checks if failed), None)


def _source(question: _Question) -> str:
    return "\n".join(question.source)


def _make_item(question: _Question) -> Item:
    options = tuple(
        Option(letter, markdown_of_plain(text)) for letter, text in zip(LETTERS, question.options, strict=False)
    )
    return Item(
        "",
        Kind.SINGLE,
        markdown_of_plain("\n".join(question.stem)),
        markdown_of_plain(question.rationale),
        options=options,
        keys=frozenset(question.key),
    )
