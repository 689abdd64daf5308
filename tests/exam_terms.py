"""The shipped staff exam under other terms, for one house."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

from edu.domain.sitting.blueprint import Blueprint
from edu.domain.sitting.terms import Window
from tests.house import NOON, House

EXAM = "customer-service"


def set_exam(house: House, *, opens: float | None = None, minutes: int = 90, **terms: Any) -> Blueprint:
    """The exam with other terms; ``opens`` is so many minutes after noon, for two hours."""
    shipped = house.library.blueprints[EXAM]
    if opens is not None:
        begin = NOON + timedelta(minutes=opens)
        terms["window"] = Window(begin, begin + timedelta(hours=2))
    changed = replace(
        shipped, duration=timedelta(minutes=minutes), limits=(), interval=timedelta(0),
        terms=replace(shipped.terms, **terms),
    )  # fmt: skip
    library = replace(house.library, blueprints={**house.library.blueprints, EXAM: changed})
    object.__setattr__(house.platform, "library", library)
    return changed
