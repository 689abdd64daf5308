"""Which code is mutated together, and which tests stand near it."""

from collections.abc import Mapping
from dataclasses import dataclass

_HELD = 90


@dataclass(frozen=True, slots=True)
class Part:
    """``least`` is the share of its mutants, in percent, that must be noticed."""

    code: tuple[str, ...]
    tests: tuple[str, ...]
    least: int = 0


def _folder(layer: str, feature: str, *also: str, least: int = 0) -> tuple[str, Part]:
    place = f"{layer}/{feature}"
    return place, Part((f"src/edu/{place}/*",), (f"tests/{place}", *also), least)


PARTS: Mapping[str, Part] = dict(
    [
        _folder("domain", "sitting", least=_HELD),
        _folder("domain", "items", least=_HELD),
        _folder("domain", "suitability", least=_HELD),
        _folder("domain", "people"),
        _folder("domain", "learning"),
        _folder("store", "sitting", "tests/services/sitting"),
        _folder("services", "sitting"),
        _folder("services", "suitability"),
        _folder("services", "people"),
        _folder("services", "learning"),
        _folder("services", "office"),
        ("services", Part(("src/edu/services/following_up.py",), ("tests/services/test_following_up.py",))),
    ]
)
"""By name, as they are asked for."""
