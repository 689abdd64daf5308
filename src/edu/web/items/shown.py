"""Items as one person sees them: shuffled, re-lettered, without a key before the result."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from litestar.datastructures import FormMultiDict

from edu.content.items.item_number import write_numeric
from edu.content.items.pictures import with_addresses
from edu.content.markup import PICTURES, split_blanks
from edu.domain.items.item import CreditRule, Item, Kind, WrongRule
from edu.domain.items.lettering import file_letter, reletter, shown_letter
from edu.domain.items.response import Response
from edu.domain.items.scoring import Comparison, Score
from edu.web.kit.visit import Visit, text_of, texts_of


@dataclass(frozen=True, slots=True)
class ShownOption:
    """``letter`` is the page's; ``right`` is known on result pages only."""

    letter: str
    html: str
    chosen: bool
    right: bool | None = None


@dataclass(frozen=True, slots=True)
class ShownCredit:
    """How a multiple choice is scored; ``share`` is that of the points where the rule has one."""

    rule: CreditRule
    share: Fraction
    wrong: WrongRule

    @classmethod
    def of(cls, item: Item) -> "ShownCredit":
        """The rules of one item."""
        return cls(item.credit, item.credit_share, item.wrong)


@dataclass(frozen=True, slots=True)
class ShownItem:
    """What a question's page may know.

    ``stem`` has one more piece than there are blanks; ``unit`` may be written behind a number.
    """

    kind: Kind
    stem: tuple[str, ...]
    options: tuple[ShownOption, ...]
    truth: bool | None
    texts: tuple[str, ...]
    ordered: bool
    unit: str = ""


@dataclass(frozen=True, slots=True)
class ShownResult:
    """One item of a result: the response, the right one, why, and how it was judged."""

    item: ShownItem
    key_truth: bool | None
    accepted: tuple[tuple[str, ...], ...]
    rationale: str
    comparisons: tuple[Comparison, ...]
    number: str
    feedback: str
    reference: str
    rubric: tuple[tuple[str, Fraction], ...]
    awaiting: bool
    earned: Fraction
    possible: Fraction
    omitted: bool
    topic: str
    section: str
    basis: str


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
    return ShownItem(
        item.kind,
        _stem(visit, item, prefix),
        options,
        response.truth,
        _texts(item, response),
        item.ordered,
        item.numeric.unit if item.numeric else "",
    )


def _stem(visit: Visit, item: Item, prefix: str) -> tuple[str, ...]:
    """Pieces between the blanks; a stem with a table, a picture or a list is one piece of blocks."""
    text = with_addresses(item.stem, item, PICTURES)
    if _BLOCKS.search(text):
        return (visit.markup("".join(_numbered(split_blanks(text))), f"{prefix}s0"),)
    pieces = split_blanks(text) if item.kind in {Kind.FILL_IN, Kind.NUMERIC} else [text]
    return tuple(visit.markup_inline(piece, f"{prefix}s{n}") for n, piece in enumerate(pieces))


def _numbered(pieces: Sequence[str]) -> Iterator[str]:
    """A stem of blocks keeps its blanks in the text, each with its number."""
    yield pieces[0]
    for number, piece in enumerate(pieces[1:], 1):
        yield f"（{number}）\\_\\_\\_\\_{piece}"


_BLOCKS = re.compile(r"^\s*(?:\||[-*] |\d+\. |>|:::)|!\[", re.MULTILINE)


def _texts(item: Item, response: Response) -> tuple[str, ...]:
    count = len(item.blanks) or int(item.kind in {Kind.NUMERIC, Kind.WRITTEN})
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
        item=replace(shown, options=options),
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
        topic=item.topic,
        section=item.section,
        basis=item.basis,
    )


def read_response(form: FormMultiDict, item: Item, order: Sequence[str]) -> Response:
    """The posted response in the file's letters; a letter that the page did not show fits no item."""
    if item.kind is Kind.TRUE_FALSE:
        return Response(truth={"true": True, "false": False}.get(text_of(form, "choice")))
    if item.kind is Kind.FILL_IN:
        texts = tuple(text_of(form, f"blank-{n}") for n in range(len(item.blanks)))
        return Response(texts=texts if any(text.strip() for text in texts) else ())
    if item.kind in {Kind.NUMERIC, Kind.WRITTEN}:
        text = text_of(form, "text")
        return Response(texts=(text,) if text.strip() else ())
    letters = (file_letter(order, shown) or "?" for shown in texts_of(form, "choice"))
    return Response(letters=frozenset(letters))
