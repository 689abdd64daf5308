"""The command that tries an exam out with simulated candidates before the real ones come."""

import asyncio
import json
import re
import sys
from contextlib import ExitStack
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import click

from edu.cli.content import content_folder
from edu.cli.rehearsal_words import write_report, write_verdict
from edu.cli.report import english, is_watched, say

if TYPE_CHECKING:
    from edu.content.library import Library
    from edu.domain.sitting.blueprint import Blueprint
    from edu.rehearsal.candidate import LoadPlan
    from edu.rehearsal.figures import Figures
    from edu.rehearsal.rehearsing import RehearsalProgress


class Span(click.ParamType[float]):
    """A time such as ``5s``, ``500ms`` or ``2m``; a bare number is seconds."""

    name = "TIME"
    _UNITS = {"ms": 0.001, "s": 1.0, "m": 60.0, "": 1.0}  # noqa: RUF012  click's types are plain classes

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> float:
        """Seconds."""
        found = re.fullmatch(r"(\d+(?:\.\d+)?)\s*(ms|s|m|)", str(value).strip())
        if found is None or not 0 < (seconds := float(found[1]) * self._UNITS[found[2]]) <= 3600:
            self.fail(f"{value!r} is no time such as 5s, 500ms or 2m, at most 60m", param, ctx)
        return seconds


@click.command()
@click.argument("blueprint", required=False)
@click.option("--people", default=800, show_default=True, type=click.IntRange(1, 20_000), help="How many candidates.")
@click.option("--start-within", default="5s", show_default=True, type=Span(), help="Everybody starts in this time.")
@click.option("--minutes", default=1.0, show_default=True, type=click.FloatRange(0.01, 600), help="At the real pace.")
@click.option("--saves", type=click.IntRange(1, 10_000), help="Of each in the burst; else one to every question.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
@english
def rehearse(
    blueprint: str | None,
    people: int,
    start_within: float,
    minutes: float,
    saves: int | None,
    as_json: bool,
    english: bool,
) -> None:
    """Try an exam out on this machine: the real server, the real content, simulated candidates.

    BLUEPRINT is the exam; without it, the first that is for members of staff. Candidates start all at once, answer at
    the pace of people, then as fast as receipts come, and hand in. The database is made for it and removed: a temporary
    file, or a scratch database beside the one in EDU_DATABASE_URL.
    """
    from edu.rehearsal.candidate import LoadPlan

    library, found = _find(blueprint)
    plan = LoadPlan(found, people, start_within, minutes * 60, saves or 0)
    figures = _run(plan, library, english=english)
    if as_json:
        words = {"holds": figures.holds, "verdict": write_verdict(figures, english=english)}
        targets = [asdict(target) | {"holds": target.holds} for target in figures.targets]
        click.echo(json.dumps(asdict(figures) | {"targets": targets} | words, ensure_ascii=False))
    else:
        click.echo(write_report(figures, english=english))
    sys.exit(0 if figures.holds else 1)


def _find(name: str | None) -> "tuple[Library, Blueprint]":
    from edu.content.library import load_library
    from edu.domain.sitting.terms import Sitters
    from edu.rehearsal.doors import NoDoor, find_door

    library = load_library(content_folder()).library
    if library is None:
        raise click.UsageError("the content has errors: edu check says which")
    exams = library.blueprints
    if name is None:
        name = next((exam.id for exam in exams.values() if exam.terms.sitters is Sitters.STAFF), next(iter(exams), ""))
    if name not in exams:
        raise click.UsageError(f"there is no exam {name}; there are: {', '.join(exams)}")
    try:
        find_door(exams[name])
    except NoDoor as error:
        raise click.UsageError(f"{name} cannot be rehearsed: no page starts it") from error
    return library, exams[name]


def _run(plan: "LoadPlan", library: "Library", *, english: bool) -> "Figures":
    import os

    from edu.rehearsal.rehearsing import rehearse as run
    from edu.rehearsal.scratch import NoScratchDatabase
    from edu.rehearsal.server import ServerFailed

    say(
        f"演练 {plan.blueprint.title}：{plan.people} 人，{plan.start_within:g} 秒内开始",
        f"rehearsing {plan.blueprint.id}: {plan.people} people, who start within {plan.start_within:g} s",
        english=english,
    )
    try:
        with ExitStack() as bars:
            return asyncio.run(run(plan, library, os.environ.get("EDU_DATABASE_URL") or "sqlite", _watch(plan, bars)))
    except (NoScratchDatabase, ServerFailed) as failure:
        raise click.ClickException(str(failure)) from failure


def _watch(plan: "LoadPlan", bars: ExitStack) -> "RehearsalProgress":
    """One bar for all stages, with the stage beside it."""
    from edu.rehearsal.rehearsing import STAGES

    bar = bars.enter_context(
        click.progressbar(
            length=plan.people * len(STAGES), file=sys.stderr, hidden=not is_watched(), item_show_func=_show
        )
    )
    return lambda stage, count: bar.update(count, stage)


def _show(stage: str | None) -> str | None:
    return stage


commands = (rehearse,)
