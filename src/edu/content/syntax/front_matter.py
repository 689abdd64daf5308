"""Front matter: lines ``key: value`` under known keys, each with a Chinese and an English name."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from edu.content.finding import Findings
from edu.content.nearest import nearest_name
from edu.content.syntax.amount_text import read_limit
from edu.content.syntax.document import Document, Line
from edu.domain.sitting.blueprint import AttemptLimit

T = TypeVar("T")

_ENTRY = re.compile(r"\s*([^：:]{1,40}?)\s*[：:](.*)", re.DOTALL)
_COMMENT = re.compile(r"(?:^|\s)[#＃]\s.*$")
ID_PATTERN = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*")
LONGEST_ID = 64


@dataclass(frozen=True, slots=True)
class Key:
    """A key that a file's front matter may or must have."""

    name: str
    english: str
    required: bool = False


@dataclass(frozen=True, slots=True)
class Entry:
    """One value where it stands; an absent key is an empty value at the top."""

    name: str
    value: str = ""
    line: int = 1


@dataclass(slots=True)
class FrontMatter:
    """Entries by English key. Its readers give a default, with a finding, where a value cannot be read."""

    findings: Findings
    keys: Mapping[str, Key]
    entries: dict[str, Entry] = field(default_factory=dict)

    def entry(self, key: str) -> Entry:
        """The entry, or an empty one."""
        return self.entries.get(key) or Entry(self.keys[key].name)

    def text(self, key: str) -> str:
        """The value as written, empty where there is none."""
        return self.entry(key).value

    def id(self, key: str = "id") -> str:
        """The value as an id; a malformed one is reported and kept, so that reading goes on."""
        entry = self.entry(key)
        if entry.value and not is_id(entry.value):
            self.findings.add("F209", entry.line, value=entry.value)
        return entry.value

    def choice(self, key: str, choices: Mapping[str, T], default: T) -> T:
        """One of ``choices`` by Chinese or English name."""
        entry = self.entry(key)
        folded = {name.casefold(): value for name, value in choices.items()}
        if not entry.value or entry.value.casefold() in folded:
            return folded.get(entry.value.casefold(), default)
        self.findings.add(
            "F207", entry.line, name=entry.name, value=entry.value, nearest=nearest_name(entry.value, choices)
        )
        return default

    def list(self, key: str) -> tuple[str, ...]:
        """The parts of a list; where ``；`` stands, it alone separates, so that a part may hold 、."""
        return split_list(self.text(key))


def is_id(text: str) -> bool:
    """Lower-case letters, digits and single hyphens, a letter first."""
    return len(text) <= LONGEST_ID and ID_PATTERN.fullmatch(text) is not None


def split_list(text: str) -> tuple[str, ...]:
    """Parts separated by ``；`` or ``;`` where there is one, else by ``、``."""
    sign = "[；;]" if re.search("[；;]", text) else "、"
    return tuple(part.strip() for part in re.split(sign, text) if part.strip())


def read_front(document: Document, keys: Sequence[Key], findings: Findings) -> FrontMatter:
    """The entries of ``document``: unknown, repeated and missing keys are findings."""
    front = FrontMatter(findings, {key.english: key for key in keys})
    names = {name: key.english for key in keys for name in (key.name, key.english)}
    for line in document.front or ():
        _read_entry(line, names, front)
    if document.front is None:
        if any(key.required for key in keys):
            findings.add("F201", 1)
        return front
    for key in keys:
        if key.required and not front.text(key.english):
            findings.add("F206", front.entry(key.english).line, name=(key.name, key.english))
    return front


def _read_entry(line: Line, names: Mapping[str, str], front: FrontMatter) -> None:
    text = line.text.strip()
    if not text or text[0] in "#＃":
        return
    match = _ENTRY.fullmatch(text)
    if match is None:
        front.findings.add("F203", line.number, text=text)
        return
    name, value = match[1], _unquote(_COMMENT.sub("", match[2]).strip())
    key = names.get(name) or names.get(name.casefold().replace(" ", "-").replace("_", "-"))
    if key is None:
        front.findings.add("F204", line.number, name=name, nearest=nearest_name(name, names))
    elif key in front.entries:
        front.findings.add("F205", line.number, name=name, first=front.entries[key].line)
    else:
        front.entries[key] = Entry(name, value, line.number)


def _unquote(text: str) -> str:
    return text[1:-1].strip() if len(text) >= 2 and text[0] == text[-1] and text[0] in "\"'" else text


def read_limits(front: FrontMatter) -> tuple[AttemptLimit, ...]:
    """``每 24 小时 2 次；每 12 个月 8 次``: how often something may be done in which time."""
    entry, limits = front.entry("limits"), []
    for part in split_list(entry.value):
        limit = read_limit(part)
        if limit is None:
            example = "每 24 小时 2 次；每 12 个月 8 次"
            front.findings.add("F208", entry.line, name=entry.name, value=part, example=example)
        else:
            limits.append(limit)
    return tuple(limits)
