"""Jinja2 environments, one a language: strict about names, escaping everything."""

from fractions import Fraction
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

from edu.web.kit import i18n
from edu.web.kit.folding import FoldingEnvironment
from edu.web.kit.i18n import Language
from edu.web.kit.static_files import list_modules, static_address


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
    environment.globals.update(language=language, static=static_address, modules=list_modules())
    environment.filters.update(
        day=language.day, moment=language.moment, clock=language.clock, minutes=language.minutes, say=language.say,
        points=i18n.points, percent=i18n.percent, fraction=Fraction,
    )  # fmt: skip
    return environment
