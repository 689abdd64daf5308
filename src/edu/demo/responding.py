"""How made-up people respond."""

from edu.domain.items.item import Item, Kind
from edu.domain.items.response import Response


def respond(item: Item, *, right: bool) -> Response:
    """What earns all the points, or fits the item and earns nothing; of a written item, its reference answer."""
    if item.kind is Kind.TRUE_FALSE:
        return Response(truth=item.truth is right)
    if item.kind is Kind.FILL_IN:
        return Response(texts=tuple(blank.accepted[0] if right else "不知道" for blank in item.blanks))
    if item.kind is Kind.WRITTEN:
        return Response(texts=(item.reference if right else "不知道",))
    if right:
        return Response(letters=item.keys)
    return Response(letters=frozenset(next(o.letter for o in item.options if o.letter not in item.keys)))
