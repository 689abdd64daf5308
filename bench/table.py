"""The table of a run: what was measured beside what was asked, one row a line."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field

_HEAD = ("work", "Moodle", "before", "now", "target", "floor", "ratio", "", "")
_WIDTHS = (44, 8, 9, 14, 30, 10, 8)


@dataclass(frozen=True, slots=True)
class Target:
    """Every bound that is given must hold. ``share`` of the floor at least, ``ratio`` to the floor at the most."""

    least: float | None = None
    most: float | None = None
    share: float | None = None
    ratio: float | None = None

    def holds(self, value: float, floor: float | None) -> bool | None:
        """Whether it is met; ``None`` where nothing was asked."""
        beside = floor or 0.0
        told = [
            self.least is None or value >= self.least,
            self.most is None or value <= self.most,
            self.share is None or value >= self.share * beside,
            self.ratio is None or value <= self.ratio * beside,
        ]
        return None if self == Target() else all(told)

    def __str__(self) -> str:
        bounds = [
            f"≥ {self.least:,g}" if self.least is not None else "",
            f"≤ {self.most:,g}" if self.most is not None else "",
            f"≥ {self.share:.0%} of the floor" if self.share is not None else "",
            f"≤ {self.ratio:g} × the least" if self.ratio is not None else "",
        ]
        return ", ".join(filter(None, bounds)) or "–"


@dataclass(frozen=True, slots=True)
class Row:
    """One line. ``moodle`` and ``before`` were measured on 25 November, on two such cores; ``told`` is what else is
    known of this run, ``more`` are figures for ``--json``.
    """

    work: str
    name: str
    unit: str
    value: float
    floor: float | None
    target: Target
    moodle: str = "–"
    before: str = "–"
    told: str = ""
    more: Mapping[str, float] = field(default_factory=dict)

    @property
    def holds(self) -> bool | None:
        """Whether the target is met."""
        return self.target.holds(self.value, self.floor)

    @property
    def ratio(self) -> float | None:
        """To the floor."""
        return self.value / self.floor if self.floor else None


def show_head() -> str:
    """The names of the columns."""
    return _lay_out(_HEAD)


def show(row: Row) -> str:
    """One line of the table."""
    ratio = f"×{row.ratio:.2f}" if row.ratio is not None else "–"
    verdict = {True: "met", False: "MISSED", None: ""}[row.holds]
    now, floor = f"{_figure(row.value)} {row.unit}".rstrip(), _figure(row.floor)
    return _lay_out((row.name, row.moodle, row.before, now, str(row.target), floor, ratio, verdict, row.told))


def _lay_out(cells: tuple[str, ...]) -> str:
    padded = [cell.ljust(width) if place == 0 else cell.rjust(width)
              for place, (cell, width) in enumerate(zip(cells, _WIDTHS, strict=False))]  # fmt: skip
    return "  ".join([*padded, cells[-2].ljust(6), cells[-1]]).rstrip()


def _figure(value: float | None) -> str:
    if value is None:
        return "–"
    return f"{value:,.0f}" if value >= 100 or value == int(value) else f"{value:.1f}"


def as_json(row: Row, database: str) -> str:
    """One object a line."""
    told = {
        "name": row.name.strip(), "work": row.work, "database": database, "value": round(row.value, 3),
        "unit": row.unit, "floor": None if row.floor is None else round(row.floor, 3),
        "ratio": None if row.ratio is None else round(row.ratio, 3), "target": str(row.target), "holds": row.holds,
        "moodle": row.moodle, "before": row.before, "told": row.told,
    }  # fmt: skip
    return json.dumps(told | dict(row.more), ensure_ascii=False)
