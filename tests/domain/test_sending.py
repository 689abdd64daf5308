"""When a delivery that failed is tried again."""

from datetime import timedelta
from itertools import pairwise

import pytest

from edu.domain.sending import wait_after


@pytest.mark.parametrize(("tries", "minutes"), [(1, 1), (2, 5), (3, 15), (4, 60), (8, 1440), (9, 1440)])
def test_each_wait_is_longer_up_to_a_day(tries: int, minutes: int):
    assert wait_after(tries) == timedelta(minutes=minutes)


def test_a_receiver_may_be_away_for_days_but_not_for_ever():
    waits = [wait for tries in range(1, 10) if (wait := wait_after(tries)) is not None]
    assert len(waits) == 9
    assert all(before <= after for before, after in pairwise(waits))
    assert sum(waits, timedelta()) > timedelta(days=3)
    assert wait_after(10) is wait_after(11) is None
