"""Commands that read content and put banks into their canonical form."""

import os
import sys
from collections.abc import Iterator
from pathlib import Path

import click

from edu.cli.report import as_json, english, is_watched, say, show_findings
from edu.content.finding import Finding
from edu.settings import find_folder


def content_folder() -> Path:
    """EDU_CONTENT, else the content that is shipped."""
    return Path(os.environ["EDU_CONTENT"]) if os.environ.get("EDU_CONTENT") else find_folder("content")


@click.command()
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@click.option("--no-cache", is_flag=True, help="Read everything anew, even what has not changed.")
@as_json
@english
def check(paths: tuple[Path, ...], no_cache: bool, as_json: bool, english: bool) -> None:
    """Read all content (or the folders or banks PATHS) and report every finding."""
    from edu.content.checking import check_path

    found: list[Finding] = []
    for path in paths or (content_folder(),):
        if not path.exists() or (path.is_file() and path.suffix != ".md"):
            raise click.UsageError(f"{path} is neither a folder of content nor a bank (.md)")
        with click.progressbar(length=1, label=str(path), file=sys.stderr, hidden=not is_watched()) as bar:
            checked = check_path(path, use_cache=not no_cache, progress=bar.update)
        found += checked.findings
        if not as_json:
            click.echo(f"{path}: {checked.banks} banks, {checked.items} items, {checked.lessons} lessons")
    show_findings(found, english=english, as_json=as_json)
    if not as_json:
        click.echo(f"{len(found)} findings")
    sys.exit(1 if found else 0)


@click.command()
@click.argument("paths", nargs=-1, type=click.Path(exists=True, path_type=Path))
@click.option("--check", "only_check", is_flag=True, help="Change nothing; exit 1 where something would change.")
@as_json
@english
def fmt(paths: tuple[Path, ...], only_check: bool, as_json: bool, english: bool) -> None:
    """Put banks into the one canonical form, and give each item its id. PATHS are banks or folders.

    A bank with mistakes is left as it is, and its findings are shown.
    """
    from edu.content.items.bank_formatting import format_file

    changed: list[Path] = []
    findings: list[Finding] = []
    for file in _banks(paths or (content_folder(),)):
        done = format_file(file, write=not only_check)
        findings += done.findings
        if done.changed:
            changed.append(file)
            say(f"{file}：已整理，新编号 {done.named} 个", f"{file}: {done.named} new ids", english=english)
    show_findings(findings, english=english, as_json=as_json)
    if not changed and not findings:
        say("没有需要整理的题库", "nothing to change", english=english)
    sys.exit(1 if findings or (only_check and changed) else 0)


def _banks(paths: tuple[Path, ...]) -> Iterator[Path]:
    for path in paths:
        if path.is_file():
            yield path
            continue
        folder = path / "questions" if (path / "questions").is_dir() else path
        yield from (file for file in sorted(folder.rglob("*.md")) if file.stem.lower() != "readme")


commands = (check, fmt)
