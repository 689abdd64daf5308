"""A response: what somebody gave to one item."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from edu.domain.items.item import Item, Kind
from edu.domain.items.traits import traits_of
from edu.domain.refusal import Refused

LONGEST_TEXT = 200
"""Characters that one blank takes; more is refused, never cut."""

LONGEST_WRITTEN = 20_000
"""Characters of a written response."""


@dataclass(frozen=True, slots=True)
class Response:
    """``letters`` are the file's letters, never those on the page.

    ``texts`` has one entry a blank; a numeric or written item has one. ``pairs`` has one entry a row: for each option
    of an ordering item, in the file's order, its place from ``1`` on; for each premise of a
    matching one, a letter of the file. An empty one was left open.
    """

    letters: frozenset[str] = frozenset()
    truth: bool | None = None
    texts: tuple[str, ...] = ()
    pairs: tuple[str, ...] = ()

    @property
    def omitted(self) -> bool:
        """Nothing was given at all."""
        return not (self.letters or any(self.pairs) or any(text.strip() for text in self.texts)) and self.truth is None

    def incomplete(self, item: Item) -> bool:
        """Some blank was left empty, some row without its pair, or nothing was given."""
        return self.omitted or not COMPLETE[item.kind](item, self)


OMITTED = Response()


def chosen(letters: str) -> Response:
    """A choice of the options with these letters."""
    return Response(letters=frozenset(letters))


def _given(item: Item, response: Response) -> bool:
    return not response.omitted


def _all_blanks(item: Item, response: Response) -> bool:
    return len(response.texts) == len(item.blanks) and all(text.strip() for text in response.texts)


def _all_places(item: Item, response: Response) -> bool:
    """Each entry has a place of its own."""
    return len(set(filter(None, response.pairs))) == len(item.options)


def _all_matched(item: Item, response: Response) -> bool:
    return len(response.pairs) == len(item.premises) and all(response.pairs)


COMPLETE: Mapping[Kind, Callable[[Item, Response], bool]] = {
    Kind.SINGLE: _given,
    Kind.MULTIPLE: _given,
    Kind.TRUE_FALSE: _given,
    Kind.FILL_IN: _all_blanks,
    Kind.NUMERIC: _given,
    Kind.WRITTEN: _given,
    Kind.ORDERING: _all_places,
    Kind.MATCHING: _all_matched,
}
"""Whether a response that gives something leaves nothing open."""


def _letters_fit(item: Item, response: Response) -> bool:
    known = {option.letter for option in item.options}
    few = traits_of(item).several or len(response.letters) <= 1
    return few and response == Response(letters=response.letters & known)


def _truth_fits(item: Item, response: Response) -> bool:
    return response == Response(truth=response.truth)


def _blanks_fit(item: Item, response: Response) -> bool:
    return len(response.texts) <= len(item.blanks) and response == Response(texts=response.texts)


def _text_fits(item: Item, response: Response) -> bool:
    return len(response.texts) <= 1 and response == Response(texts=response.texts)


def _places_fit(item: Item, response: Response) -> bool:
    count = len(item.options)
    known = {"", *map(str, range(1, count + 1))}
    fits = len(response.pairs) <= count and known.issuperset(response.pairs)
    return fits and response == Response(pairs=response.pairs)


def _matches_fit(item: Item, response: Response) -> bool:
    known = {"", *(option.letter for option in item.options)}
    fits = len(response.pairs) <= len(item.premises) and known.issuperset(response.pairs)
    return fits and response == Response(pairs=response.pairs)


FITS: Mapping[Kind, Callable[[Item, Response], bool]] = {
    Kind.SINGLE: _letters_fit,
    Kind.MULTIPLE: _letters_fit,
    Kind.TRUE_FALSE: _truth_fits,
    Kind.FILL_IN: _blanks_fit,
    Kind.NUMERIC: _text_fits,
    Kind.WRITTEN: _text_fits,
    Kind.ORDERING: _places_fit,
    Kind.MATCHING: _matches_fit,
}
"""Whether the item's page could have sent a response."""


def check_fits(item: Item, response: Response) -> None:
    """Refuse a response that the item's page could not have sent."""
    if not FITS[item.kind](item, response):
        raise Refused("This response does not fit the question.")
    longest = LONGEST_WRITTEN if traits_of(item).marked else LONGEST_TEXT
    if any(len(text) > longest for text in response.texts):
        raise Refused("A blank takes at most {count} characters.", count=longest)


def encode_response(response: Response) -> dict[str, Any]:
    """The response as JSON-able values; ``pairs`` only where there are some."""
    values = {"letters": sorted(response.letters), "truth": response.truth, "texts": list(response.texts)}
    return values | {"pairs": list(response.pairs)} if response.pairs else values


def decode_response(values: Mapping[str, Any]) -> Response:
    """The response that :func:`encode_response` wrote."""
    pairs = tuple(values.get("pairs", ()))
    return Response(frozenset(values["letters"]), values["truth"], tuple(values["texts"]), pairs)
