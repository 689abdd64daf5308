"""The figure of a draw report: how far forms differ, and how often items come. One SVG, for light and dark alike."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape

from edu.analysis.drawing import DrawReport

WIDTH, HEIGHT = 760, 560
_LEFT, _RIGHT = 70, 730
_MOST_BARS = 330
"""Bars of exposure; of more items every so many-th is shown, so that the file stays small."""

_STYLE = """
svg{color-scheme:light dark;--ground:#fff;--ink:#1d2733;--faint:#5b6775;--line:#c9d0d8;--bar:#2f6fab;--band:#dcebdc;
--stop:#b3261e}
@media(prefers-color-scheme:dark){svg{--ground:#14191f;--ink:#e6ebf0;--faint:#a3afbb;--line:#3b4651;--bar:#79b3e6;
--band:#23402a;--stop:#ff8a80}}
.ground{fill:var(--ground)}.band{fill:var(--band)}.bar{fill:var(--bar)}.line{stroke:var(--line)}
.mark{stroke:var(--ink);stroke-dasharray:4 3}.limit{stroke:var(--stop);stroke-width:2}
text{fill:var(--ink);font:13px "Noto Sans SC","Microsoft YaHei","PingFang SC",sans-serif}
.title{font-size:16px;font-weight:600}.small{fill:var(--faint);font-size:12px}.middle{text-anchor:middle}.end{text-anchor:end}
"""


@dataclass(frozen=True, slots=True)
class FigureWords:
    """What the figure says, in the language of whoever asked."""

    title: str
    scores: str
    forms: str
    equal: str
    exposure: str
    items: str
    mean: str
    limit: str


def draw_figure(report: DrawReport, words: FigureWords) -> str:
    """The figure as SVG: a histogram of expected scores above, the exposure of each item below."""
    body = [*_draw_scores(report, words, 70, 250), *_draw_exposure(report, words, 350, 500)]
    label = escape(words.title)
    return "\n".join([
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-label="{label}">',
        f"<title>{label}</title>",
        f"<style>{_STYLE}</style>",
        f'<rect class="ground" width="{WIDTH}" height="{HEIGHT}"/>',
        _text(_LEFT, 30, words.title, "title"),
        *body,
        "</svg>\n",
    ])  # fmt: skip


def _draw_scores(report: DrawReport, words: FigureWords, top: int, bottom: int) -> Iterator[str]:
    spread = report.spread
    reach = max(0.02 * spread.target, *(abs(score - spread.target) * 1.05 for score in spread.scores), 1e-9)
    low, width = spread.target - reach, 2 * reach

    def across(score: float) -> float:
        return _LEFT + (score - low) / width * (_RIGHT - _LEFT)

    yield _text(_LEFT, top - 14, words.scores)
    left, right = across(spread.target * 0.99), across(spread.target * 1.01)
    yield f'<rect class="band" x="{left:.1f}" y="{top}" width="{right - left:.1f}" height="{bottom - top}"/>'
    yield _text(right - 4, top + 15, words.equal, "small end")
    bars = 80
    heights = Counter(min(bars - 1, int((score - low) / width * bars)) for score in spread.scores)
    most = max(heights.values())
    yield from _bars([heights[place] / most for place in range(bars)], top, bottom)
    yield from _frame(top, bottom, str(most))
    for share in (-1, -0.5, 0, 0.5, 1):
        score = spread.target + share * reach
        yield _text(across(score), bottom + 18, f"{score:.1f}", "small middle")
    yield f'<path class="mark" d="M{across(spread.target):.1f} {top}V{bottom}"/>'
    yield _text(_RIGHT, bottom + 38, words.forms, "small end")


def _draw_exposure(report: DrawReport, words: FigureWords, top: int, bottom: int) -> Iterator[str]:
    rates = sorted(report.exposure.rates.values(), reverse=True)
    every = -(-len(rates) // _MOST_BARS)
    limit = float(report.exposure.limit or 0)
    highest = max([*rates, limit]) or 1.0
    yield _text(_LEFT, top - 14, words.exposure)
    yield from _bars([rate / highest for rate in rates[::every]], top, bottom)
    yield from _frame(top, bottom, f"{highest:.0%}")
    height = bottom - report.exposure.mean / highest * (bottom - top)
    yield f'<path class="mark" d="M{_LEFT} {height:.1f}H{_RIGHT}"/>'
    yield _text(_RIGHT - 4, height - 5, words.mean, "small end")
    if limit:
        height = bottom - limit / highest * (bottom - top)
        yield f'<path class="limit" d="M{_LEFT} {height:.1f}H{_RIGHT}"/>'
        yield _text(_RIGHT - 4, height + 15, words.limit, "small end")
    yield _text(_RIGHT, bottom + 18, words.items, "small end")


def _bars(heights: Sequence[float], top: int, bottom: int) -> Iterator[str]:
    """Bars side by side over the whole width; ``heights`` are shares of the panel's."""
    width = (_RIGHT - _LEFT) / max(1, len(heights))
    gap = min(1.0, width / 4)
    for place, height in enumerate(heights):
        if tall := height * (bottom - top):
            x = _LEFT + place * width
            size = f'width="{width - gap:.2f}" height="{tall:.1f}"'
            yield f'<rect class="bar" x="{x:.1f}" y="{bottom - tall:.1f}" {size}/>'


def _frame(top: int, bottom: int, most: str) -> Iterator[str]:
    yield f'<path class="line" fill="none" d="M{_LEFT} {top}V{bottom}H{_RIGHT}"/>'
    yield _text(_LEFT - 8, top + 10, most, "small end")
    yield _text(_LEFT - 8, bottom, "0", "small end")


def _text(x: float, y: float, words: str, style: str = "") -> str:
    kind = f' class="{style}"' if style else ""
    return f'<text{kind} x="{x:.1f}" y="{y:.1f}">{escape(words)}</text>'
