"""Matching items: ``=row -> option``, and ``= -> option`` for an option that belongs to no row."""

from collections.abc import Iterator

from edu.content.syntax.field_line import LETTERS
from edu.domain.items.item import Item, Kind, PartRule
from edu.interchange.gift.question import GiftQuestion, split_answers
from edu.interchange.gift.scope import Reading, Writing, cannot_write, refuse_text
from edu.interchange.gift.texts import TextForm, escape_text, read_text, unescape_text, write_text
from edu.interchange.html.text import markdown_of_plain, text_of_markdown
from edu.interchange.not_exchanged import refuse
from edu.interchange.paired_texts import Pair, gather_pairs, on_one_line, pairs_of, why_no_pairs

ARROW = "->"


def read_matching(question: GiftQuestion, stem: str, reading: Reading) -> Item:
    """A matching item; letters are given in the order in which options come. Raises NotExchanged."""
    pairs = list(_read_pairs(question, reading))
    why = why_no_pairs(pairs)
    if why is not None:
        raise refuse(*why)
    options, premises = gather_pairs(pairs, LETTERS[: len({text for _, text in pairs})])
    return Item("", Kind.MATCHING, stem, "", options=options, premises=premises, part_rule=PartRule.PAIR)


def _read_pairs(question: GiftQuestion, reading: Reading) -> Iterator[Pair]:
    for piece in split_answers(question.answer or "", "="):
        row, arrow, text = piece.text.partition(ARROW)
        if not arrow:
            raise refuse_text(unescape_text(piece.text))
        markdown = read_text(row.strip(), question.form, reading.report) if row.strip() else ""
        yield on_one_line(markdown), markdown_of_plain(unescape_text(text).strip())


def write_matching(item: Item, form: TextForm, writing: Writing) -> list[str]:
    """The lines of the rows and of the other options. Raises NotExchanged."""
    plain = {option.letter: text_of_markdown(option.text) for option in item.options}
    if len(set(plain.values())) < len(plain) or not all(plain.values()):
        raise cannot_write("有选项的文字相同或没有文字", "options have the same words, or none")
    if any(ARROW in premise.text for premise in item.premises):
        raise cannot_write(
            "有一行里写着 ->，GIFT 用它隔开两边", "a row holds ->, which stands between both sides in GIFT"
        )
    for option in item.options:
        if markdown_of_plain(plain[option.letter]) != option.text:
            what = (f"选项 {option.letter} 的格式", f"the formatting of option {option.letter}")
            writing.changed(what, ("纯文字", "plain words"))
    if item.part_rule is not PartRule.PAIR:
        writing.changed(("全对才得分", "all or nothing"), ("按对计分", "a share for each row"))
    return [_write_pair(pair, form) for pair in pairs_of(item)]


def _write_pair(pair: Pair, form: TextForm) -> str:
    row = write_text(pair[0], form)[1] if pair[0] else ""
    return f"={row} {ARROW} {escape_text(text_of_markdown(pair[1]))}"
