"""Our own stylesheet and script, and htmx from its package; each address carries the file's digest."""

from importlib.resources import files
from pathlib import Path
from typing import Any

from litestar import Response, get
from litestar.params import FromPath

from edu.domain.refusal import NotThere
from edu.web.kit.templating import STATIC

_TYPES = {".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8", ".svg": "image/svg+xml",
          ".webmanifest": "application/manifest+json"}  # fmt: skip
_KEPT = {"Cache-Control": "public, max-age=31536000, immutable"}


def read_files() -> dict[str, tuple[bytes, str]]:
    """Every servable file by name, read once."""
    served = {file.name: (file.read_bytes(), _TYPES[file.suffix]) for file in STATIC.iterdir() if file.suffix in _TYPES}
    htmx = Path(str(files("js_lib_htmx"))) / "static" / "htmx" / "htmx.min.js"
    served["htmx.js"] = (htmx.read_bytes(), _TYPES[".js"])
    return served


_FILES = read_files()


@get("/static/{name:str}", include_in_schema=False)
async def static_file(name: FromPath[str]) -> Response[Any]:
    """One file."""
    if name not in _FILES:
        raise NotThere("There is no such page.")
    body, media_type = _FILES[name]
    return Response(body, media_type=media_type, headers=_KEPT)
