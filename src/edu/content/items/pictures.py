"""Pictures in items: files beside the bank, known by the digest of their bytes."""

import hashlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from edu.content.finding import Findings
from edu.content.items.item_file import Bank
from edu.domain.items.item import Item, Picture

LARGEST_PICTURE = 2_000_000
"""Bytes."""

PICTURE = re.compile(r"!\[([^\[\]\n]{0,200})\]\(\s*([^()\s<>]{1,200})\s*\)")
_NAME = re.compile(r"[\w\u4e00-\u9fff][\w\u4e00-\u9fff .-]*(?:/[\w\u4e00-\u9fff][\w\u4e00-\u9fff .-]*)?")
_TYPES = (
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
)


def picture_type(data: bytes) -> str:
    """The media type by the file's first bytes; empty for what is no picture that pages show."""
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "image/webp"
    return next((kind for start, kind in _TYPES if data.startswith(start)), "")


def names_in(item: Item) -> Iterator[tuple[str, str]]:
    """(description, name) of each picture of an item, once each."""
    texts = [item.stem, item.rationale, item.reference, *(option.text for option in item.options)]
    yield from dict.fromkeys(match.groups() for text in texts for match in PICTURE.finditer(text))  # type: ignore[misc]


def attach_pictures(bank: Bank, folder: Path, findings: Findings) -> tuple[Bank, Mapping[str, bytes]]:
    """The bank with the digest of each item's pictures, and their bytes by digest."""
    found: dict[str, bytes] = {}
    items = tuple(_attach(item, bank.lines[item.id], folder, findings, found) for item in bank.items)
    return (replace(bank, items=items), found) if found else (bank, found)


def _attach(item: Item, line: int, folder: Path, findings: Findings, found: dict[str, bytes]) -> Item:
    pictures = []
    for description, name in names_in(item):
        if not description.strip():
            findings.add("Q603", line, name=name)
        data = _read(folder, name)
        if data is None:
            findings.add("Q601", line, name=name)
        elif len(data) > LARGEST_PICTURE or not picture_type(data):
            findings.add("Q602", line, name=name)
        else:
            digest = hashlib.sha256(data).hexdigest()
            found[digest] = data
            pictures.append(Picture(name, digest))
    return replace(item, pictures=tuple(pictures)) if pictures else item


def _read(folder: Path, name: str) -> bytes | None:
    """The file's bytes; only files beside the bank or one folder below are looked at."""
    if not _NAME.fullmatch(name) or ".." in name:
        return None
    try:
        with (folder / name).open("rb") as stream:
            return stream.read(LARGEST_PICTURE + 1)
    except OSError:
        return None


def with_addresses(text: str, item: Item, address: str) -> str:
    """``text`` with each picture's name turned into ``address`` and its digest."""
    digests = {picture.name: picture.digest for picture in item.pictures}

    def change(match: re.Match[str]) -> str:
        digest = digests.get(match[2])
        return match[0] if digest is None else f"![{match[1]}]({address}{digest})"

    return PICTURE.sub(change, text)


def name_by_digest(item: Item) -> Item:
    """The item with its pictures called by their digests: banks may use one name for different pictures."""
    if not item.pictures:
        return item
    return replace(
        item,
        stem=with_addresses(item.stem, item, ""),
        rationale=with_addresses(item.rationale, item, ""),
        reference=with_addresses(item.reference, item, ""),
        options=tuple(replace(option, text=with_addresses(option.text, item, "")) for option in item.options),
        pictures=tuple(Picture(picture.digest, picture.digest) for picture in item.pictures),
    )
