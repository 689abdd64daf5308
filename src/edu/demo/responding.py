"""How made-up people respond."""

from collections.abc import Callable, Mapping

from edu.domain.items.item import Item, Kind
from edu.domain.items.response import Response
from edu.domain.items.scoring import right_matches, right_places


def make_response(item: Item, *, right: bool) -> Response:
    """What earns all the points, or fits the item and earns nothing; of a written item, its reference answer."""
    return RIGHT[item.kind](item) if right else WRONG[item.kind](item)


def _keys(item: Item) -> Response:
    return Response(letters=item.keys)


def _blanks(item: Item) -> Response:
    return Response(texts=tuple(blank.accepted[0] for blank in item.blanks))


def _number(item: Item) -> Response:
    return Response(texts=((item.numeric.answer or item.numeric.low) if item.numeric else "",))


RIGHT: Mapping[Kind, Callable[[Item], Response]] = {
    Kind.SINGLE: _keys,
    Kind.MULTIPLE: _keys,
    Kind.TRUE_FALSE: lambda item: Response(truth=item.truth),
    Kind.FILL_IN: _blanks,
    Kind.NUMERIC: _number,
    Kind.WRITTEN: lambda item: Response(texts=(item.reference,)),
    Kind.ORDERING: lambda item: Response(pairs=right_places(item)),
    Kind.MATCHING: lambda item: Response(pairs=right_matches(item)),
}


def _no_key(item: Item) -> Response:
    return Response(letters=frozenset(next(o.letter for o in item.options if o.letter not in item.keys)))


def _backwards(item: Item) -> Response:
    """The places of another order: each entry one further on, the last one first."""
    count = len(item.options)
    return Response(pairs=tuple(str(int(key) % count + 1) for key in right_places(item)))


def _mismatched(item: Item) -> Response:
    others = (next(o.letter for o in item.options if o.letter != premise.key) for premise in item.premises)
    return Response(pairs=tuple(others))


def _shrug(item: Item) -> Response:
    return Response(texts=("不知道",) * max(len(item.blanks), 1))


WRONG: Mapping[Kind, Callable[[Item], Response]] = {
    Kind.SINGLE: _no_key,
    Kind.MULTIPLE: _no_key,
    Kind.TRUE_FALSE: lambda item: Response(truth=not item.truth),
    Kind.FILL_IN: _shrug,
    Kind.NUMERIC: _shrug,
    Kind.WRITTEN: _shrug,
    Kind.ORDERING: _backwards,
    Kind.MATCHING: _mismatched,
}
