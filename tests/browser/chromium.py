"""Where the system keeps Chromium, and how to start it without its own traffic."""

import os
import shutil
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
PLACES = ("/usr/lib/chromium/chromium", "/opt/google/chrome/chrome")

# A test's browser talks to the test's server and nobody else.
QUIET = (
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-gpu",
    "--disable-quic",
    "--disable-sync",
    "--no-first-run",
)


def find_chromium() -> str | None:
    """The program to start, or None. EDU_CHROMIUM names another one."""
    named = os.environ.get("EDU_CHROMIUM")
    if named:
        return named
    on_path = (shutil.which(name) for name in NAMES)
    in_place = (place for place in PLACES if os.access(place, os.X_OK) and Path(place).is_file())
    return next((found for found in [*on_path, *in_place] if found), None)


def start_options() -> list[str]:
    """Chromium's sandbox refuses to start under root."""
    return [*QUIET, "--no-sandbox"] if os.geteuid() == 0 else [*QUIET]
