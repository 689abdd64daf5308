"""Drawing fair forms, beside HiGHS on the same supply: time, and how equal the forms come out.

Run: ``python bench/forms.py [--json] [--forms 100]``. The floor is the usual way to assemble a test: for each form a
mixed-integer program (a random price for each item; counts, enemies and the 1 % about the target as constraints),
solved by HiGHS through SciPy. Both draw from the shipped staff exam and from a made-up bank of 3,000 items.
"""

import argparse
import json
import random
import tempfile
import time
from collections.abc import Callable
from datetime import timedelta
from fractions import Fraction

import numpy
from crowd import load_library
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_matrix

from edu.analysis.drawing import DrawReport, report_draws
from edu.domain.items.item import Difficulty, Item, Kind
from edu.domain.sitting.blueprint import Blueprint, Cell
from edu.domain.sitting.form import Form, Slot, draw_from
from edu.domain.sitting.supply import Supply
from edu.settings import read_settings

TOPICS, ITEMS_A_TOPIC, TARGET = 10, 300, 1.0


class Solver:
    """The program of one supply; a new objective for each form."""

    def __init__(self, supply: Supply) -> None:
        self.supply = supply
        self.seats = [(cell, place) for cell, some in enumerate(supply.candidates) for place in some]
        blueprint, count = supply.blueprint, len(self.seats)
        columns = range(count)
        cells = csr_matrix(([1] * count, ([cell for cell, _ in self.seats], columns)), (len(blueprint.cells), count))
        groups = csr_matrix(
            ([1] * count, ([supply.groups[place] for _, place in self.seats], columns)),
            (max(supply.groups) + 1, count),
        )
        expected = [[supply.weights[cell] * supply.shares[place] / supply.target for cell, place in self.seats]]
        counts = [cell.count for cell in blueprint.cells]
        self.constraints = [
            LinearConstraint(cells, counts, counts),
            LinearConstraint(groups, 0, 1),
            LinearConstraint(numpy.array(expected), 0.99, 1.01),
        ]

    def draw(self, seed: int) -> Form:
        """The form of the least random price."""
        prices = numpy.random.default_rng(seed).random(len(self.seats))
        solved = milp(prices, integrality=numpy.ones(len(prices)), bounds=Bounds(0, 1), constraints=self.constraints)
        if solved.x is None:
            raise RuntimeError(f"HiGHS found no form: {solved.message}")
        chosen = [seat for seat, taken in zip(self.seats, solved.x, strict=True) if taken > 0.5]
        return Form(self.supply.blueprint.id, seed, tuple(self._place(cell, place) for cell, place in chosen))

    def _place(self, number: int, place: int) -> Slot:
        cell, item = self.supply.blueprint.cells[number], self.supply.items[place]
        return Slot(item.id, item.revision, cell.part, cell.points)


def shipped_supply() -> Supply:
    """The staff exam on customer service, from the shipped banks."""
    with tempfile.TemporaryDirectory() as place:
        library = load_library(read_settings({"EDU_DATA": place}))
    return library.supply(
        next(blueprint for blueprint in library.blueprints.values() if blueprint.id == "customer-service")
    )


def large_supply() -> Supply:
    """A hundred places in ten topics, three hundred items each, of three difficulties in no even mixture."""
    rng = random.Random(1)
    points = [Fraction(rng.choice((1, 2))) for _ in range(TOPICS)]
    cells = tuple(Cell("", Kind.TRUE_FALSE, 10, points[topic], topic=f"t{topic}") for topic in range(TOPICS))
    pool = [
        Item(f"t{topic}-{n}", Kind.TRUE_FALSE, f"{n}", "", topic=f"t{topic}", difficulty=rng.choice(list(Difficulty)))
        for topic in range(TOPICS)
        for n in range(ITEMS_A_TOPIC)
    ]
    return Supply.of(Blueprint("large", "", timedelta(minutes=90), Fraction(3, 5), cells), pool)


def measure(draw: Callable[[int], Form], supply: Supply, count: int) -> tuple[float, DrawReport]:
    """Milliseconds a form, and the report of them all."""
    draw(count)
    start = time.perf_counter()
    forms = [draw(seed) for seed in range(count)]
    return (time.perf_counter() - start) * 1000 / count, report_draws(supply, forms)


def describe(report: DrawReport) -> dict[str, float]:
    """How equal the forms are; deviations in percent of the target, exposure as shares of the forms."""
    spread = report.spread
    worst = max(abs(score - spread.target) for score in spread.scores) / spread.target
    return {
        "worst_percent": round(worst * 100, 3),
        "within_1_percent": spread.within,
        "overlap": round(report.overlap.mean, 3),
        "exposure_mean": round(report.exposure.mean, 3),
        "exposure_highest": round(report.exposure.highest, 3),
        "never_drawn": len(report.exposure.never),
    }


def main() -> None:
    """Draw, compare, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--forms", type=int, default=100)
    chosen = parser.parse_args()
    for name, supply in (
        ("shipped staff exam, 61 places", shipped_supply()),
        ("3,000 items, 100 places", large_supply()),
    ):
        solver = Solver(supply)
        ours, own = measure(lambda seed, supply=supply: draw_from(supply, seed), supply, chosen.forms)
        floor, solved = measure(solver.draw, supply, chosen.forms)
        told, beside = describe(own), describe(solved)
        holds = ours <= floor * TARGET and own.spread.within >= solved.spread.within
        if chosen.json:
            row = {"name": name, "ms": round(ours, 3), "floor_ms": round(floor, 3), "ratio": round(ours / floor, 3)}
            print(json.dumps(row | {"ours": told, "highs": beside, "holds": holds}))
            continue
        verdict = "holds" if holds else "MISSED"
        print(f"{name:32}{ours:9.2f} ms  HiGHS {floor:8.2f} ms  ×{ours / floor:6.3f}  as good and faster: {verdict}")
        for what in told:
            print(f"    {what:20} ours {told[what]:8g}   HiGHS {beside[what]:8g}")


if __name__ == "__main__":
    main()
