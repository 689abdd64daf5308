"""The floor of ``bench/pages.py``: one Jinja page of 30 items, bare Litestar, Granian with one worker."""

import os
import sys

from granian.constants import Interfaces
from granian.server.mp import MPServer
from jinja2 import Environment
from litestar import Litestar, Response, get

PAGE = Environment(autoescape=True).from_string(
    "<!doctype html><title>floor</title>{% for item in items %}<p>{{ item.stem }}</p>"
    "{% for option in item.options %}<label><input type=radio>{{ option }}</label>{% endfor %}{% endfor %}"
)
ITEMS = [{"stem": f"题干 {n}" * 8, "options": [f"选项 {n} {letter}" * 3 for letter in "ABCD"]} for n in range(30)]


@get("/", media_type="text/html")
async def page() -> Response[str]:
    """One page."""
    return Response(PAGE.render(items=ITEMS), media_type="text/html")


@get("/healthz")
async def healthz() -> dict[str, str]:
    """It runs."""
    return {"status": "ok"}


def make_app() -> Litestar:
    """The application."""
    return Litestar([page, healthz], openapi_config=None)


if __name__ == "__main__":
    sys.path.insert(0, os.path.dirname(__file__))
    os.environ["PYTHONPATH"] = os.path.dirname(__file__)
    server = MPServer(
        "floor_page:make_app",
        address="127.0.0.1",
        port=int(sys.argv[1]),
        interface=Interfaces.ASGI,
        factory=True,
        log_enabled=False,
    )
    server.serve()
