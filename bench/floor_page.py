"""The floor of pages: one Jinja page of 30 items (and one of a single item), bare Litestar, Granian with one worker."""

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
QUESTION = Environment(autoescape=True).from_string(
    "<!doctype html><title>floor</title><p>{{ item.stem }}</p>"
    "{% for option in item.options %}<label><input type=radio>{{ option }}</label>{% endfor %}"
    "{% for number in numbers %}<button name=go value={{ number }}>{{ number }}</button>{% endfor %}"
)
ITEMS = [{"stem": f"题干 {n}" * 8, "options": [f"选项 {n} {letter}" * 3 for letter in "ABCD"]} for n in range(30)]


@get("/", media_type="text/html")
async def page() -> Response[str]:
    """One page."""
    return Response(PAGE.render(items=ITEMS), media_type="text/html")


@get("/question", media_type="text/html")
async def question() -> Response[str]:
    """One question, and the numbers of all."""
    return Response(QUESTION.render(item=ITEMS[0], numbers=range(1, 31)), media_type="text/html")


@get("/healthz")
async def healthz() -> dict[str, str]:
    """It runs."""
    return {"status": "ok"}


def make_app() -> Litestar:
    """The application."""
    return Litestar([page, question, healthz], openapi_config=None)


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
