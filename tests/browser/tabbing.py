"""Going somewhere with the key Tab alone, and seeing the focus all the way."""

import pytest
from playwright.sync_api import Locator, Page

STEPS_TO_ANYTHING = 80  # presses of Tab; a page that needs more has no order

# Something to see where the focus is: on the element, or on the option's whole box.
_SEEN = """element => [element, element.closest("label")].some(one => {
    const style = one && getComputedStyle(one);
    return style && (style.outlineStyle !== "none" || style.boxShadow !== "none");
})"""


def tab_to(page: Page, place: Locator) -> None:
    """Press Tab until the focus is there."""
    for _ in range(STEPS_TO_ANYTHING):
        page.keyboard.press("Tab")
        focused = page.locator(":focus")
        assert focused.evaluate(_SEEN), f"nothing shows the focus on {focused.evaluate('one => one.outerHTML')}"
        if place.evaluate("place => place === document.activeElement"):
            return
    pytest.fail(f"{STEPS_TO_ANYTHING} presses of Tab do not lead to {place}")
