"""Ids that must differ among the files of one kind."""

from collections.abc import Iterable, Iterator

from edu.content.finding import Finding, make_finding


def check_ids(files: Iterable[tuple[str, str]]) -> Iterator[Finding]:
    """``files`` are (path, id); the second file with an id is the finding."""
    owners: dict[str, str] = {}
    for path, file_id in files:
        if file_id and file_id in owners:
            yield make_finding("F210", path, 1, value=file_id, other=owners[file_id])
        owners.setdefault(file_id, path)
