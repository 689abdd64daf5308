"""Messages that are put in at compile time read as those that are looked up."""

import pytest
from jinja2 import StrictUndefined, UndefinedError
from markupsafe import Markup

from edu.web.kit.folding import FoldingEnvironment

MESSAGES = {
    "Hello %(name)s": "你好，%(name)s",
    "50 %% of %(name)s": "%(name)s 的 50 %%",
    "<b>%(n)s</b>": "<b>%(n)s</b>",
    "Odd %s": "怪 %s",
    "Plain": "一般 & <i>",
}


def _make(*, folds: bool) -> FoldingEnvironment:
    environment = FoldingEnvironment(autoescape=True, undefined=StrictUndefined, extensions=["jinja2.ext.i18n"])
    environment.translate = MESSAGES.__getitem__ if folds else lambda _: "% is nothing that could be folded"
    environment.install_gettext_callables(MESSAGES.__getitem__, lambda single, many, n: single, newstyle=True)  # type: ignore[attr-defined]
    return environment


@pytest.mark.parametrize(
    "source",
    [
        "{{ _('Hello %(name)s', name=name) }}",
        "{{ _('50 %% of %(name)s', name=name) }}",
        "{{ _('<b>%(n)s</b>', n=number) }}",
        "{{ _('<b>%(n)s</b>', n=_('Plain')) }}",
        "{{ _('Plain') }}|{{ gettext('Plain') | upper }}",
        "{{ _('Plain') ~ name }}",
        "{{ _('Odd %s') }}",
        "{{ _('Hello %(name)s', name='<x>') }}",
        "<p title=\"{{ _('Hello %(name)s', name=safe) }}\">",
        "{% macro say(name) %}{{ _('Hello %(name)s', name=name | upper) }}{% endmacro %}{{ say(name) }}",
    ],
)
def test_both_ways_give_the_same(source: str):
    values = {"name": "<王>", "number": 7, "safe": Markup("<em>王</em>")}
    assert _make(folds=True).from_string(source).render(values) == _make(folds=False).from_string(source).render(values)


def test_a_message_is_no_longer_looked_up():
    environment = _make(folds=True)
    template = environment.from_string("{{ _('Plain') }}")
    environment.install_gettext_callables(lambda _: "other", lambda single, many, n: single, newstyle=True)  # type: ignore[attr-defined]
    assert template.render() == "一般 & <i>"


def test_a_value_that_is_missing_is_still_an_error():
    with pytest.raises(KeyError):
        _make(folds=True).from_string("{{ _('Hello %(name)s') }}").render()


def test_a_name_that_nobody_knows_is_still_an_error():
    with pytest.raises(UndefinedError):
        _make(folds=True).from_string("{{ _('Hello %(name)s', name=nobody) }}").render()
