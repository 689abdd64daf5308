"""Checking a folder or a bank, remembered while nothing changes."""

import hashlib
import json
import os
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path

from edu import __version__
from edu.content.finding import Finding, Findings

CheckProgress = Callable[[int], None]
_REMEMBERED = "check-1"
"""Changes with the shape of what is remembered."""


@dataclass(frozen=True, slots=True)
class CheckReport:
    """All findings of a path, and how much was looked at."""

    findings: tuple[Finding, ...]
    banks: int
    items: int
    lessons: int


def check_path(path: Path, *, use_cache: bool, progress: CheckProgress = lambda _: None) -> CheckReport:
    """Everything that is wrong with a folder of content, or with one bank.

    A bank inside a folder of content is checked with the whole of it, and its own findings are given.
    """
    root = path if path.is_dir() else _content_of(path)
    if root is None:
        checked = _check_alone(path)
    else:
        checked = _check_folder(root, use_cache)
        if path.is_file():
            checked = _narrow(checked, path)
    progress(1)
    return checked


def _content_of(bank: Path) -> Path | None:
    folder = next((folder for folder in bank.resolve().parents if folder.name == "questions"), None)
    return folder.parent if folder is not None and (folder.parent / "glossary").is_dir() else None


def _check_alone(path: Path) -> CheckReport:
    from edu.content.checks.banks import check_banks
    from edu.content.checks.duplicates import check_duplicates
    from edu.content.checks.items import check_items
    from edu.content.checks.numbers import check_numbers
    from edu.content.folder import Sources
    from edu.content.items.item_file import read_bank
    from edu.content.items.pictures import attach_pictures
    from edu.content.shelf import Shelf
    from edu.content.syntax.document import load_document

    findings = Findings(path.as_posix())
    document = load_document(path, findings.path, findings)
    if document is None:
        return CheckReport(tuple(findings.found), 0, 0, 0)
    bank, _ = attach_pictures(read_bank(document, findings), path.parent, findings)
    sources = Sources(path.parent.as_posix(), banks=Shelf({path.stem: bank}))
    for look in (check_banks, check_items, check_numbers, check_duplicates):
        findings.extend(look(sources))
    return CheckReport(tuple(sorted(set(findings.found))), 1, len(bank.items), 0)


def _narrow(checked: CheckReport, path: Path) -> CheckReport:
    own = tuple(finding for finding in checked.findings if Path(finding.path).resolve() == path.resolve())
    return CheckReport(own, checked.banks, checked.items, checked.lessons)


def _check_folder(root: Path, use_cache: bool) -> CheckReport:
    file = _cache_file(root)
    state = _state_of(root) if use_cache and file else ""
    if state and file and (found := _recall(file, state)) is not None:
        return found
    from edu.content.library import check_sources

    findings, sources = check_sources(root)
    checked = CheckReport(
        findings,
        len(sources.banks.chinese),
        sum(len(bank.items) for bank in sources.banks),
        len(sources.lessons.chinese),
    )
    if state and file:
        _remember(file, state, checked)
    return checked


def _cache_file(root: Path) -> Path | None:
    """Where the last check of ``root`` is remembered; ``None`` where there is no home for it."""
    home = os.environ.get("XDG_CACHE_HOME") or (os.path.expanduser("~/.cache") if os.environ.get("HOME") else "")
    name = hashlib.sha256(f"{root.resolve()}\n{Path.cwd()}".encode()).hexdigest()[:32]
    return Path(home) / "zhixian" / f"{name}.json" if home else None


def _state_of(root: Path) -> str:
    """A digest of every byte that a check looks at: the files, and the program itself."""
    state = hashlib.blake2b(f"{_REMEMBERED} {__version__}".encode(), digest_size=32)
    package = Path(__file__).parents[1]
    for folder, patterns in ((package, ("content/**/*.py", "domain/*.py")), (root, ("**/*",))):
        for file in sorted(file for pattern in patterns for file in folder.glob(pattern)):
            if file.is_file():
                state.update(f"\n{file.relative_to(folder).as_posix()}\n".encode("utf-8", "surrogateescape"))
                state.update(hashlib.blake2b(file.read_bytes(), digest_size=32).digest())
    return state.hexdigest()


def _recall(file: Path, state: str) -> CheckReport | None:
    """What was remembered for this very state. A damaged file is as good as none."""
    try:
        kept = json.loads(file.read_text(encoding="utf-8"))
        if kept["state"] != state:
            return None
        findings = tuple(Finding(**values) for values in kept["findings"])
        return CheckReport(findings, kept["banks"], kept["items"], kept["lessons"])
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _remember(file: Path, state: str, checked: CheckReport) -> None:
    values = {"state": state, **asdict(checked)}
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        temporary = file.with_suffix(f".{os.getpid()}")
        temporary.write_text(json.dumps(values, ensure_ascii=False), encoding="utf-8")
        temporary.replace(file)
    except OSError:
        return  # a check that cannot be remembered is as good; it will be done again
