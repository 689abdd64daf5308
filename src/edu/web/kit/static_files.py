"""Our own stylesheet, scripts and pictures, and htmx from its package; each address carries the file's digest.

A module is sent with the addresses of what it imports, so that its own digest covers theirs: browsers keep all of them
for ever, and fetch anew what changed and what leads to it.
"""

import hashlib
import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from posixpath import dirname, join, normpath
from typing import Any

from litestar import Response, get
from litestar.params import FromPath

from edu.domain.refusal import NotThere

STATIC = Path(__file__).parents[1] / "static"
_TYPES = {".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8", ".svg": "image/svg+xml",
          ".webmanifest": "application/manifest+json"}  # fmt: skip
_KEPT = {"Cache-Control": "public, max-age=31536000, immutable"}
_FOREIGN = {"htmx.js": Path(str(files("js_lib_htmx"))) / "static" / "htmx" / "htmx.min.js"}
_IMPORT = re.compile(rb'^(import [^"\n]*")(\.\.?/[^"\n]+)(";)$', re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Served:
    """A file as it is sent."""

    body: bytes
    media_type: str
    address: str


def list_names() -> list[str]:
    """Every servable file, by its path below the folder."""
    own = [path.relative_to(STATIC).as_posix() for path in STATIC.rglob("*") if path.suffix in _TYPES]
    return sorted([*own, *_FOREIGN])


def list_modules() -> list[str]:
    """The addresses of scripts that other scripts import: to be fetched beside these, not one after the other."""
    return [
        serve_file(name).address for name in list_names() if name.startswith("sitting/") and name != "sitting/start.js"
    ]


@cache
def serve_file(name: str) -> Served:
    """The file, read once. Imports of modules form no circle; the linter sees to that."""
    path = _FOREIGN.get(name, STATIC / name)
    body = path.read_bytes()
    if name not in _FOREIGN and path.suffix == ".js":
        body = _IMPORT.sub(lambda found: found[1] + _address_seen_from(name, found[2]) + found[3], body)
    digest = hashlib.sha256(body).hexdigest()[:12]
    return Served(body, _TYPES[path.suffix], f"/static/{name}?v={digest}")


def _address_seen_from(name: str, reference: bytes) -> bytes:
    return serve_file(normpath(join(dirname(name), reference.decode()))).address.encode()


def static_address(name: str) -> str:
    """The address of one of the files."""
    return serve_file(name).address


_NAMES = frozenset(list_names())


@get("/static/{path:path}", include_in_schema=False)
async def static_file(path: FromPath[str]) -> Response[Any]:
    """One file."""
    name = path.removeprefix("/")
    if name not in _NAMES:
        raise NotThere("There is no such page.")
    served = serve_file(name)
    return Response(served.body, media_type=served.media_type, headers=_KEPT)
