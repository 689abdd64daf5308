"""Frozen items in memory, by revision: hundreds of forms hold the same ones, and none ever changes."""

from collections.abc import Iterable, Mapping

from sqlalchemy import Connection, select

from edu.domain.items.item import Item, decode_item
from edu.domain.items.variant import resolve
from edu.domain.sitting.form import Form, Slot
from edu.store.engine.encoding import from_json
from edu.store.evidence.revisions import RevisionRow

_MOST = 20_000
"""Those that have been here longest go first."""

_REVISIONS = RevisionRow.__table__  # type: ignore[attr-defined]
_known: dict[str, Item] = {}


def find_items(connection: Connection, forms: Iterable[Form]) -> dict[str, Item]:
    """The items of all ``forms`` by revision; what is not in memory is read. Raises LookupError for a damaged database.

    For :func:`arrange`; as the file has them, before parameters.
    """
    wanted = {slot.revision for form in forms for slot in form.slots}
    found = {revision: _known[revision] for revision in wanted if revision in _known}
    missing = wanted - found.keys()
    if missing:
        query = select(_REVISIONS.c.revision, _REVISIONS.c.body).where(_REVISIONS.c.revision.in_(missing))
        read = {row.revision: decode_item(from_json(row.body, dict)) for row in connection.execute(query)}
        if len(read) < len(missing):
            raise LookupError(f"revisions are missing from the database: {sorted(missing - read.keys())}")
        _keep(read)
        found |= read
    return found


def arrange(slots: Iterable[Slot], items: Mapping[str, Item]) -> tuple[Item, ...]:
    """The items in the order of a form, each as the variant that its candidate met."""
    return tuple(resolve(items[slot.revision], dict(slot.values)) for slot in slots)


def _keep(read: Mapping[str, Item]) -> None:
    _known.update(read)
    while len(_known) > _MOST:
        _known.pop(next(iter(_known)), None)  # two threads may find the same
