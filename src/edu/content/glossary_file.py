"""The glossary: terms that explain themselves in place."""

from collections.abc import Mapping
from dataclasses import dataclass

from edu.content.document import Document
from edu.content.field_line import read_field
from edu.content.finding import Findings
from edu.content.front_matter import Key, read_front, split_list
from edu.content.heading import Part, join, split_parts
from edu.domain.lesson import Glossary, Term

KEYS = (Key("编号", "id"), Key("标题", "title"), Key("来源", "source"), Key("版本", "version"))
_SYNONYMS = frozenset({"同义", "同义词", "synonyms", "synonym"})
_SHOWN = frozenset({"显示", "英文", "shown", "term", "english"})


@dataclass(frozen=True, slots=True)
class GlossaryFile:
    """``lines`` says where each term is explained."""

    glossary: Glossary
    path: str
    lines: Mapping[str, int]


def read_glossary(document: Document, findings: Findings) -> GlossaryFile:
    """Terms by their Chinese headword; a synonym is another way to refer to the same term."""
    read_front(document, KEYS, findings)
    terms: dict[str, Term] = {}
    lines: dict[str, int] = {}
    taken: dict[str, int] = {}
    for part in split_parts(document.body):
        if part.level != 2:
            continue
        term = _read_term(part)
        if not term.name or not term.text.strip():
            findings.add("L302", part.line, value=term.name)
        for name in dict.fromkeys((term.name, *term.synonyms)):
            if name in taken:
                findings.add("L301", part.line, value=name, other=f"{document.path}:{taken[name]}")
            taken.setdefault(name, part.line)
        if term.name and term.name not in terms:
            terms[term.name], lines[term.name] = term, part.line
    return GlossaryFile(terms, document.path, lines)


def _read_term(part: Part) -> Term:
    """``## 保证金``; an English edition writes ``## margin {#保证金}``, or the field ``Term: margin``."""
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
    return Term(part.id or part.title, shown, join(rest), synonyms)
