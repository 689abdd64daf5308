"""The command ``edu``. Exit status: 0 clean, 1 findings or a refusal, 2 wrong use."""

import click

from edu import __version__
from edu.cli import accounts, content, drawing, rehearsal, running
from edu.cli import exchange as interchange


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="edu")
def main() -> None:
    """Zhixian: teach futures clients and staff, examine them, and explain what follows for suitability."""


for group in (
    content.commands, interchange.commands, drawing.commands, rehearsal.commands, running.commands, accounts.commands,
):  # fmt: skip
    for command in group:
        main.add_command(command)
