"""Rules that are no longer in force, and what took their place: ``sources/*.md``."""

from dataclasses import dataclass
from datetime import date

from edu.content.finding import Findings
from edu.content.syntax.amount_text import read_date
from edu.content.syntax.document import Document
from edu.content.syntax.front_matter import Key, read_front
from edu.content.syntax.markdown_table import Column, read_table

_KEYS = (Key("标题", "title"),)
_COLUMNS = (Column("规定", "rule"), Column("现行", "current"), Column("自", "since"))


@dataclass(frozen=True, slots=True)
class Repealed:
    """``rule`` with its 《》, the rule in force instead, and since when."""

    rule: str
    current: str
    since: date


@dataclass(frozen=True, slots=True)
class SourcesFile:
    """All that one file lists."""

    repealed: tuple[Repealed, ...]
    path: str


def read_sources(document: Document, findings: Findings) -> SourcesFile:
    """The rows that can be read."""
    read_front(document, _KEYS, findings)
    table = read_table(document.body, _COLUMNS, findings)
    if table is None:
        findings.add("F401", 1, name=("不再施行的规定", "repealed rules"))
        return SourcesFile((), document.path)
    found = []
    for row in table.rows:
        since = read_date(row["since"])
        if since is None:
            findings.add("F208", row.line, name="自", value=row["since"], example="2014-10-29")
        elif row["rule"]:
            found.append(Repealed(row["rule"], row["current"], since))
    return SourcesFile(tuple(found), document.path)
