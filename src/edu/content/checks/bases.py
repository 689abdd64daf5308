"""依据: items and lessons that rest on a rule which is no longer in force."""

from collections.abc import Iterator

from edu.content.finding import Finding, make_finding
from edu.content.folder import Sources


def check_bases(sources: Sources) -> Iterator[Finding]:
    """A finding for each basis that names a repealed rule."""
    repealed = [entry for file in sources.repealed for entry in file.repealed]
    if not repealed:
        return
    for path, line, basis in _bases(sources):
        for entry in repealed:
            if entry.rule in basis:
                yield make_finding("Q312", path, line, rule=entry.rule, since=entry.since, current=entry.current)


def _bases(sources: Sources) -> Iterator[tuple[str, int, str]]:
    for bank in sources.banks:
        for item in bank.items:
            if item.basis:
                yield bank.path, bank.lines[item.id], item.basis
    for lesson in sources.lessons:
        if lesson.lesson.basis:
            yield lesson.path, 1, lesson.lesson.basis
