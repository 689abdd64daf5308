"""The command that draws forms of an exam: many for a report, or one to print."""

import json
import sys
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from edu.cli.content import content_folder
from edu.cli.report import english, is_watched, say, show_findings

if TYPE_CHECKING:
    from edu.analysis.drawing import DrawReport
    from edu.content.finding import Finding
    from edu.content.folder import Sources
    from edu.domain.sitting.blueprint import Blueprint
    from edu.domain.sitting.facility import Observed
    from edu.domain.sitting.supply import Supply


@click.command()
@click.argument("blueprint")
@click.option("--times", default=1000, show_default=True, type=click.IntRange(1, 1_000_000), help="How many forms.")
@click.option("--seed", default=0, show_default=True, type=click.IntRange(0, 2**63 - 1), help="Of the first form.")
@click.option("--svg", type=click.Path(dir_okay=False, path_type=Path), help="Write a figure there.")
@click.option("--observed", is_flag=True, help="Expect of items what candidates have earned here, not what 难度 says.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
@click.option("--print", "paper", type=click.Path(dir_okay=False, path_type=Path), help="Print one form there instead.")
@click.option("--keys", is_flag=True, help="With --print: the marker's copy.")
@english
def draw(
    blueprint: str,
    times: int,
    seed: int,
    svg: Path | None,
    observed: bool,
    as_json: bool,
    paper: Path | None,
    keys: bool,
    english: bool,
) -> None:
    """Draw forms of an exam and report how equal they are; BLUEPRINT is its id, or a file.

    The k-th form has the seed SEED + k − 1. With --print FILE (.docx or .html) the form with the seed SEED is printed.
    """
    if paper is not None and (svg or as_json):
        raise click.UsageError("--print goes without --svg and --json")
    if paper is None and keys:
        raise click.UsageError("--keys goes with --print")
    if paper is not None and paper.suffix not in (".docx", ".html"):
        raise click.UsageError(f"{paper}: a paper is written as .docx or .html")
    sources, chosen = _read(blueprint, english=english, as_json=as_json)
    supply = _supply(sources, chosen, observed=observed, english=english)
    _refuse_shortages(supply, english=english, as_json=as_json)
    if paper is not None:
        _print(sources, supply, seed, paper, keys=keys, english=english)
    else:
        _report(supply, range(seed, seed + times), svg, english=english, as_json=as_json)


def _read(name: str, *, english: bool, as_json: bool) -> "tuple[Sources, Blueprint]":
    """All content, and the blueprint; ends the command where that has mistakes."""
    from edu.content.folder import read_folder

    sources, findings = read_folder(content_folder())
    blueprint, own = _find(name, sources, findings)
    wrong = [finding for finding in own if not finding.advice]
    if wrong:
        show_findings(wrong, english=english, as_json=as_json)
        sys.exit(1)
    others = sum(not finding.advice for finding in findings)
    if others:
        say(
            f"内容有 {others} 处错误，见 edu check",
            f"the content has {others} mistakes: see edu check",
            english=english,
        )
    return sources, blueprint


def _find(name: str, sources: "Sources", findings: "list[Finding]") -> "tuple[Blueprint, list[Finding]]":
    from edu.content.finding import Findings
    from edu.content.nearest import nearest_name
    from edu.content.sitting.blueprint_file import read_blueprint
    from edu.content.syntax.document import load_document

    for file in sources.blueprints:
        if name in (file.blueprint.id, file.path):
            return file.blueprint, [finding for finding in findings if finding.path == file.path]
    if not Path(name).is_file():
        ids = [file.blueprint.id for file in sources.blueprints]
        raise click.UsageError(f"there is no exam {name}; did you mean {nearest_name(name, ids) or ', '.join(ids)}?")
    own = Findings(name)
    document = load_document(Path(name), name, own)
    if document is None:
        show_findings(own.found, english=False, as_json=False)
        sys.exit(1)
    return read_blueprint(document, own).blueprint, own.found


def _supply(sources: "Sources", blueprint: "Blueprint", *, observed: bool, english: bool) -> "Supply":
    from edu.content.items.twins import find_enemies
    from edu.domain.items.item import Use
    from edu.domain.sitting.facility import facility
    from edu.domain.sitting.supply import Supply

    live = {item.id: item for bank in sources.banks if bank.use is Use.LIVE for item in bank.items}
    seen = _read_observed() if observed else {}
    supply = Supply.of(blueprint, list(live.values()), find_enemies(live.values()), lambda item: facility(item, seen))
    if observed:
        known = sum(item.revision in seen for item in supply.items)
        counts = (len(supply.items), known)
        say(
            "{} 题中 {} 题按实测得分率，其余按难度".format(*counts),
            f"{known} of {len(supply.items)} items by what was earned, the others by difficulty",
            english=english,
        )
    return supply


def _read_observed() -> "Mapping[str, Observed]":
    """From the platform's own database, which must be there and up to date."""
    import asyncio

    from edu.cli.chosen import choose_settings
    from edu.services.sitting.tallying import read_observed
    from edu.store.engine.database import Database
    from edu.store.state import read_state

    settings = choose_settings()

    async def work() -> "Mapping[str, Observed] | None":
        database = Database(settings.database_url)
        try:
            return await read_observed(database) if (await read_state(database)).newest else None
        finally:
            await database.close()

    found = asyncio.run(work())
    if found is None:
        raise click.ClickException(
            "the database is empty or behind: edu db upgrade; EDU_DATA or EDU_DATABASE_URL names it"
        )
    return found


def _refuse_shortages(supply: "Supply", *, english: bool, as_json: bool) -> None:
    """Names the cells that cannot be filled, and ends the command where there are any."""
    from edu.analysis.drawing import measure_rooms
    from edu.cli.drawing_words import describe_room, show_shortage
    from edu.domain.sitting.form import list_shortages

    shortages = list_shortages(supply)
    if not shortages:
        return
    rooms = [room for room in measure_rooms(supply, shortages) if room.short]
    if as_json:
        click.echo(json.dumps({"short": [describe_room(room) for room in rooms]}, ensure_ascii=False))
    else:
        for room in rooms:
            click.echo(show_shortage(room, english=english))
    say("题目不够，抽不出试卷", "the banks hold too few items: no form can be drawn", english=english)
    sys.exit(1)


def _report(supply: "Supply", seeds: range, svg: Path | None, *, english: bool, as_json: bool) -> None:
    from edu.analysis.drawing import report_draws
    from edu.analysis.drawing_figure import draw_figure
    from edu.cli.drawing_words import figure_words, write_table
    from edu.domain.sitting.form import draw_from

    with click.progressbar(seeds, file=sys.stderr, hidden=not is_watched()) as watched:
        forms = [draw_from(supply, seed) for seed in watched]
    report = report_draws(supply, forms)
    if as_json:
        click.echo(json.dumps(_as_values(supply, seeds, report), ensure_ascii=False))
    else:
        click.echo(write_table(supply.blueprint, seeds, report, english=english))
    if svg is not None:
        from edu.content.items.bank_formatting import replace_text

        replace_text(svg, draw_figure(report, figure_words(supply.blueprint, report, english=english)))
        say(f"图已写入 {svg}", f"figure written to {svg}", english=english)


def _as_values(supply: "Supply", seeds: range, report: "DrawReport") -> dict[str, object]:
    from edu.cli.drawing_words import describe_room

    exposure = report.exposure
    return {
        "blueprint": supply.blueprint.id,
        "forms": report.forms,
        "seed": seeds.start,
        "items": supply.blueprint.count,
        "points": float(supply.blueprint.points),
        "expected": {key: value for key, value in asdict(report.spread).items() if key != "scores"},
        "topics": [asdict(topic) for topic in report.topics],
        "exposure": {
            "lowest": exposure.lowest, "mean": exposure.mean, "highest": exposure.highest,
            "never": exposure.never, "rates": dict(exposure.rates),
            "limit": float(exposure.limit) if exposure.limit is not None else None, "over": exposure.over,
        },
        "overlap": asdict(report.overlap),
        "cells": [describe_room(room) for room in report.rooms],
    }  # fmt: skip


def _print(sources: "Sources", supply: "Supply", seed: int, file: Path, *, keys: bool, english: bool) -> None:
    """One form as a paper. Pictures go by the digest of their bytes, as banks may use one name for different ones."""
    from edu.content.finding import Findings
    from edu.content.items.bank_formatting import replace_bytes
    from edu.content.items.pictures import name_by_digest
    from edu.domain.sitting.form import draw_from, meet_items
    from edu.interchange import docx, paper
    from edu.interchange.exchange import Order

    form = draw_from(supply, seed)
    met = meet_items(form, {item.revision: item for item in supply.items})
    items = [name_by_digest(item) for item in met]
    findings = Findings(str(file))
    title = f"{supply.blueprint.title}（卷号 {seed}）"
    printer = docx.FORMAT if file.suffix == docx.FORMAT.written_ending else paper.FORMAT
    done = printer.write(Order(items, title, sources.pictures, keys), findings)
    show_findings(findings.found, english=english, as_json=False)
    replace_bytes(file, done.data)
    counts = (len(done.written), len(items), file)
    say("已印出 {} / {} 题：{}".format(*counts), "{} of {} items printed: {}".format(*counts), english=english)
    sys.exit(1 if any(not finding.advice for finding in findings.found) else 0)


commands = (draw,)
