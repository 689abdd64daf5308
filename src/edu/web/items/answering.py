"""What a page sends becomes a response here, whether as a form or as JSON: in the file's letters and order."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from litestar.datastructures import FormMultiDict

from edu.domain.items.item import Item, Kind
from edu.domain.items.lettering import file_letter
from edu.domain.items.response import Response
from edu.domain.items.traits import traits_of
from edu.web.kit.visit import posted_text, texts_of


@dataclass(frozen=True, slots=True)
class Entered:
    """A response in the page's words: letters as shown, ``pairs`` by the rows as shown."""

    choice: Sequence[str] = ()
    truth: bool | None = None
    texts: Sequence[str] = ()
    pairs: Sequence[str] = ()


def read_form_response(form: FormMultiDict, item: Item, order: Sequence[str]) -> Response:
    """The response that a form holds; each kind takes its own fields."""
    choice = texts_of(form, "choice")
    fields = [f"blank-{number}" for number in range(len(item.blanks))] or ["text"]
    given = Entered(
        choice=choice,
        truth={"true": True, "false": False}.get(choice[0]) if choice else None,
        texts=[posted_text(form, name) for name in fields] if traits_of(item).typed else [],
        pairs=[posted_text(form, f"pair-{number}") for number in range(len(item.premises or item.options))],
    )
    return read_response(given, item, order)


def read_response(given: Entered, item: Item, order: Sequence[str]) -> Response:
    """The response; what the page did not offer fits no item and is refused as such."""
    return RESPONSES[item.kind](given, item, order)


def _letters(given: Entered, item: Item, order: Sequence[str]) -> Response:
    return Response(letters=frozenset(file_letter(order, shown) or _UNKNOWN for shown in given.choice))


def _truth(given: Entered, item: Item, order: Sequence[str]) -> Response:
    return Response(truth=given.truth)


def _texts(given: Entered, item: Item, order: Sequence[str]) -> Response:
    return Response(texts=tuple(given.texts) if any(text.strip() for text in given.texts) else ())


def _places(given: Entered, item: Item, order: Sequence[str]) -> Response:
    """Row by row as shown: its place, put where the file has the option."""
    if not any(given.pairs):
        return Response()
    if len(given.pairs) != len(order):
        return Response(pairs=(_UNKNOWN,))
    places = dict(zip(order, given.pairs, strict=True))
    return Response(pairs=tuple(places[option.letter] for option in item.options))


def _matches(given: Entered, item: Item, order: Sequence[str]) -> Response:
    if not any(given.pairs):
        return Response()
    return Response(pairs=tuple(shown and (file_letter(order, shown) or _UNKNOWN) for shown in given.pairs))


_UNKNOWN = "?"

RESPONSES: Mapping[Kind, Callable[[Entered, Item, Sequence[str]], Response]] = {
    Kind.SINGLE: _letters,
    Kind.MULTIPLE: _letters,
    Kind.TRUE_FALSE: _truth,
    Kind.FILL_IN: _texts,
    Kind.NUMERIC: _texts,
    Kind.WRITTEN: _texts,
    Kind.ORDERING: _places,
    Kind.MATCHING: _matches,
}
