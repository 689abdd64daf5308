"""A content package: which items its manifest lists, and the pictures that they name."""

import base64
import binascii
import posixpath
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from urllib.parse import unquote

from lxml import etree

from edu.interchange.qti.plain_tree import child, descendants, words
from edu.interchange.qti.reading_scope import Metadata
from edu.interchange.safe_zip import Archive

MANIFEST = "imsmanifest.xml"

_PICTURE = re.compile(r"\.(?:png|jpe?g|gif|webp|bmp)", re.IGNORECASE)
_DATA = re.compile(r"data:image/(png|jpe?g|gif|webp|bmp);base64,(.*)", re.IGNORECASE | re.DOTALL)
_UNSAFE = re.compile(r"[^\w.-]+")


@dataclass(frozen=True, slots=True)
class Listed:
    """A resource: ``path`` within the archive, empty where there is no such file."""

    href: str
    path: str
    type: str
    metadata: Metadata


@dataclass(slots=True)
class QtiPackage:
    """An archive and the pictures that were taken from it, by the names that stems use."""

    archive: Archive
    pictures: dict[str, bytes] = field(default_factory=dict)

    def find_manifest(self) -> str:
        """The manifest that lies least deep, or an empty text."""
        found = [name for name in self.archive.names if posixpath.basename(name).casefold() == MANIFEST]
        return min(found, key=lambda name: (name.count("/"), name), default="")

    def list_resources(self, manifest: etree._Element, name: str) -> Iterator[Listed]:
        """The manifest's resources, in its order; ``manifest`` has plain names."""
        files = {path.casefold(): path for path in self.archive.names}
        for resource in descendants(manifest, "resource"):
            href = resource.get("href", "") or _first_file(resource)
            path = _join(posixpath.dirname(name), href)
            metadata = _read_metadata(child(resource, "metadata"))
            yield Listed(href, files.get(path.casefold(), ""), resource.get("type", ""), metadata)

    def pictures_beside(self, path: str) -> Callable[[str], str]:
        """Gives the name for a picture's address in the item file at ``path``, and takes the picture over."""

        def find(address: str) -> str:
            wanted = _join(posixpath.dirname(path), address)
            if _PICTURE.fullmatch(posixpath.splitext(wanted)[1]) is None:
                return take_inline(address, self.pictures)
            names = {wanted.casefold(), wanted.lstrip("./").casefold()}
            found = next((name for name in self.archive.names if name.casefold() in names), "")
            data = self.archive.read(found) if found else None
            return _add(posixpath.basename(found), data, self.pictures) if data else ""

        return find


def take_inline(address: str, pictures: dict[str, bytes]) -> str:
    """The name of a picture that stands within the text itself as a ``data:`` address."""
    match = _DATA.fullmatch(address.strip())
    if match is None:
        return ""
    try:
        data = base64.b64decode(match[2], validate=False)
    except (binascii.Error, ValueError):
        return ""
    return _add(f"picture.{match[1].lower()}", data, pictures) if data else ""


def _add(name: str, data: bytes, pictures: dict[str, bytes]) -> str:
    """The name under which ``data`` is kept; the same bytes are kept once."""
    stem, suffix = posixpath.splitext(_UNSAFE.sub("-", name)[-100:])
    stem = stem.strip("-.") or "picture"
    number, name = 1, f"{stem}{suffix}"
    while name in pictures and pictures[name] != data:
        number += 1
        name = f"{stem}-{number}{suffix}"
    pictures[name] = data
    return name


def _join(folder: str, href: str) -> str:
    """A path within the archive; never one outside."""
    path = unquote(href.split("#")[0].split("?")[0]).replace("\\", "/")
    return posixpath.normpath(posixpath.join(folder, path)) if path and ":" not in path else ""


def _first_file(resource: etree._Element) -> str:
    first = child(resource, "file")
    return "" if first is None else first.get("href", "")


def _read_metadata(metadata: etree._Element | None) -> Metadata:
    """The keywords and the difficulty of learning object metadata, of any of its versions."""
    if metadata is None:
        return Metadata()
    keywords = [words(text) for word in descendants(metadata, "keyword") for text in (list(word) or [word])]
    topics = [word for word in keywords if word]
    difficulty = next(descendants(metadata, "difficulty"), None)
    value = None if difficulty is None else child(difficulty, "value")
    return Metadata(topics[0] if topics else "", "" if value is None else words(value), tuple(topics[1:]))
