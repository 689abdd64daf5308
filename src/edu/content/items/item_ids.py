"""Ids for items that have none: given once, and never changed."""

import base64
import hashlib
import re
from collections.abc import Iterable
from pathlib import Path

from edu.content.syntax.front_matter import is_id
from edu.domain.items.item import Item

_ID_LINE = re.compile(
    r"^\s*【?\s*(?:编号|id)\s*】?\s*[：:]?\s*([a-z][a-z0-9-]{0,63})\s*$", re.MULTILINE | re.IGNORECASE
)
_SHORTEST = 6


def new_id(item: Item, prefix: str, taken: Iterable[str]) -> str:
    """An id from what the item asks: ``prefix-7k2mqa``, longer where that is taken.

    It does not count: two trainers who add items to the same bank at the same time get different ids.
    """
    known = set(taken)
    seed = "\n".join([item.stem, *(option.text for option in item.options)])
    digest = base64.b32encode(hashlib.sha256(seed.encode("utf-8", "replace")).digest()).decode().lower().rstrip("=")
    for length in range(_SHORTEST, len(digest)):
        candidate = f"{prefix}-{digest[:length]}"
        if candidate not in known:
            return candidate
    raise ValueError(f"no id left for {item.stem[:20]}")


def prefix_of(path: Path) -> str:
    """The file's name where it can begin an id, else ``q``."""
    return path.stem if is_id(path.stem) and len(path.stem) <= 40 else "q"


def ids_below(folder: Path) -> set[str]:
    """Every id that stands in a bank below ``folder``."""
    found: set[str] = set()
    for file in folder.rglob("*.md"):
        found.update(_ID_LINE.findall(file.read_text(encoding="utf-8", errors="replace")))
    return found
