"""How often items have stood in the latest forms of an exam, so that none becomes known before it is met."""

from collections import Counter
from datetime import datetime, timedelta

from edu.domain.sitting.blueprint import Blueprint
from edu.store.engine.database import Database
from edu.store.sitting import attempts

LATEST = 200
"""Forms that are looked at; before there are ``FEWEST``, a share says nothing."""

FEWEST = 20
_FRESH = timedelta(minutes=1)


class Exposures:
    """Items beyond the exposure limit of their exam, as of a minute ago. One for each process."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._found: dict[str, tuple[datetime, frozenset[str]]] = {}

    async def list_over(self, blueprint: Blueprint, now: datetime) -> frozenset[str]:
        """Ids of items that stood in more than the blueprint's share of the latest forms; drawn only where need be."""
        limit = blueprint.terms.exposure
        if limit is None:
            return frozenset()
        known = self._found.get(blueprint.id)
        if known is not None and now - known[0] < _FRESH:
            return known[1]
        async with self._database.read() as session:
            forms = await attempts.list_latest_forms(session, blueprint.id, LATEST)
        counts = Counter(slot.item for form in forms for slot in form.slots)
        over = frozenset(item for item, count in counts.items() if count > limit * len(forms))
        self._found[blueprint.id] = (now, over if len(forms) >= FEWEST else frozenset())
        return self._found[blueprint.id][1]
