"""Pictures for whoever reviews the design: taken where EDU_SCREENSHOTS names a folder."""

import os
from pathlib import Path

from playwright.sync_api import Page


def take_picture(page: Page, name: str) -> None:
    """The whole page as NAME.png."""
    folder = os.environ.get("EDU_SCREENSHOTS")
    if folder:
        page.screenshot(path=Path(folder) / f"{name}.png", full_page=True)
