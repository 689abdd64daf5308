"""The settings that a command's options and the environment choose."""

from pathlib import Path

import click

from edu.settings import BadSetting, Settings, read_settings


def choose_settings(
    *,
    port: int | None = None,
    host: str | None = None,
    data: Path | None = None,
    workers: int | None = None,
    demo: bool = False,
) -> Settings:
    try:
        return read_settings(port=port, host=host, data=data, workers=workers, demo=demo)
    except BadSetting as error:
        raise click.UsageError(str(error)) from error
