"""The balance of all campaigns of a run, as its very last line."""

import pytest

from tests.faults.balance import BALANCE


@pytest.hookimpl(trylast=True)
def pytest_unconfigure() -> None:
    """After pytest's own summary; nothing where no campaign ran in this process."""
    if BALANCE.acknowledged:
        print(BALANCE, flush=True)
