"""Values, not rows: no row of a table reaches a page, and none leaves a service."""

import inspect
import pkgutil
from collections.abc import Iterator
from dataclasses import is_dataclass
from importlib import import_module
from types import ModuleType
from typing import Any, get_args, get_type_hints

import pytest
from sqlmodel import SQLModel

import edu.services
import edu.web
from edu.store.people.accounts import AccountRow
from edu.web.kit.page import Page


def load_modules(package: ModuleType) -> list[ModuleType]:
    """Every module below a package."""
    return [import_module(found.name) for found in pkgutil.walk_packages(package.__path__, f"{package.__name__}.")]


def list_pages() -> list[type[Page]]:
    load_modules(edu.web)
    found: dict[str, type[Page]] = {}
    above: list[type[Page]] = [Page]
    while above:
        above = [page for known in above for page in known.__subclasses__()]
        found |= {f"{page.__module__}.{page.__name__}": page for page in above}  # slots make two classes of one
    return list(found.values())


def list_returned() -> Iterator[tuple[str, Any]]:
    """What each public function and method of a service gives back."""
    for module in load_modules(edu.services):
        for name, member in vars(module).items():
            if name.startswith("_") or getattr(member, "__module__", "") != module.__name__:
                continue
            methods = vars(member).items() if inspect.isclass(member) else [("", member)]
            for method, function in methods:
                if inspect.isfunction(function) and not method.startswith("_"):
                    where = ".".join(filter(None, [module.__name__, name, method]))
                    yield where, get_type_hints(function)["return"]


def find_rows(hint: Any, where: str, seen: frozenset[type] = frozenset()) -> Iterator[str]:
    """Where a row stands in a type: in it, or in a field of a dataclass or named tuple that it holds, however deep."""
    for part in get_args(hint):
        yield from find_rows(part, where, seen)
    if isinstance(hint, list | tuple):  # the arguments of a callable
        for part in hint:
            yield from find_rows(part, where, seen)
    if not isinstance(hint, type) or get_args(hint):
        return
    if issubclass(hint, SQLModel):
        yield where
    elif hint not in seen and (is_dataclass(hint) or hasattr(hint, "_fields")):
        for name, field in get_type_hints(hint).items():
            yield from find_rows(field, f"{hint.__name__}.{name}", seen | {hint})


@pytest.mark.parametrize("page", list_pages(), ids=lambda page: page.__name__)
def test_no_row_reaches_a_page(page: type[Page]):
    assert list(find_rows(page, page.__name__)) == []


def test_no_row_leaves_a_service():
    returned = list(list_returned())
    assert len(returned) > 80
    assert [row for where, hint in returned for row in find_rows(hint, where)] == []


def test_a_row_is_found_however_deep():
    assert set(find_rows(dict[str, tuple[AccountRow, ...] | None], "there")) == {"there"}
    assert set(find_rows(type("Deep", (), {"__annotations__": {"a": AccountRow}, "_fields": ("a",)}), "")) == {"Deep.a"}
