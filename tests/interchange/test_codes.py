"""Every code of the loss report is provoked by some test here."""

from pathlib import Path

import pytest

from edu.content.exchange_codes import EXCHANGE

TESTS = "".join(file.read_text(encoding="utf-8") for file in Path(__file__).parent.glob("test_*.py"))


@pytest.mark.parametrize("code", [known.code for known in EXCHANGE])
def test_each_code_is_provoked(code: str):
    assert f'"{code}"' in TESTS
