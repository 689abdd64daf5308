"""One item by itself: what shows without the rest of the library."""

from collections.abc import Iterator
from dataclasses import replace

from edu.content.checks.items import check_items
from edu.content.checks.numbers import check_numbers
from edu.content.finding import Finding
from edu.content.folder import Sources
from edu.content.items.item_file import Bank
from edu.content.shelf import Shelf
from edu.domain.items.item import Item


def check_item(item: Item, path: str, line: int) -> Iterator[Finding]:
    """Findings of an item that stands at ``line`` of ``path``."""
    known = item if item.id else replace(item, id="item")
    bank = Bank(known.bank, known.use, (known,), path, {known.id: line})
    sources = Sources(path, banks=Shelf({path: bank}))
    yield from check_items(sources)
    yield from check_numbers(sources)
