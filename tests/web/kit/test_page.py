"""Contracts between pages and templates."""

import ast
import sys
from dataclasses import fields
from functools import cache
from pathlib import Path

import pytest
from jinja2 import Environment, meta
from jinja2.nodes import FromImport, Include, Name, Template

import edu.app
from edu.settings import find_folder
from edu.web.kit.i18n import load_languages
from edu.web.kit.page import Page
from edu.web.kit.templating import make_environment

TEMPLATES = find_folder("templates")
SHARED = {"visit", "language", "static", "_", "gettext", "ngettext"}


def _pages() -> list[type[Page]]:
    found, waiting = [], list(Page.__subclasses__())
    while waiting:
        kind = waiting.pop()
        waiting += kind.__subclasses__()
        found.append(kind)
    # A dataclass with slots leaves its first class behind: the one that the module names is meant.
    named = {kind for kind in found if getattr(sys.modules[kind.__module__], kind.__name__) is kind}
    return sorted(named, key=lambda kind: kind.__qualname__)


@cache
def _environment() -> Environment:
    return make_environment(TEMPLATES, load_languages("Asia/Shanghai", "investor")["en"])


def _names(template: str, seen: frozenset[str] = frozenset()) -> set[str]:
    """Free names of a template, its parts and its layout."""
    if template in seen:
        return set()
    tree = _environment().parse((TEMPLATES / template).read_text())
    names = meta.find_undeclared_variables(tree) - _imported(tree)
    included = [node.template.value for node in tree.find_all(Include)]  # type: ignore[attr-defined]
    for part in included:
        inner = _names(part, seen | {template})
        names |= inner - {"oob"}  # set beside the include
    return names


def _imported(tree: Template) -> set[str]:
    """Macros, and what the template sets for itself: blocks see them, though Jinja lists them as free names."""
    macros = {name if isinstance(name, str) else name[1] for node in tree.find_all(FromImport) for name in node.names}
    return macros | {node.name for node in tree.find_all(Name) if node.ctx == "store"}


@pytest.mark.parametrize("page", _pages(), ids=lambda page: page.__name__)
def test_a_template_uses_exactly_the_fields_of_its_page(page: type[Page]):
    known = {field.name for field in fields(page)}
    used = _names(page.template)
    if page.part and page.part != page.template:
        used |= _names(page.part)
    assert used - SHARED <= known
    assert known <= used, f"{page.__name__} has fields that no template shows"


@pytest.mark.parametrize("file", sorted(TEMPLATES.rglob("*.html")), ids=lambda file: str(file.relative_to(TEMPLATES)))
def test_every_page_has_a_title_and_no_script_or_style_of_its_own(file: Path):
    text = file.read_text()
    _environment().parse(text)
    if 'extends "layouts' in text:
        assert "{% block title %}" in text
    for forbidden in (" style=", "<style", " onclick", " onchange", "javascript:"):
        assert forbidden not in text
    assert "<script" not in text or file.name == "base.html"


@pytest.mark.parametrize("file", sorted(TEMPLATES.rglob("*.html")), ids=lambda file: str(file.relative_to(TEMPLATES)))
def test_every_posting_form_sends_its_token(file: Path):
    for form in file.read_text().split('<form method="post"')[1:]:
        assert "csrf(visit)" in form.split("</form>")[0] or "_csrf_token" in form.split("</form>")[0]


def test_every_template_belongs_to_a_page_or_is_included():
    used = {page.template for page in _pages()} | {page.part for page in _pages() if page.part}
    text = "".join(file.read_text() for file in TEMPLATES.rglob("*.html"))
    for file in TEMPLATES.rglob("*.html"):
        name = str(file.relative_to(TEMPLATES))
        assert name in used or f'"{name}"' in text, f"nothing uses {name}"


def test_page_modules_render_only_pages():
    """A page reaches the reader through render(): no module of pages answers with a loose dict of names."""
    for file in (Path(edu.app.__file__).parent / "web").rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text())):
            assert not (isinstance(node, ast.Attribute) and node.attr == "render_template"), file
