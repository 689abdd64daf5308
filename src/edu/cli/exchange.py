"""Commands that bring banks in from other formats and take them out again."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from edu.cli.report import as_json, english, is_watched, say, show_findings
from edu.interchange.formats import ENDINGS, FORMATS

if TYPE_CHECKING:
    from edu.content.finding import Findings
    from edu.content.items.item_file import Bank
    from edu.interchange.importing import ImportPlan

_NAMES = click.Choice(sorted(FORMATS))
_ABOUT = "; ".join(f"{known.key}: {known.about[1]}" for known in FORMATS.values())


@click.command("import", epilog=f"Files: {' '.join(ENDINGS)}")
@click.argument("files", nargs=-1, required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--bank", required=True, type=click.Path(dir_okay=False, path_type=Path), help="The bank to add to (.md)."
)
@click.option("--title", default="", help="The name of a new bank; else its file's name.")
@click.option("--use", type=click.Choice(["live", "practice"]), default="live", help="What a new bank is for.")
@click.option("--format", "key", type=_NAMES, help=f"Where the file does not tell by itself. {_ABOUT}.")
@click.option("--skip-failed", is_flag=True, help="Write the items that could be read, though others could not.")
@click.option("--failed", type=click.Path(dir_okay=False, path_type=Path), help="Write what could not be read there.")
@click.option("--dry-run", is_flag=True, help="Only report.")
@as_json
@english
def import_items(
    files: tuple[Path, ...], bank: Path, title: str, use: str, key: str | None, skip_failed: bool,
    failed: Path | None, dry_run: bool, as_json: bool, english: bool,
) -> None:  # fmt: skip
    """Add the items of FILES to a bank, whatever their format.

    Nothing is written until the whole is clean, or --skip-failed is said. The report names what was lost or changed.
    """
    from edu.content.finding import Findings
    from edu.domain.items.item import Use
    from edu.interchange.formats import read_file
    from edu.interchange.importing import plan_import

    if bank.suffix != ".md":
        raise click.UsageError(f"{bank} is no bank: its name must end in .md")
    with click.progressbar(files, file=sys.stderr, hidden=not is_watched()) as watched:
        stated = FORMATS[key] if key else None
        read = [read_file(file.name, _load(file), Findings(str(file)), stated) for file in watched]
    plan = plan_import(read, bank, title, Use(use))
    show_findings(plan.findings, english=english, as_json=as_json)
    if failed is not None:
        _write_failed(failed, plan)
    written = (plan.clean or skip_failed) and not dry_run and bool(plan.added)
    if written:
        _write(plan)
    _sum_up(plan, written, dry_run, english)
    sys.exit(0 if plan.clean else 1)


def _load(file: Path) -> bytes:
    """The file's bytes, and of one that is too large only as many as show it."""
    from edu.interchange.exchange import LARGEST_SOURCE

    with file.open("rb") as stream:
        return stream.read(LARGEST_SOURCE + 1)


def _write(plan: "ImportPlan") -> None:
    from edu.content.items.bank_formatting import replace_bytes, replace_text

    for name, data in plan.pictures.items():
        replace_bytes(plan.bank.parent / name, data)
    plan.bank.parent.mkdir(parents=True, exist_ok=True)
    replace_text(plan.bank, plan.text)


def _write_failed(file: Path, plan: "ImportPlan") -> None:
    from edu.content.items.bank_formatting import replace_text

    if plan.unread:
        replace_text(file, "\n\n".join(unread.source for unread in plan.unread) + "\n")


def _sum_up(plan: "ImportPlan", written: bool, dry_run: bool, english: bool) -> None:
    counts = (plan.read, len(plan.added), plan.twins, len(plan.unread))
    say(
        "读到 {} 题：可导入 {} 题，题库里已有 {} 题，未能导入 {} 题".format(*counts),
        "{} items read: {} to add, {} there already, {} could not be taken".format(*counts),
        english=english,
    )
    if written:
        say(f"已写入 {plan.bank}", f"written to {plan.bank}", english=english)
    elif not plan.added and plan.clean:
        say("没有新题目，题库没有改动", "nothing new; the bank was left as it is", english=english)
    elif dry_run:
        say("只作检查，没有写入", "only a report; nothing was written", english=english)
    else:
        say(
            "没有写入。改正上面的问题，或用 --skip-failed 略过它们",
            "nothing was written: mend the findings above, or leave these items out with --skip-failed",
            english=english,
        )


@click.command()
@click.argument("bank", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--format", "key", required=True, type=_NAMES, help=f"{_ABOUT}.")
@click.option("--output", "-o", type=click.Path(dir_okay=False, path_type=Path), help="Else beside the bank.")
@click.option("--keys", is_flag=True, help="A paper for the marker, with keys and rationales.")
@as_json
@english
def export(bank: Path, key: str, output: Path | None, keys: bool, as_json: bool, english: bool) -> None:
    """Write the items of BANK in another format, and report what that format has no place for."""
    from edu.content.finding import Findings
    from edu.content.items.bank_formatting import replace_bytes
    from edu.interchange.exchange import Order

    findings = Findings(str(bank))
    read, pictures = _read(bank, findings)
    wrong = [finding for finding in findings.found if not finding.advice]
    if wrong:
        show_findings(wrong, english=english, as_json=as_json)
        say("题库有错，没有导出", "the bank has mistakes; nothing was written", english=english)
        sys.exit(1)
    report = Findings(str(bank))
    done = FORMATS[key].write(Order(read.items, read.title, pictures, keys), report)
    show_findings(report.found, english=english, as_json=as_json)
    file = output or bank.with_name(bank.stem + ("-keys" if keys else "") + FORMATS[key].written_ending)
    if not done.written:
        say("没有可以导出的题目", "there is nothing to write", english=english)
        sys.exit(1)
    replace_bytes(file, done.data)
    counts = (len(done.written), len(read.items), file)
    say("已导出 {} / {} 题：{}".format(*counts), "{} of {} items written: {}".format(*counts), english=english)
    sys.exit(1 if any(not finding.advice for finding in report.found) else 0)


def _read(bank: Path, findings: "Findings") -> "tuple[Bank, dict[str, bytes]]":
    from edu.content.items.item_file import read_bank
    from edu.content.items.pictures import attach_pictures
    from edu.content.syntax.document import load_document

    document = load_document(bank, findings.path, findings)
    if document is None:
        show_findings(findings.found, english=False, as_json=False)
        sys.exit(1)
    read, by_digest = attach_pictures(read_bank(document, findings), bank.parent, findings)
    names = {picture.name: by_digest[picture.digest] for item in read.items for picture in item.pictures}
    return read, names


commands = (import_items, export)
