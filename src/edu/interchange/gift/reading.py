"""Reads GIFT, Moodle's text format, into items."""

import re
from dataclasses import replace

from edu.content.finding import Findings
from edu.content.items.item_answer import BLANK
from edu.content.syntax.front_matter import is_id
from edu.domain.items.item import Item, Kind
from edu.interchange.exchange import MOST_ITEMS, Draft, Imported, Unread
from edu.interchange.gift.choices import read_options, report_feedback
from edu.interchange.gift.chunks import Chunk, split_chunks
from edu.interchange.gift.matches import read_matching
from edu.interchange.gift.numbers import read_numeric_key
from edu.interchange.gift.question import BLANK_SIGN, GiftQuestion, take_apart
from edu.interchange.gift.scope import Reading, refuse_text
from edu.interchange.gift.short import read_short_answer
from edu.interchange.gift.texts import read_text, unescape_text
from edu.interchange.html.text import text_of_markdown
from edu.interchange.not_exchanged import NotExchanged, refuse
from edu.interchange.source_lines import source_lines

_TRUTHS = {"T": True, "TRUE": True, "F": False, "FALSE": False}
_BRACKETS = "（ ）"


def read_gift(text: str, findings: Findings) -> Imported:
    """The items of a GIFT file; a description, which asks for nothing, is reported."""
    imported = Imported(findings)
    before = len(findings.found)
    chunks = split_chunks(source_lines(text, findings))
    if len(chunks) > MOST_ITEMS:
        findings.add("X312", chunks[MOST_ITEMS].line, count=len(chunks), limit=MOST_ITEMS)
        return imported
    ids: set[str] = set()
    for chunk in chunks:
        own = Findings(findings.path)
        try:
            item = None if chunk.too_long else _read_item(chunk, ids, Reading(own, chunk.line))
        except NotExchanged as refusal:
            findings.add(refusal.code, chunk.line, **refusal.values)
            imported.unread.append(Unread(chunk.line, chunk.source))
            continue
        findings.extend(own.found)
        if item is not None:
            imported.drafts.append(Draft(item, chunk.line, chunk.source))
        elif chunk.too_long:
            imported.unread.append(Unread(chunk.line, chunk.source))
    if not imported.drafts and not imported.unread and not _has_error(findings, before):
        findings.add("X310", 1)
    return imported


def _has_error(findings: Findings, before: int) -> bool:
    return any(not finding.advice for finding in findings.found[before:])


def _read_item(chunk: Chunk, ids: set[str], reading: Reading) -> Item | None:
    """The item, or ``None`` for a description. Raises NotExchanged."""
    question = take_apart(chunk)
    if question.answer is None:
        text = text_of_markdown(question.stem("", reading))
        reading.lost(f"说明文字“{text}”", f"the description {text}")
        return None
    item = _read_kind(question, reading)
    if not item.stem:
        raise refuse("没有题干", "it has no stem")
    for label in chunk.labels:
        reading.lost(f"标签或编号“{label}”", f"the tag or id number {label}")
    if question.general:
        item = replace(item, rationale=read_text(question.general, question.form, reading.report))
    if not item.rationale:
        reading.findings.add("X108", reading.line)
    return replace(item, id=_read_id(question.title, item.stem, ids, reading), topic=chunk.topic)


def _read_id(title: str, stem: str, ids: set[str], reading: Reading) -> str:
    """The title where it is an id; any other is reported, unless it only begins the stem as Moodle's own titles do."""
    if is_id(title) and title not in ids:
        ids.add(title)
        return title
    begins = re.sub(r"\s*(?:\.\.\.|…+)$", "", title)
    if title in ids or not _squeeze(text_of_markdown(stem)).startswith(_squeeze(begins)):
        reading.lost(f"标题“{title}”", f"the title {title}")
    return ""


def _squeeze(text: str) -> str:
    return re.sub(r"[\s_*]+", "", text)


def _read_kind(question: GiftQuestion, reading: Reading) -> Item:
    """What the answer block asks for, told in the order in which Moodle tells it."""
    answer = question.answer or ""
    truth, _, feedback = answer.partition("#")
    if not answer:
        return Item("", Kind.WRITTEN, _read_closed_stem(question, reading), "")
    if answer.startswith("#"):
        return _read_number_item(question, reading)
    if "~" in answer:
        return _read_choice_item(question, reading)
    if "=" in answer and "->" in answer:
        return read_matching(question, _read_closed_stem(question, reading), reading)
    if truth.strip().upper() in _TRUTHS:
        _report_judged(feedback, question, reading)
        return Item("", Kind.TRUE_FALSE, _read_closed_stem(question, reading), "", truth=_TRUTHS[truth.strip().upper()])
    if "=" not in answer:
        raise refuse_text(unescape_text(answer))
    stem, blank = read_short_answer(question, reading)
    return Item("", Kind.FILL_IN, stem, "", blanks=(blank,))


def _report_judged(feedback: str, question: GiftQuestion, reading: Reading) -> None:
    """The first feedback is for whoever judges wrongly, the second for whoever judges rightly."""
    wrong, _, right = feedback.partition("#")
    report_feedback(wrong, ("答错时的", "of a wrong answer"), question, reading)
    report_feedback(right, ("答对时的", "of a right answer"), question, reading)


def _read_closed_stem(question: GiftQuestion, reading: Reading) -> str:
    """A stem that may have no blank, which would ask to be filled in."""
    if question.goes_on:
        raise refuse("答案块后面还有文字", "words follow its answer block")
    stem = question.stem("", reading)
    if BLANK.search(stem):
        reading.changed(("题干里的横线", "the line in the stem"), (_BRACKETS, _BRACKETS))
    return BLANK.sub(_BRACKETS, stem)


def _read_open_stem(question: GiftQuestion, reading: Reading) -> str:
    return question.stem(BLANK_SIGN if question.goes_on else "", reading)


def _read_number_item(question: GiftQuestion, reading: Reading) -> Item:
    stem = BLANK.sub(BLANK_SIGN, _read_open_stem(question, reading))
    count = len(BLANK.findall(stem))
    if count > 1:
        raise refuse(f"题干有 {count} 个空，答案只有一个", f"its stem has {count} blanks, but one answer")
    return Item("", Kind.NUMERIC, stem, "", numeric=read_numeric_key(question, stem, reading))


def _read_choice_item(question: GiftQuestion, reading: Reading) -> Item:
    stem, choice = _read_open_stem(question, reading), read_options(question, reading)
    return Item(
        "", choice.kind, stem, "", options=choice.options, keys=choice.keys, credit=choice.credit, wrong=choice.wrong
    )
