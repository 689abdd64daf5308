"""Draw the house from its imports: docs/architecture.svg. A test holds the picture to what the code says.

Rows are layers, columns are features; a box is a room with its modules, a line says that a room imports another one.
Lines inside one feature are dark; lines from one feature to another have the colour of the room that asks. What every
room may use (``kit``, ``engine``, ``evidence``, ``syntax`` ...) stands in the first column, without lines.
"""

import sys
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path

import grimp

PICTURE = Path(__file__).parents[1] / "docs/architecture.svg"
LAYERS = ("web", "services", "interchange", "store", "content", "domain")
FEATURES = ("people", "learning", "items", "banks", "sitting", "suitability", "office")
PARTS = ("cli", "worker", "office", "demo", "rehearsal", "app", "analysis", "settings")
_COLOURS = {
    "people": "#8a5a00", "learning": "#2f7d4f", "items": "#5b4bb5", "banks": "#a03c78", "sitting": "#b3362b",
    "suitability": "#1d6fa5", "office": "#5d6670",
}  # fmt: skip
_LEFT, _TOP, _WIDTH, _GAP, _LINE, _HEAD = 112, 96, 142, 18, 13, 24
_BETWEEN = 64

Room = tuple[str, str]
"""A layer, and a feature or "" for what is shared there."""


@dataclass(frozen=True, slots=True)
class House:
    """Modules by room, and which room imports which, with how many imports."""

    modules: Mapping[Room, tuple[str, ...]]
    lines: Mapping[tuple[Room, Room], int]


def read_house() -> House:
    """The rooms and lines as the code has them now."""
    graph = grimp.build_graph("edu", cache_dir=None)
    modules: dict[Room, set[str]] = defaultdict(set)
    lines: dict[tuple[Room, Room], int] = defaultdict(int)
    for module in graph.modules:
        room = find_room(module)
        if room is None:
            continue
        name = _name_in(room, module)
        if name:
            modules[room].add(name)
        for imported in graph.find_modules_directly_imported_by(module):
            other = find_room(imported)
            if other is not None and other != room:
                lines[room, other] += 1
    return House({room: tuple(sorted(names)) for room, names in modules.items()}, dict(lines))


def find_room(module: str) -> Room | None:
    """Where a module stands; ``None`` for what belongs to no layer: commands and the parts that put all together."""
    parts = module.split(".")[1:]
    if not parts or parts[0] not in LAYERS:
        return None
    feature = parts[1] if len(parts) > 1 and parts[1] in FEATURES else ""
    return parts[0], feature


def _name_in(room: Room, module: str) -> str:
    """The name under which the room lists the module; of a folder inside a room, the folder's."""
    inside = module.split(".")[3:] if room[1] else module.split(".")[2:]
    return inside[0] if inside else ""


def draw(house: House) -> str:
    """The picture as SVG."""
    places = _lay_out(house)
    width = _LEFT + (len(FEATURES) + 1) * (_WIDTH + _GAP)
    height = max(top + tall for _, top, tall in places.values()) + 56
    return "\n".join([*_open(width, height), *_draw_lines(house, places), *_draw_rooms(house, places), "</svg>", ""])


_Place = tuple[int, int, int]
"""Left, top, height."""


def _lay_out(house: House) -> dict[Room, _Place]:
    places: dict[Room, _Place] = {}
    top = _TOP
    for layer in LAYERS:
        rooms = [room for room in house.modules if room[0] == layer]
        tall = _HEAD + _LINE * max(len(house.modules[room]) for room in rooms) + 6
        for room in rooms:
            column = FEATURES.index(room[1]) + 1 if room[1] else 0
            own = _HEAD + _LINE * len(house.modules[room]) + 6
            places[room] = _LEFT + column * (_WIDTH + _GAP), top, own
        top += tall + _BETWEEN
    return places


def _open(width: int, height: int) -> Iterator[str]:
    yield f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" role="img"'
    yield ' font-family="Noto Sans, PingFang SC, Microsoft YaHei, sans-serif" font-size="10">'
    yield "<title>The house: layers from top to bottom, features from left to right</title>"
    yield f'<rect width="{width}" height="{height}" fill="#ffffff"/>'
    parts = " · ".join(PARTS)
    yield f'<text x="{_LEFT}" y="30" font-size="12" fill="#3a4148">over all: {parts}</text>'
    yield f'<text x="{_LEFT}" y="62" font-size="12" font-weight="bold" fill="#3a4148">shared in its layer</text>'
    for number, feature in enumerate(FEATURES, 1):
        left = _LEFT + number * (_WIDTH + _GAP)
        colour = _COLOURS[feature]
        yield f'<text x="{left}" y="62" font-size="13" font-weight="bold" fill="{colour}">{feature}</text>'
    yield f'<text x="{_LEFT}" y="{height - 20}" font-size="11" fill="#5d6670">'
    yield "dark line: inside one feature · coloured line: that feature asks another one · imports point down or across"
    yield "</text>"


def _draw_lines(house: House, places: Mapping[Room, _Place]) -> Iterator[str]:
    for (asking, asked), count in sorted(house.lines.items()):
        if not _has_line(asking) or not _has_line(asked):
            continue
        same = asking[1] == asked[1]
        colour = "#9aa3ab" if same else _COLOURS.get(asking[1], "#3a4148")
        thick = min(0.8 + count / 8, 3.0)
        title = f"{'.'.join(asking)} imports {'.'.join(asked)}: {count}"
        path = _curve(places[asking], places[asked], same)
        yield f'<path d="{path}" fill="none" stroke="{colour}" stroke-width="{thick:.1f}" stroke-opacity="0.75">'
        yield f"<title>{escape(title)}</title></path>"


def _has_line(room: Room) -> bool:
    """What is shared in a layer is used by nearly everybody; interchange is one room that asks content."""
    return room[1] != "" or room[0] == "interchange"


def _curve(asking: _Place, asked: _Place, same: bool) -> str:
    left, top, tall = asking
    to_left, to_top, _ = asked
    if to_top == top:  # neighbours in one layer: over their heads
        start, end = left + _WIDTH // 2, to_left + _WIDTH // 2
        return f"M {start} {top} C {start} {top - 34}, {end} {top - 34}, {end} {to_top}"
    shift = 0 if same else (14 if to_left > left else -14)
    start, end, low = left + _WIDTH // 2 + shift, to_left + _WIDTH // 2 - shift, top + tall
    middle = (low + to_top) // 2
    return f"M {start} {low} C {start} {middle}, {end} {middle}, {end} {to_top}"


def _draw_rooms(house: House, places: Mapping[Room, _Place]) -> Iterator[str]:
    seen: set[str] = set()
    for room, (left, top, tall) in sorted(places.items(), key=lambda place: (place[1][1], place[1][0])):
        layer, feature = room
        if layer not in seen:
            seen.add(layer)
            yield f'<text x="12" y="{top + 16}" font-size="13" font-weight="bold" fill="#3a4148">{layer}</text>'
        colour = _COLOURS.get(feature, "#3a4148")
        yield f'<rect x="{left}" y="{top}" width="{_WIDTH}" height="{tall}" rx="4" fill="#fbfbf9" stroke="{colour}"/>'
        yield from _draw_names(
            house.modules[room], feature or ("formats" if layer == "interchange" else "shared"), colour, left, top
        )


def _draw_names(names: Sequence[str], head: str, colour: str, left: int, top: int) -> Iterator[str]:
    yield f'<text x="{left + 8}" y="{top + 15}" font-weight="bold" fill="{colour}">{head}</text>'
    for number, name in enumerate(names):
        yield f'<text x="{left + 8}" y="{top + _HEAD + 6 + number * _LINE}" fill="#3a4148">{escape(name)}</text>'


if __name__ == "__main__":
    PICTURE.write_text(draw(read_house()), encoding="utf-8")
    sys.stdout.write(f"{PICTURE}\n")
