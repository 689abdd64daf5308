"""What may live has a reason, and the code that it is about; the copy that is mutated says what the code says."""

import pytest
from tools.mutation.copying import ROOT, spell_out_decorators
from tools.mutation.parts import PARTS
from tools.mutation.survivors import read_reasons


def test_each_survivor_has_a_reason_and_is_about_code_that_stands():
    for (where, was, _), reason in read_reasons().items():
        text = " ".join((ROOT / "src/edu" / where.split(":")[0]).read_text(encoding="utf-8").split())
        assert was in text, where
        assert reason.strip(), where


@pytest.mark.parametrize("name", PARTS)
def test_each_part_has_code_and_tests_near_it(name: str):
    part = PARTS[name]
    assert all(list(ROOT.glob(pattern)) for pattern in part.code)
    assert all((ROOT / place).exists() for place in part.tests)


def test_decorators_are_spelt_out_below_their_function():
    text = (
        "class A:\n    @property\n    @cache\n    def a(self):\n        return 1\n\n"
        "    @classmethod\n    def b(cls):\n        return 2\n"
    )
    assert spell_out_decorators(text) == (
        "class A:\n    def a(self):\n        return 1\n    a = property(cache(a))\n\n"
        "    @classmethod\n    def b(cls):\n        return 2\n"
    )
