"""Pictures: base64 files beside a text, which names them ``@@PLUGINFILE@@/name``, or data in the address itself."""

import base64
import binascii
import hashlib
import re
from collections.abc import Iterator
from urllib.parse import unquote, unquote_to_bytes

from lxml import etree

from edu.content.items.pictures import LARGEST_PICTURE, picture_type

PLUGIN_FILE = "@@PLUGINFILE@@/"

_DATA = re.compile(r"data:image/([a-z+]{3,8})((?:;[\w=-]{1,40})*),(.*)", re.DOTALL | re.IGNORECASE)
_ENDINGS = {"image/png": "png", "image/jpeg": "jpg", "image/gif": "gif", "image/webp": "webp"}
_LONGEST_NAME = 80


def shorten_data(html: str) -> str:
    """``html`` without the bytes of the pictures in its addresses: what its length is measured by."""
    return re.sub(r"data:image/[\w+;=-]{1,80},[A-Za-z0-9+/=\s%]*", "data:", html)


class PictureShelf:
    """The pictures of a whole file, by the names that the stems use; equal names with other bytes are told apart."""

    def __init__(self, pictures: dict[str, bytes]) -> None:
        self._pictures = pictures

    def put(self, name: str, data: bytes) -> str:
        """Keep ``data`` under ``name`` or one like it."""
        safe = _safe_name(name)
        if self._pictures.get(safe, data) != data:
            stem, point, ending = safe.rpartition(".")
            digest = hashlib.sha256(data).hexdigest()[:8]
            safe = f"{stem}-{digest}.{ending}" if point else f"{safe}-{digest}"
        self._pictures[safe] = data
        return safe

    def digest(self, name: str) -> str:
        """The SHA-256 of a picture, empty where there is no such picture."""
        data = self._pictures.get(name)
        return "" if data is None else hashlib.sha256(data).hexdigest()

    def files_of(self, element: etree._Element, question: etree._Element) -> "TextFiles":
        """The files that a text may name: its own, and those of the question's other texts."""
        return TextFiles(self, {_path(file): file for file in element.iterfind("file")}, question)


class TextFiles:
    """The files of one text."""

    def __init__(self, shelf: PictureShelf, own: dict[str, etree._Element], question: etree._Element) -> None:
        self._shelf, self._own, self._question = shelf, own, question
        self._used: set[str] = set()

    def name(self, address: str) -> str:
        """The name for a picture's address; empty where there is no such picture, or one that pages do not show."""
        if address.startswith(PLUGIN_FILE):
            return self._named(unquote(address.removeprefix(PLUGIN_FILE).partition("?")[0]).lstrip("/"))
        match = _DATA.fullmatch(address.strip())
        data = _decode_address(match[3], ";base64" in match[2].casefold()) if match else b""
        if not _shown(data):
            return ""
        return self._shelf.put(f"picture-{hashlib.sha256(data).hexdigest()[:8]}.{_ENDINGS[picture_type(data)]}", data)

    def unused(self) -> list[str]:
        """Files of this text that it does not show."""
        return [name for name in self._own if name not in self._used]

    def _named(self, path: str) -> str:
        found = self._own.get(path)
        if found is None:
            found = next((file for file in _all_files(self._question) if _path(file) == path), None)
        data = b"" if found is None else _decode(found.text or "")
        if not _shown(data):
            return ""
        self._used.add(path)
        return self._shelf.put(path, data)


def _all_files(question: etree._Element) -> Iterator[etree._Element]:
    yield from question.iter("file")


def _shown(data: bytes) -> bool:
    return 0 < len(data) <= LARGEST_PICTURE and bool(picture_type(data))


def _path(file: etree._Element) -> str:
    return (file.get("path", "/").strip("/") + "/" + file.get("name", "")).lstrip("/")


def _decode(text: str) -> bytes:
    if len(text) > 2 * LARGEST_PICTURE:
        return b""
    try:
        return base64.b64decode("".join(text.split()))
    except (binascii.Error, ValueError):
        return b""


def _decode_address(text: str, encoded: bool) -> bytes:
    return _decode(unquote(text)) if encoded else unquote_to_bytes(text[: 2 * LARGEST_PICTURE])


def _safe_name(path: str) -> str:
    """Letters, digits, ``_ - .``, and one folder at most."""
    parts = [re.sub(r"[^\w.-]+", "-", part).strip(".-")[-_LONGEST_NAME:].lstrip(".-") for part in path.split("/")]
    return "/".join([part for part in parts if part][-2:]) or "picture"


def encode_file(name: str, data: bytes) -> etree._Element:
    """The ``file`` element of a picture; its folder is its path."""
    folder, _, last = name.rpartition("/")
    path = f"/{folder}/" if folder else "/"
    element = etree.Element("file", {"name": last, "path": path, "encoding": "base64"})
    element.text = base64.b64encode(data).decode()
    return element
