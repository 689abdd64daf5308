"""The report over many draws: what it counts, and the figure."""

import xml.etree.ElementTree as ElementTree
from dataclasses import replace
from fractions import Fraction

import pytest

from edu.analysis.drawing import DrawReport, Exposure, measure_rooms, report_draws
from edu.analysis.drawing_figure import FigureWords, draw_figure
from edu.domain.items.item import Difficulty, Item
from edu.domain.sitting.form import Form, Slot, draw_from, list_shortages
from edu.domain.sitting.supply import Supply
from tests.builders import a_blueprint, a_cell, an_item

SVG = "{http://www.w3.org/2000/svg}"
WORDS = FigureWords("题 <甲>", "得分", "份", "±1%", "曝光", "题数", "平均", "上限 70%")


def a_topic(topic: str, **counts: int) -> list[Item]:
    return [
        an_item("A", item_id=f"{topic}-{difficulty}-{n}", topic=topic, difficulty=Difficulty(difficulty))
        for difficulty, count in counts.items()
        for n in range(count)
    ]


def a_form(seed: int, *items: str, points: int = 10) -> Form:
    return Form("check", seed, tuple(Slot(item, "", "一", Fraction(points)) for item in items))


POOL = [*a_topic("甲", easy=1, hard=1), *a_topic("乙", medium=2)]
SUPPLY = Supply.of(a_blueprint(a_cell(1, topic="甲", points=10), a_cell(1, topic="乙", points=10)), POOL)
REPORT = report_draws(
    SUPPLY,
    [
        a_form(1, "甲-easy-0", "乙-medium-0"),
        a_form(2, "甲-hard-0", "乙-medium-0"),
        a_form(3, "甲-easy-0", "乙-medium-0"),
    ],
)


def test_the_spread_of_expected_scores():
    spread = REPORT.spread
    assert spread.target == pytest.approx(10 * (0.85 + 0.5) / 2 + 7)
    assert spread.scores == pytest.approx((15.5, 12, 15.5))
    assert (spread.mean, spread.lowest, spread.highest) == pytest.approx((43 / 3, 12, 15.5))
    assert (spread.lowest_seed, spread.highest_seed, spread.within) == (2, 1, 0)
    assert spread.sd == pytest.approx(1.6499, abs=1e-3)


def test_within_1_percent_includes_the_bound():
    pool = [an_item("A", item_id=item_id) for item_id in "abc"]
    shares = {"a": Fraction(1, 2), "b": Fraction(505, 1000), "c": Fraction(495, 1000)}
    supply = Supply.of(a_blueprint(a_cell(1)), pool, expected=lambda item: shares[item.id])
    assert report_draws(supply, [a_form(0, "b", points=2), a_form(1, "c", points=2)]).spread.within == 1


def test_exposure_and_what_never_comes():
    assert REPORT.exposure.rates == pytest.approx(
        {"乙-medium-0": 1, "乙-medium-1": 0, "甲-easy-0": 2 / 3, "甲-hard-0": 1 / 3}
    )
    assert (REPORT.exposure.lowest, REPORT.exposure.mean, REPORT.exposure.highest) == (0, 0.5, 1)
    assert REPORT.exposure.never == ("乙-medium-1",)


@pytest.mark.parametrize(
    ("limit", "over"),
    [(None, ()), (1, ()), (Fraction(2, 3), ("乙-medium-0",)), (Fraction(1, 2), ("乙-medium-0", "甲-easy-0"))],
)
def test_items_beyond_the_exposure_limit(limit: Fraction | None, over: tuple[str, ...]):
    """Exactly at the limit is not beyond it."""
    assert Exposure({item: float(rate) for item, rate in REPORT.exposure.rates.items()}, limit).over == over


def test_the_figure_shows_the_limit():
    limited = replace(REPORT, exposure=replace(REPORT.exposure, limit=Fraction(7, 10)))
    assert "上限 70%" in draw_figure(limited, WORDS)
    assert "上限 70%" not in draw_figure(REPORT, WORDS)


def test_topics_and_overlap():
    assert [(cover.topic, cover.fewest, cover.mean, cover.most, cover.present) for cover in REPORT.topics] == [
        ("甲", 1, 1, 1, 1), ("乙", 1, 1, 1, 1),
    ]  # fmt: skip
    assert REPORT.overlap.mean == pytest.approx((0.5 + 0.5 + 1) / 3)  # the three pairs
    assert REPORT.overlap.most == 1  # of neighbours: first and second, second and third


def test_the_mean_overlap_is_that_of_all_pairs():
    supply = Supply.of(a_blueprint(a_cell(3)), a_topic("甲", easy=3, medium=4, hard=2))
    forms = [draw_from(supply, seed) for seed in range(30)]
    drawn = [{slot.item for slot in form.slots} for form in forms]
    pairs = [len(form & other) / 3 for n, form in enumerate(drawn) for other in drawn[:n]]
    assert report_draws(supply, forms).overlap.mean == pytest.approx(sum(pairs) / len(pairs))


def test_one_form_overlaps_with_nothing():
    report = report_draws(SUPPLY, [draw_from(SUPPLY, 1)])
    assert (report.forms, report.overlap.mean, report.overlap.most) == (1, 0, 0)


@pytest.mark.parametrize(
    ("count", "available", "short", "tight"), [(1, 4, False, False), (2, 4, False, True), (5, 4, True, False)]
)
def test_cells_that_are_short_or_tight(count: int, available: int, short: bool, tight: bool):
    pool = a_topic("甲", easy=5)
    enemies = {"甲-easy-0": "twins", "甲-easy-1": "twins"}
    supply = Supply.of(a_blueprint(a_cell(count, topic="甲")), pool, enemies)
    [room] = measure_rooms(supply, list_shortages(supply))
    assert (room.available, room.short, room.tight) == (available, short, tight)
    assert room.ratio == available / count


def figure_of(report: DrawReport) -> ElementTree.Element:
    return ElementTree.fromstring(draw_figure(report, WORDS))  # noqa: S314 - our own words


def test_the_figure_is_sound_and_says_what_it_shows():
    root = figure_of(REPORT)
    words = [element.text for element in root.iter(f"{SVG}text")]
    assert set(words) >= {"题 <甲>", "得分", "曝光", "平均", "100%"}
    assert (root.get("role"), root.get("aria-label")) == ("img", "题 <甲>")
    assert "prefers-color-scheme:dark" in root.findtext(f"{SVG}style", "")


def test_the_figure_of_a_large_bank_stays_small():
    supply = Supply.of(a_blueprint(a_cell(20)), a_topic("甲", easy=900, medium=900, hard=900))
    figure = draw_figure(report_draws(supply, [draw_from(supply, seed) for seed in range(20)]), WORDS)
    assert len(figure) < 60_000


def test_every_bar_stands_in_the_figure():
    supply = Supply.of(a_blueprint(a_cell(2)), a_topic("甲", easy=2, hard=2))
    root = figure_of(report_draws(supply, [draw_from(supply, seed) for seed in range(50)]))
    for bar in root.iter(f"{SVG}rect"):
        x, width = float(bar.get("x", 0)), float(bar.get("width", 0))
        assert x >= 0
        assert x + width <= 760
        assert float(bar.get("y", 0)) + float(bar.get("height", 0)) <= 560
