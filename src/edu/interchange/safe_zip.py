"""Archives from strangers: bounded before anything is unpacked, and names that stay inside."""

import io
import zipfile
import zlib

from edu.content.finding import Findings

MOST_FILES = 5_000
LARGEST_UNPACKED = 200_000_000
LARGEST_MEMBER = 60_000_000
LARGEST_RATIO = 200
"""Unpacked to packed size of a member above a megabyte; text packs 5 to 20 times, bombs a thousand."""

_OLE = b"\xd0\xcf\x11\xe0"
"""How the old Office formats begin, and the new ones when a password protects them."""


class Archive:
    """A checked zip file; members are read whole, within the bounds."""

    def __init__(self, opened: zipfile.ZipFile) -> None:
        self._zip = opened
        self.names = tuple(info.filename for info in opened.infolist() if not info.is_dir())

    def read(self, name: str) -> bytes | None:
        """The bytes of a member; ``None`` where there is none or it is damaged."""
        try:
            with self._zip.open(name) as stream:
                data = stream.read(LARGEST_MEMBER + 1)
        except (KeyError, OSError, RuntimeError, ValueError, EOFError, zipfile.BadZipFile, zlib.error):
            return None
        return data if len(data) <= LARGEST_MEMBER else None


def open_zip(data: bytes, file_format: str, findings: Findings) -> Archive | None:
    """The archive, or ``None`` with a finding. ``file_format`` names what it should be: ``.docx``."""
    if data.startswith(_OLE):
        _report_ole(data, file_format, findings)
        return None
    try:
        opened = zipfile.ZipFile(io.BytesIO(data))
        infos = opened.infolist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError, EOFError):
        findings.add("X301", 1, format=file_format)
        return None
    if len(infos) > MOST_FILES or sum(info.file_size for info in infos) > LARGEST_UNPACKED or any(map(_bursts, infos)):
        findings.add("X304", 1)
        return None
    if any(info.flag_bits & 1 for info in infos):
        findings.add("X309", 1)
        return None
    return Archive(opened)


def _report_ole(data: bytes, file_format: str, findings: Findings) -> None:
    if "EncryptedPackage".encode("utf-16-le") in data:
        findings.add("X309", 1)
    elif file_format in {".docx", ".xlsx"}:
        findings.add("X302", 1, old=file_format[1:-1], new=file_format[1:])
    else:
        findings.add("X301", 1, format=file_format)


def _bursts(info: zipfile.ZipInfo) -> bool:
    if info.file_size > LARGEST_MEMBER:
        return True
    return info.file_size > 1_000_000 and info.file_size > LARGEST_RATIO * max(info.compress_size, 1)
