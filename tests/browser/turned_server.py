"""`edu serve` as it is, on a clock that the test turns: EDU_TEST_CLOCK names a file with the seconds that it is ahead.

A blueprint's opening time knows minutes; nobody wants to wait for one. Everything else is the product's own.
"""

import os
from datetime import datetime, timedelta
from pathlib import Path

from litestar import Litestar

from edu import app, worker
from edu.cli import running
from edu.settings import read_settings


def _now() -> datetime:
    return app.now_utc() + timedelta(seconds=float(Path(os.environ["EDU_TEST_CLOCK"]).read_text()))


def make_turned_app() -> Litestar:
    """What the working process runs."""
    vars(worker)["now_utc"] = _now
    return worker.make_served_app()


if __name__ == "__main__":
    running._run(read_settings(), "tests.browser.turned_server:make_turned_app")
