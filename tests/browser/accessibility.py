"""Axe's rules for WCAG 2.2 AA, and its findings as a person reads them."""

from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
CONTRAST = "color-contrast"  # the dearest rule: more than half of the time

_axe = Axe()


def assert_accessible(page: Page, within: str | None = None, *, colours: bool = True, others: bool = True) -> None:
    """Fail with every violation on the page, or in the part that the CSS selector `within` names.

    Without `colours` for a page that was looked at in these colours a moment ago; without `others` for one that was
    looked at in other colours.
    """
    __tracebackhide__ = True
    is_script_off: bool = page.evaluate("matchMedia('(scripting: none)').matches")
    assert not is_script_off, "axe would wait for ever: it needs a page with JavaScript"
    options = {
        "runOnly": RULES if others else [CONTRAST],
        "rules": {CONTRAST: {"enabled": colours}},
        "resultTypes": ["violations"],
    }
    violations = _axe.run(page, context=within, options=options).response["violations"]
    assert not violations, f"{page.url} is not accessible:\n{_report(violations)}"


def _report(violations: list[dict[str, Any]]) -> str:
    return "\n".join(_paragraph(violation) for violation in violations)


def _paragraph(violation: dict[str, Any]) -> str:
    head = f"\n{violation['id']} ({violation['impact']}): {violation['help']}\n  {violation['helpUrl']}"
    return "\n".join([head, *(_place(node) for node in violation["nodes"])])


def _place(node: dict[str, Any]) -> str:
    where = " ".join(str(step) for step in node["target"])
    why = "; ".join(check["message"] for check in [*node["any"], *node["all"], *node["none"]])
    return f"  at {where}\n     {node['html']}\n     {why}"
