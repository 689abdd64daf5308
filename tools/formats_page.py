"""Writes the table of docs/formats.md from the formats' own values: `python tools/formats_page.py`."""

from collections.abc import Iterator
from pathlib import Path

from edu.content.items.kind_names import KIND_SHOWN
from edu.domain.items.item import Kind
from edu.interchange.format import FEATURE_NAMES, Carried, Feature, Holding
from edu.interchange.formats import FORMATS

PAGE = Path(__file__).parents[1] / "docs/formats.md"
START, END = "<!-- from the formats' values: tools/formats_page.py -->\n", "<!-- to here -->\n"
_SIGNS = {Carried.WHOLE: "是", Carried.CHANGED: "近似", Carried.NOT: "–"}


def table() -> str:
    """Rows for kinds and features, columns for formats; each cell says written · read."""
    names = [file_format.names[0] for file_format in FORMATS.values()]
    lines = [_line(["写出 · 读回", *names]), _line(["---"] * (len(names) + 1)), *_rows()]
    return "\n".join(lines) + "\n"


def _rows() -> Iterator[str]:
    for kind in Kind:
        yield _line([" · ".join(KIND_SHOWN[kind]), *(_show(known.kinds[kind]) for known in FORMATS.values())])
    for feature in Feature:
        yield _line(
            [" · ".join(FEATURE_NAMES[feature]), *(_show(known.features[feature]) for known in FORMATS.values())]
        )


def _line(cells: list[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _show(holding: Holding) -> str:
    return f"{_SIGNS[holding.written]} · {_SIGNS[holding.read]}"


def with_table(page: str) -> str:
    """The page with the table of today."""
    before, _, rest = page.partition(START)
    return f"{before}{START}\n{table()}\n{END}{rest.partition(END)[2]}"


if __name__ == "__main__":
    PAGE.write_text(with_table(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
