"""Messages put into templates as these are compiled: an environment speaks one language, so they are constants.

A page of results says hundreds of them; to look each up anew takes a third of its time.
"""

import re
from collections.abc import Callable
from typing import Any

from jinja2 import Environment, nodes
from jinja2.visitor import NodeTransformer

_PLACE = re.compile(r"%(?:\((\w+)\)s|(%))")


class FoldingEnvironment(Environment):
    """``translate`` gives a message in this environment's language."""

    translate: Callable[[str], str]

    def _generate(self, source: nodes.Template, *rest: Any, **more: Any) -> str:
        return super()._generate(_Folder(self.translate).visit(source), *rest, **more)


class _Folder(NodeTransformer):
    def __init__(self, translate: Callable[[str], str]) -> None:
        self._translate = translate

    def visit_Call(self, node: nodes.Call) -> nodes.Expr:  # noqa: N802 - the library's way to name them
        self.generic_visit(node)
        if not _is_message(node):
            return node
        text = self._translate(node.args[0].value)  # type: ignore[attr-defined]
        values = {pair.key: pair.value for pair in node.kwargs}
        pieces = _cut(text, values, node.lineno)
        if pieces is None:
            return node
        return pieces[0] if len(pieces) == 1 else nodes.Concat(pieces, lineno=node.lineno)


def _is_message(node: nodes.Call) -> bool:
    """``_("…", name=value, …)`` and nothing that is known only later."""
    return (
        isinstance(node.node, nodes.Name)
        and node.node.name in ("_", "gettext")
        and len(node.args) == 1
        and isinstance(node.args[0], nodes.Const)
        and isinstance(node.args[0].value, str)
        and node.dyn_args is None
        and node.dyn_kwargs is None
    )


def _cut(text: str, values: dict[str, nodes.Expr], line: int) -> list[nodes.Expr] | None:
    """The text with ``values`` in their places, as parts to be joined; ``None`` where it must be looked up later.

    That is a text that is laid out otherwise, and one with a constant in it: Jinja joins constants as plain text.
    """
    if "%" in _PLACE.sub("", text) or any(name and name not in values for name, _ in _PLACE.findall(text)):
        return None
    if any(
        isinstance(value, nodes.Const | nodes.TemplateData | nodes.MarkSafeIfAutoescape) for value in values.values()
    ):
        return None
    parts: list[nodes.Expr] = []
    words, end = "", 0
    for found in _PLACE.finditer(text):
        words += text[end : found.start()]
        end = found.end()
        if found[1]:
            parts += [_constant(words, line), values[found[1]]]
            words = ""
        else:
            words += "%"
    return [*parts, _constant(words + text[end:], line)]


def _constant(text: str, line: int) -> nodes.Expr:
    return nodes.MarkSafeIfAutoescape(nodes.Const(text, lineno=line), lineno=line)
