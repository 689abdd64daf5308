"""How commands say what they found: a line a finding, Chinese or English, or JSON."""

import json
import sys
from collections.abc import Iterable
from dataclasses import asdict

import click

from edu.content.finding import Finding

english = click.option("--english", is_flag=True, help="Words in English.")
as_json = click.option("--json", "as_json", is_flag=True, help="One JSON object a finding.")


def show_findings(findings: Iterable[Finding], *, english: bool, as_json: bool) -> None:
    """Each finding on a line of its own."""
    for finding in findings:
        if as_json:
            click.echo(json.dumps(asdict(finding) | {"advice": finding.advice}, ensure_ascii=False))
        elif english:
            place = f"{finding.path}:{finding.line}:{finding.column}"
            click.echo(f"{place} {finding.code} {finding.english_message} — {finding.english_remedy}")
        else:
            click.echo(str(finding))


def say(chinese: str, english_words: str, *, english: bool) -> None:
    """One line for whoever gave the command, apart from what it prints for other programs."""
    click.echo(english_words if english else chinese, err=True)


def is_watched() -> bool:
    """Whether somebody looks at a terminal, for whom progress is worth showing."""
    return sys.stderr.isatty()
