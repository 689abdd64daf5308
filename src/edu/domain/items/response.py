"""A response: what somebody gave to one item."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from edu.domain.items.item import Item, Kind
from edu.domain.refusal import Refused

LONGEST_TEXT = 200
"""Characters that one blank takes; more is refused, never cut."""

LONGEST_WRITTEN = 20_000
"""Characters of a written response."""


@dataclass(frozen=True, slots=True)
class Response:
    """``letters`` are the file's letters, never those on the page.

    ``texts`` has one entry a blank; a numeric or written item has one.
    """

    letters: frozenset[str] = frozenset()
    truth: bool | None = None
    texts: tuple[str, ...] = ()

    @property
    def omitted(self) -> bool:
        """Nothing was given at all."""
        return not self.letters and self.truth is None and not any(text.strip() for text in self.texts)

    def incomplete(self, item: Item) -> bool:
        """Some blank was left empty, or nothing was given."""
        if item.kind is Kind.FILL_IN:
            return len(self.texts) < len(item.blanks) or any(not text.strip() for text in self.texts)
        return self.omitted


OMITTED = Response()


def chosen(letters: str) -> Response:
    """A choice of the options with these letters."""
    return Response(letters=frozenset(letters))


def check_fits(item: Item, response: Response) -> None:
    """Refuse a response that the item's page could not have sent."""
    known = {option.letter for option in item.options}
    fits = {
        Kind.SINGLE: response.letters <= known and len(response.letters) <= 1 and not response.texts,
        Kind.MULTIPLE: response.letters <= known and not response.texts,
        Kind.TRUE_FALSE: not response.letters and not response.texts,
        Kind.FILL_IN: not response.letters and len(response.texts) <= len(item.blanks),
        Kind.NUMERIC: not response.letters and len(response.texts) <= 1,
        Kind.WRITTEN: not response.letters and len(response.texts) <= 1,
    }[item.kind]
    if not fits or (item.kind is not Kind.TRUE_FALSE and response.truth is not None):
        raise Refused("This response does not fit the question.")
    longest = LONGEST_WRITTEN if item.kind is Kind.WRITTEN else LONGEST_TEXT
    if any(len(text) > longest for text in response.texts):
        raise Refused("A blank takes at most {count} characters.", count=longest)


def encode(response: Response) -> dict[str, Any]:
    """The response as JSON-able values."""
    return {"letters": sorted(response.letters), "truth": response.truth, "texts": list(response.texts)}


def decode(values: Mapping[str, Any]) -> Response:
    """The response that :func:`encode` wrote."""
    return Response(frozenset(values["letters"]), values["truth"], tuple(values["texts"]))
