"""Short answers: the words that one blank accepts."""

import re

from edu.content.items.item_answer import BLANK, printed_unit
from edu.domain.items.item import Blank, Item
from edu.domain.items.normalising import normalise, normalise_strictly
from edu.domain.items.response import LONGEST_TEXT
from edu.interchange.gift.choices import report_feedback
from edu.interchange.gift.question import BLANK_SIGN, AnswerPiece, GiftQuestion, split_answers
from edu.interchange.gift.scope import Reading, Writing, cannot_write
from edu.interchange.gift.texts import TextForm, escape_text, read_text, split_format, unescape_text
from edu.interchange.html.text import text_of_markdown
from edu.interchange.not_exchanged import refuse

_WILDCARD = re.compile(r"(?<!\\)\*")
_ARROW = "->"
_LIKE_A_MARK = ("[", "%")


def read_short_answer(question: GiftQuestion, reading: Reading) -> tuple[str, Blank]:
    """The stem with its one blank, and what that accepts. Raises NotExchanged."""
    accepted: list[str] = []
    for piece in split_answers(question.answer or "", "="):
        text = _read_accepted(piece, question, reading)
        if text:
            accepted.append(text)
    if not accepted:
        raise refuse("没有得满分的答案", "no answer earns all the points")
    stem = read_gap(question, reading)
    return stem, Blank(tuple(dict.fromkeys(accepted)), unit=printed_unit(stem))


def _read_accepted(piece: AnswerPiece, question: GiftQuestion, reading: Reading) -> str:
    """One synonym; empty, and reported, where it earns less than all."""
    form, raw = split_format(piece.text, TextForm.PLAIN)
    raw = " ".join(unescape_text(raw).split())
    if form in {TextForm.HTML, TextForm.MARKDOWN}:
        raw = text_of_markdown(read_text(piece.text, form, reading.report))
    report_feedback(piece.feedback, (f"答案“{raw}”的", f"of the answer {raw}"), question, reading)
    if piece.weight is not None and float(piece.weight) < 100:
        if float(piece.weight) > 0:
            reading.lost(f"答 {raw} 得 {piece.weight}% 的分", f"{piece.weight}% of the points for {raw}")
        elif not piece.feedback:
            reading.lost(f"不得分的答案“{raw}”", f"the answer {raw}, which earns nothing")
        return ""
    if len(raw) > LONGEST_TEXT:
        raise refuse(f"答案超过 {LONGEST_TEXT} 个字符", f"an answer has more than {LONGEST_TEXT} characters")
    text = _without_wildcards(raw, reading).replace("\\*", "*")
    if not normalise(text).text or not normalise_strictly(text).text:
        raise refuse(f"答案“{text}”里没有文字", f"the answer {text} has no words")
    return text


def _without_wildcards(raw: str, reading: Reading) -> str:
    """``*平仓*`` as 平仓. A wildcard within the words leaves nothing that could be compared; raises NotExchanged."""
    if not _WILDCARD.search(raw):
        return raw
    inner = re.sub(r"^\*+|(?<!\\)\*+$", "", raw).strip()
    if not inner or _WILDCARD.search(inner):
        raise refuse(f"答案“{raw}”里有通配符 *", f"the answer {raw} has the wildcard *")
    reading.changed((f"带通配符的答案“{raw}”", f"the answer {raw} with its wildcard"), (f"“{inner}”", inner))
    return inner


def read_gap(question: GiftQuestion, reading: Reading) -> str:
    """The stem: the answer block is the blank where words follow it, unless the stem draws one. Raises NotExchanged."""
    drawn = BLANK.search(unescape_text(question.before + question.after)) is not None
    stem = BLANK.sub(BLANK_SIGN, question.stem("" if drawn or not question.after.strip() else BLANK_SIGN, reading))
    count = len(BLANK.findall(stem))
    if count > 1:
        raise refuse(f"题干有 {count} 个空，答案只有一组", f"its stem has {count} blanks, but one set of answers")
    if not stem:
        raise refuse("没有题干", "it has no stem")
    if not count:
        reading.changed(
            ("没有空的题干", "a stem without a blank"), (f"末尾带 {BLANK_SIGN}", f"one that ends in {BLANK_SIGN}")
        )
        stem += BLANK_SIGN
    return stem


def write_blank(item: Item, form: TextForm, writing: Writing) -> list[str]:
    """The lines of the synonyms. Raises NotExchanged."""
    if len(item.blanks) != 1 or len(BLANK.findall(item.stem)) != 1:
        raise cannot_write("GIFT 一题只有一个空", "GIFT has one blank a question")
    blank = item.blanks[0]
    if any(_ARROW in text for text in blank.accepted):
        raise cannot_write("答案里有 ->（GIFT 会当作匹配题）", "an answer has ->, which makes it a matching question")
    if blank.strict:
        writing.lost("严格比较", "that the answer is compared strictly")
    elif blank.unit and blank.unit != printed_unit(item.stem):
        writing.lost(f"单位“{blank.unit}”", f"the unit {blank.unit}")
    if not item.ordered:
        writing.lost("不分顺序", "that the order does not matter")
    return [f"={_write_accepted(text)}" for text in blank.accepted]


def _write_accepted(text: str) -> str:
    mark = f"[{TextForm.PLAIN}]" if text.startswith(_LIKE_A_MARK) else ""
    return mark + escape_text(text.replace("*", "\\*"))
