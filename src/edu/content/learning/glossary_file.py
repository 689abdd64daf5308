"""The glossary: terms that explain themselves in place."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from edu.content.finding import Findings
from edu.content.shelf import Shelf
from edu.content.syntax.document import Document
from edu.content.syntax.field_line import read_field
from edu.content.syntax.front_matter import Key, read_front, split_list
from edu.content.syntax.heading import Part, first_line, join, split_parts
from edu.domain.learning.lesson import Glossary, Term

_KEYS = (Key("编号", "id"), Key("标题", "title"), Key("来源", "source"), Key("版本", "version"))
_SYNONYMS = frozenset({"同义", "同义词", "synonyms", "synonym"})
_SHOWN = frozenset({"显示", "英文", "shown", "term", "english"})


@dataclass(frozen=True, slots=True)
class GlossaryFile:
    """``lines`` says where each term stands, ``text_lines`` where its explanation begins."""

    glossary: Glossary
    path: str
    lines: Mapping[str, int]
    text_lines: Mapping[str, int]


def read_glossary(document: Document, findings: Findings) -> GlossaryFile:
    """Terms by their Chinese headword; a synonym is another way to refer to the same term."""
    read_front(document, _KEYS, findings)
    terms: dict[str, Term] = {}
    lines: dict[str, int] = {}
    text_lines: dict[str, int] = {}
    taken: dict[str, int] = {}
    for part in split_parts(document.body):
        if part.level != 2:
            continue
        term, text_line = _read_term(part)
        if not term.name or not term.text.strip():
            findings.add("L302", part.line, value=term.name)
        for name in dict.fromkeys((term.name, *term.synonyms)):
            if name in taken:
                findings.add("L301", part.line, value=name, other=f"{document.path}:{taken[name]}")
            taken.setdefault(name, part.line)
        if term.name and term.name not in terms:
            terms[term.name], lines[term.name], text_lines[term.name] = term, part.line, text_line
    return GlossaryFile(terms, document.path, lines, text_lines)


def _read_term(part: Part) -> tuple[Term, int]:
    """``## 保证金``; an English edition adds a field ``英文：margin``, or writes ``## margin {#保证金}``."""
    shown, rest = part.title, []
    synonyms: tuple[str, ...] = ()
    for line in part.lines:
        found = read_field(line.text)
        name = "" if found is None else found.name.casefold()
        if found is not None and name in _SYNONYMS:
            synonyms = split_list(found.value)
        elif found is not None and name in _SHOWN:
            shown = found.value
        else:
            rest.append(line)
    return Term(part.id or part.title, shown, join(rest), synonyms), first_line(rest, part.line)


def gather_terms(shelf: Shelf[GlossaryFile]) -> tuple[Glossary, Glossary]:
    """The terms of all glossary files, Chinese and English.

    An English text refers to a term by its Chinese headword too, so an English term keeps the Chinese synonyms.
    """
    chinese = {name: term for file in shelf for name, term in file.glossary.items()}
    english = {}
    for _, file in shelf.pairs():
        for name, term in file.glossary.items():
            own = chinese[name].synonyms if name in chinese else ()
            english[name] = replace(term, synonyms=tuple(dict.fromkeys((*term.synonyms, *own))))
    return chinese, english
