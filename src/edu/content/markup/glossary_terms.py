"""Glossary terms ``[[术语]]`` and ``[[shown|术语]]``: a word that explains itself in place."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.common.utils import escapeHtml
from markdown_it.rules_inline import StateInline

from edu.domain.learning.lesson import Glossary, Term

TERM_REFERENCE = re.compile(r"\[\[([^\[\]\n]{1,100})\]\]")
_PARAGRAPHS = re.compile(r"\n\s*\n")


@dataclass(frozen=True, slots=True)
class Reference:
    """``name`` is looked up; ``shown`` is empty where the writer gave no other words."""

    name: str
    shown: str


def read_reference(inner: str) -> Reference:
    """What stands between the brackets; a bar inside a table is written ``\\|``."""
    shown, bar, name = inner.replace("\\|", "|").replace("｜", "|").rpartition("|")
    return Reference(name.strip(), shown.strip() if bar else "")


class TermIndex:
    """Finds a term by its Chinese headword, its synonyms, or the word of the edition, whatever the case."""

    def __init__(self, glossary: Glossary) -> None:
        self._terms: dict[str, Term] = {}
        for names in (lambda term: (term.name,), lambda term: (term.shown,), lambda term: term.synonyms):
            for term in glossary.values():
                for name in names(term):
                    self._terms.setdefault(name.casefold(), term)

    def find(self, name: str) -> Term | None:
        """The term, or ``None``."""
        return self._terms.get(name.casefold())


def use_terms(md: MarkdownIt, index: TermIndex) -> None:
    """Add the inline rule before that of links, and its renderer."""

    def read_term(state: StateInline, silent: bool) -> bool:
        # Silent is the search for the end of a link's words: brackets in pairs are counted there, terms are not needed.
        match = TERM_REFERENCE.match(state.src, state.pos, state.posMax) if state.src[state.pos] == "[" else None
        if match is None or silent:
            return False
        reference = read_reference(match[1])
        token = state.push("term", "", 0)
        token.content = reference.name
        token.meta = {"shown": reference.shown, "plain": state.linkLevel > 0}
        state.pos = match.end()
        return True

    def render_term(_renderer: Any, tokens: Any, place: int, _options: Any, env: dict[str, Any]) -> str:
        token = tokens[place]
        return render_button(md, index.find(token.content), token.content, token.meta, env)

    md.inline.ruler.before("link", "term", read_term)
    md.add_render_rule("term", render_term)


def render_button(md: MarkdownIt, term: Term | None, name: str, meta: Mapping[str, Any], env: dict[str, Any]) -> str:
    """A button and its card; plain words inside a link, inside another card, and for an unknown term."""
    own_word = term.shown if term is not None and env["language"] != "zh" else name
    shown = escapeHtml(meta["shown"] or own_word)
    if term is None or meta["plain"] or env.get("inside_card"):
        return shown
    env["terms"] = env.get("terms", 0) + 1
    card_id = escapeHtml(f"{env['prefix']}--{env['terms']}")
    text = render_card(md, term, env["language"])
    return (
        f'<button type="button" class="term" popovertarget="{card_id}">{shown}</button>'
        f'<span popover id="{card_id}" class="term-card">{text}</span>'
    )


def render_card(md: MarkdownIt, term: Term, language: str) -> str:
    """The explanation as phrasing content: a paragraph may hold it."""
    env = {"language": language, "prefix": "", "inside_card": True}
    return "<br>".join(md.renderInline(text.strip(), env).strip() for text in _PARAGRAPHS.split(term.text))
