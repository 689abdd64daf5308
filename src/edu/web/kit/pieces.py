"""HTML that is drawn once for many readers, cut where something of each one's own goes in."""

import re
import secrets
from collections import OrderedDict
from collections.abc import Callable, Hashable, Mapping

from markupsafe import Markup, escape

_SECRET = secrets.token_hex(8)
"""No text of somebody's can be taken for a mark: it would have to know this, which is anew in every process."""

_MARK = re.compile(f"\ue000{_SECRET}([a-z]+-?[0-9]*)\ue001")


def mark_place(name: str) -> Markup:
    """Stands for a value while the HTML is drawn; private-use signs, which no escaping changes."""
    return Markup(f"\ue000{_SECRET}{name}\ue001")  # noqa: S704 - signs of ours around a name of ours


def own(text: str) -> bytes:
    """A reader's own text as it goes into HTML."""
    return str(escape(text)).encode()


class Pieces:
    """``html`` with marks. A text that merely looks like a mark of another name stays as it is."""

    __slots__ = ("_holes", "_texts")

    def __init__(self, html: str, names: frozenset[str]) -> None:
        self._texts: list[bytes] = []
        self._holes: list[tuple[int, str]] = []
        start = 0
        for found in _MARK.finditer(html):
            if found[1] in names:
                self._texts += (html[start : found.start()].encode(), b"")
                self._holes.append((len(self._texts) - 1, found[1]))
                start = found.end()
        self._texts.append(html[start:].encode())

    def spread(self, values: Mapping[str, bytes]) -> list[bytes]:
        """The HTML in parts, with ``values``, which are HTML already, where the marks were."""
        texts = self._texts[:]
        for place, name in self._holes:
            texts[place] = values[name]
        return texts

    def fill(self, values: Mapping[str, bytes]) -> bytes:
        """The HTML as one text."""
        return b"".join(self.spread(values))


class Drawings:
    """The last ``most`` pieces that were drawn; the one that was used longest ago goes first."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._drawn: OrderedDict[Hashable, Pieces] = OrderedDict()

    def find(self, key: Hashable, draw: Callable[[], Pieces]) -> Pieces:
        """What was drawn for ``key``, or is now."""
        known = self._drawn.get(key)
        if known is not None:
            self._drawn.move_to_end(key)
            return known
        known = self._drawn[key] = draw()
        if len(self._drawn) > self._most:
            self._drawn.popitem(last=False)
        return known
