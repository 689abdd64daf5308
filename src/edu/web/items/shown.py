"""Items as one person sees them: shuffled, re-lettered, without a key before the result."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from edu.content.items.item_matches import CIRCLED
from edu.content.items.item_number import write_numeric
from edu.content.items.pictures import with_addresses
from edu.content.markup import PICTURES, split_blanks
from edu.domain.items.item import CreditRule, Item, Kind, PartRule, WrongRule
from edu.domain.items.lettering import file_letter, reletter, shown_letter
from edu.domain.items.response import Response
from edu.domain.items.scoring import BlankJudgement, Score
from edu.domain.items.traits import traits_of
from edu.domain.sitting.blueprint import Blueprint
from edu.web.kit.visit import Visit


@dataclass(frozen=True, slots=True)
class ShownOption:
    """``letter`` is the page's; ``right`` is known on result pages only."""

    letter: str
    html: str
    chosen: bool
    right: bool | None = None


@dataclass(frozen=True, slots=True)
class ShownCredit:
    """How what is partly right is scored; ``share`` is that of the points where the rule has one."""

    kind: Kind
    rule: CreditRule
    share: Fraction
    wrong: WrongRule
    parts: PartRule

    @classmethod
    def of(cls, item: Item) -> "ShownCredit | None":
        """The rules of one item, without those of other kinds; ``None`` where it is right or wrong as a whole."""
        traits = traits_of(item)
        if not traits.told or len(item.blanks) == 1:
            return None
        if traits.several:
            return cls(item.kind, item.credit, item.credit_share, item.wrong, PartRule.WHOLE)
        return cls(item.kind, CreditRule.PER_OPTION, Fraction(0), WrongRule.NOTHING, item.part_rule)

    @property
    def place(self) -> tuple[int, ...]:
        """Where it stands in a list of several."""
        enums = ((Kind, self.kind), (CreditRule, self.rule), (WrongRule, self.wrong), (PartRule, self.parts))
        return tuple(list(members).index(member) for members, member in enums)


def list_credits(items: Iterable[Item], blueprint: Blueprint) -> tuple[ShownCredit, ...]:
    """The rules that a form of the blueprint may meet among ``items``, told before it begins."""
    kinds = {cell.kind for cell in blueprint.cells}
    found = {ShownCredit.of(item) for item in items if item.kind in kinds}
    return tuple(sorted(filter(None, found), key=lambda credit: (credit.place, credit.share)))


@dataclass(frozen=True, slots=True)
class ShownRow:
    """One row that wants a pair: an entry, by its letter on the page, and its place; or a premise, by its number.

    ``key`` and ``right`` are known on result pages only.
    """

    letter: str
    html: str
    given: str
    key: str = ""
    right: bool | None = None


@dataclass(frozen=True, slots=True)
class ShownItem:
    """What a question's page may know.

    ``stem`` has one more piece than there are blanks; ``unit`` may be written behind a number. ``rows`` want one of the
    ``choices`` each.
    """

    kind: Kind
    stem: tuple[str, ...]
    options: tuple[ShownOption, ...]
    truth: bool | None
    texts: tuple[str, ...]
    ordered: bool
    unit: str
    rows: tuple[ShownRow, ...]
    choices: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ShownResult:
    """One item of a result: the response, the right one, why, and how it was judged.

    ``right_parts`` and ``wrong`` are those of the score, ``credit`` the rule that made points of them.
    """

    item: ShownItem
    key_truth: bool | None
    accepted: tuple[tuple[str, ...], ...]
    rationale: str
    comparisons: tuple[BlankJudgement, ...]
    number: str
    feedback: str
    reference: str
    rubric: tuple[tuple[str, Fraction], ...]
    awaiting: bool
    earned: Fraction
    possible: Fraction
    omitted: bool
    right_parts: tuple[bool, ...]
    wrong: int
    credit: ShownCredit | None
    topic: str
    section: str
    basis: str


LONGEST_OFTEN_GIVEN = 100
"""Signs."""


def is_often_given(response: Response) -> bool:
    """Whether others may well give the same; with more signs it is nobody else's."""
    return sum(map(len, response.texts)) <= LONGEST_OFTEN_GIVEN


def show_item(visit: Visit, item: Item, order: Sequence[str], response: Response, prefix: str = "q") -> ShownItem:
    """The item with its options in ``order``."""
    texts = {option.letter: option.text for option in item.options}
    options = tuple(
        ShownOption(
            shown_letter(order, letter),
            visit.markup_inline(with_addresses(texts[letter], item, PICTURES), f"{prefix}{n}"),
            letter in response.letters,
        )
        for n, letter in enumerate(order)
    )
    premises = tuple(visit.markup_inline(premise.text, f"{prefix}p{n}") for n, premise in enumerate(item.premises))
    return ShownItem(
        item.kind,
        _stem(visit, item, prefix),
        options,
        response.truth,
        _texts(item, response),
        item.ordered,
        item.numeric.unit if item.numeric else "",
        *ROWS[item.kind](item, order, response, options, premises),
    )


Rows = tuple[tuple[ShownRow, ...], tuple[str, ...]]


def _no_rows(
    item: Item, order: Sequence[str], response: Response, options: Sequence[ShownOption], premises: Sequence[str]
) -> Rows:
    return (), ()


def _entries(
    item: Item, order: Sequence[str], response: Response, options: Sequence[ShownOption], premises: Sequence[str]
) -> Rows:
    """The options as shown, each with the place that it was given."""
    places = dict(zip((option.letter for option in item.options), response.pairs, strict=False))
    rows = (
        ShownRow(option.letter, option.html, places.get(letter, ""))
        for letter, option in zip(order, options, strict=True)
    )
    return tuple(rows), tuple(str(place) for place in range(1, len(order) + 1))


def _premises(
    item: Item, order: Sequence[str], response: Response, options: Sequence[ShownOption], premises: Sequence[str]
) -> Rows:
    """The premises, each with the letter that it was given."""
    given = [shown_letter(order, letter) if letter else "" for letter in response.pairs]
    given += [""] * (len(premises) - len(given))
    rows = (ShownRow(number, html, letter) for number, html, letter in zip(CIRCLED, premises, given, strict=False))
    return tuple(rows), tuple(option.letter for option in options)


RowMaker = Callable[[Item, Sequence[str], Response, Sequence[ShownOption], Sequence[str]], Rows]

ROWS: Mapping[Kind, RowMaker] = {
    Kind.SINGLE: _no_rows,
    Kind.MULTIPLE: _no_rows,
    Kind.TRUE_FALSE: _no_rows,
    Kind.FILL_IN: _no_rows,
    Kind.NUMERIC: _no_rows,
    Kind.WRITTEN: _no_rows,
    Kind.ORDERING: _entries,
    Kind.MATCHING: _premises,
}


def _keyed_entries(item: Item, order: Sequence[str], rows: Sequence[ShownRow]) -> tuple[ShownRow, ...]:
    """In the right order, each with its place."""
    keys = [str(item.sequence.index(letter) + 1) for letter in order]
    keyed = (replace(row, key=key, right=row.given == key) for row, key in zip(rows, keys, strict=True))
    return tuple(sorted(keyed, key=lambda row: int(row.key)))


def _keyed_premises(item: Item, order: Sequence[str], rows: Sequence[ShownRow]) -> tuple[ShownRow, ...]:
    keys = [shown_letter(order, premise.key) for premise in item.premises]
    return tuple(replace(row, key=key, right=row.given == key) for row, key in zip(rows, keys, strict=True))


def _unkeyed(item: Item, order: Sequence[str], rows: Sequence[ShownRow]) -> tuple[ShownRow, ...]:
    return tuple(rows)


KEYED_ROWS: Mapping[Kind, Callable[[Item, Sequence[str], Sequence[ShownRow]], tuple[ShownRow, ...]]] = {
    Kind.SINGLE: _unkeyed,
    Kind.MULTIPLE: _unkeyed,
    Kind.TRUE_FALSE: _unkeyed,
    Kind.FILL_IN: _unkeyed,
    Kind.NUMERIC: _unkeyed,
    Kind.WRITTEN: _unkeyed,
    Kind.ORDERING: _keyed_entries,
    Kind.MATCHING: _keyed_premises,
}


def _stem(visit: Visit, item: Item, prefix: str) -> tuple[str, ...]:
    """Pieces between the blanks; a stem with a table, a picture or a list is one piece of blocks."""
    text = with_addresses(item.stem, item, PICTURES)
    if _BLOCKS.search(text):
        return (visit.markup("".join(_numbered(split_blanks(text))), f"{prefix}s0"),)
    pieces = split_blanks(text) if traits_of(item).blanks else [text]
    return tuple(visit.markup_inline(piece, f"{prefix}s{n}") for n, piece in enumerate(pieces))


def _numbered(pieces: Sequence[str]) -> Iterator[str]:
    """A stem of blocks keeps its blanks in the text, each with its number."""
    yield pieces[0]
    for number, piece in enumerate(pieces[1:], 1):
        yield f"（{number}）\\_\\_\\_\\_{piece}"


_BLOCKS = re.compile(r"^\s*(?:\||[-*] |\d+\. |>|:::)|!\[", re.MULTILINE)


def _texts(item: Item, response: Response) -> tuple[str, ...]:
    count = len(item.blanks) or int(traits_of(item).typed)
    return response.texts + ("",) * (count - len(response.texts))


def show_result(
    visit: Visit, item: Item, order: Sequence[str], response: Response, score: Score, prefix: str
) -> ShownResult:
    """The item with its key: for results and for judged checkpoints."""
    shown = show_item(visit, item, order, response, prefix)
    options = tuple(
        ShownOption(option.letter, option.html, option.chosen, file_letter(order, option.letter) in item.keys)
        for option in shown.options
    )
    return ShownResult(
        item=replace(shown, options=options, rows=KEYED_ROWS[item.kind](item, order, shown.rows)),
        key_truth=item.truth,
        accepted=tuple(blank.accepted for blank in item.blanks),
        rationale=visit.markup(reletter(with_addresses(item.rationale, item, PICTURES), order), f"{prefix}r"),
        comparisons=score.comparisons,
        number=write_numeric(item.numeric, "") if item.numeric else "",
        feedback=score.feedback,
        reference=visit.markup(with_addresses(item.reference, item, PICTURES), f"{prefix}m") if item.reference else "",
        rubric=tuple((point.text, point.points) for point in item.rubric),
        awaiting=score.awaiting,
        earned=score.earned,
        possible=score.possible,
        omitted=response.omitted,
        right_parts=score.right_parts,
        wrong=score.wrong,
        credit=ShownCredit.of(item),
        topic=item.topic,
        section=item.section,
        basis=item.basis,
    )
