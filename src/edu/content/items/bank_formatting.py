"""One bank's file put into its canonical form, in place and all at once."""

import os
import tempfile
from dataclasses import dataclass
from pathlib import Path

from edu.content.finding import Finding, Findings
from edu.content.items.bank_writing import format_bank
from edu.content.items.item_ids import ids_below
from edu.content.syntax.document import load_document


@dataclass(frozen=True, slots=True)
class Done:
    """What happened to a file. ``findings`` are the mistakes for which it was left alone."""

    changed: bool = False
    named: int = 0
    findings: tuple[Finding, ...] = ()


def format_file(file: Path, *, write: bool) -> Done:
    """Write ``file`` anew where its canonical form differs."""
    findings = Findings(file.as_posix())
    document = load_document(file, findings.path, findings)
    formatted = None if document is None else format_bank(document, _taken(file), findings)
    if formatted is None:
        return Done(findings=tuple(finding for finding in findings.found if not finding.advice))
    changed = formatted.text != file.read_text(encoding="utf-8")
    if changed and write:
        replace_text(file, formatted.text)
    return Done(changed, formatted.named)


def _taken(file: Path) -> set[str]:
    """Ids of the library that the file stands in; the file's own are kept whatever it says."""
    root = next((folder for folder in file.resolve().parents if folder.name == "questions"), None)
    return ids_below(root) if root else set()


def replace_text(file: Path, text: str) -> None:
    """Put ``text`` in the place of the file at once: whoever reads sees the old text or the new one."""
    replace_bytes(file, text.encode("utf-8"))


def replace_bytes(file: Path, data: bytes) -> None:
    """As :func:`replace_text`, for bytes; folders that are missing are made."""
    file.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=file.parent, prefix=f".{file.name}.")
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        os.chmod(name, file.stat().st_mode & 0o777 if file.exists() else 0o644)
        os.replace(name, file)
    except OSError:
        Path(name).unlink(missing_ok=True)
        raise
