"""Items as one person sees them: shuffled, re-lettered, without a key before the result."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from litestar.datastructures import FormMultiDict

from edu.content.markup import split_blanks
from edu.domain.item import Item, Kind
from edu.domain.lettering import file_letter, reletter, shown_letter
from edu.domain.response import Response
from edu.domain.scoring import Comparison, Score
from edu.web.visit import Visit, text_of, texts_of


@dataclass(frozen=True, slots=True)
class ShownOption:
    """``letter`` is the page's; ``right`` is known on result pages only."""

    letter: str
    html: str
    chosen: bool
    right: bool | None = None


@dataclass(frozen=True, slots=True)
class ShownItem:
    """What a question's page may know. ``stem`` has one more piece than there are blanks."""

    kind: Kind
    stem: tuple[str, ...]
    options: tuple[ShownOption, ...]
    truth: bool | None
    texts: tuple[str, ...]
    ordered: bool


@dataclass(frozen=True, slots=True)
class ShownResult:
    """One item of a result: the response, the right one, why, and how it was judged."""

    item: ShownItem
    key_truth: bool | None
    accepted: tuple[tuple[str, ...], ...]
    rationale: str
    comparisons: tuple[Comparison, ...]
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
            visit.markup_inline(texts[letter], f"{prefix}{n}"),
            letter in response.letters,
        )
        for n, letter in enumerate(order)
    )
    return ShownItem(
        item.kind, _stem(visit, item, prefix), options, response.truth, _texts(item, response), item.ordered
    )


def _stem(visit: Visit, item: Item, prefix: str) -> tuple[str, ...]:
    pieces = split_blanks(item.stem) if item.kind is Kind.FILL_IN else [item.stem]
    return tuple(visit.markup_inline(piece, f"{prefix}s{n}") for n, piece in enumerate(pieces))


def _texts(item: Item, response: Response) -> tuple[str, ...]:
    return response.texts + ("",) * (len(item.blanks) - len(response.texts))


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
        item=ShownItem(shown.kind, shown.stem, options, shown.truth, shown.texts, shown.ordered),
        key_truth=item.truth,
        accepted=tuple(blank.accepted for blank in item.blanks),
        rationale=visit.markup(reletter(item.rationale, order), f"{prefix}r"),
        comparisons=score.comparisons,
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
    letters = (file_letter(order, shown) or "?" for shown in texts_of(form, "choice"))
    return Response(letters=frozenset(letters))
