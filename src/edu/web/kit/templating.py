"""Jinja2 environments, one a language: strict about names, escaping everything."""

import hashlib
from fractions import Fraction
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

from edu.web.kit import i18n
from edu.web.kit.folding import FoldingEnvironment
from edu.web.kit.i18n import Language

STATIC = Path(__file__).parents[1] / "static"


def make_environment(folder: Path, language: Language, *, reload: bool = False) -> Environment:
    """Templates of ``folder`` in ``language``."""
    environment = FoldingEnvironment(
        loader=FileSystemLoader(folder),
        autoescape=select_autoescape(default=True, default_for_string=True),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=reload,
        extensions=["jinja2.ext.i18n"],
    )
    environment.translate = language.gettext
    environment.install_gettext_callables(language.gettext, language.ngettext, newstyle=True)  # type: ignore[attr-defined]
    environment.globals.update(language=language, static=static_address)
    environment.filters.update(
        day=language.day, moment=language.moment, clock=language.clock, minutes=language.minutes, say=language.say,
        points=i18n.points, percent=i18n.percent, fraction=Fraction,
    )  # fmt: skip
    return environment


@cache
def static_address(name: str) -> str:
    """The address of one of our files, with its digest, so that browsers may keep it for ever."""
    digest = hashlib.sha256((STATIC / name).read_bytes()).hexdigest()[:12]
    return f"/static/{name}?v={digest}"
