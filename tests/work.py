"""How much work an act is, counted and not timed: the same on a busy machine."""

import sys
from collections.abc import Callable
from typing import Any


def count_calls(act: Callable[[], object]) -> int:
    """Calls of functions, written in Python or not, while ``act`` runs."""
    calls = 0

    def note(_frame: Any, event: str, _argument: Any) -> None:
        nonlocal calls
        calls += event in ("call", "c_call")

    before = sys.getprofile()
    sys.setprofile(note)
    try:
        act()
    finally:
        sys.setprofile(before)
    return calls


def assert_linear(act: Callable[[int], object], size: int) -> None:
    """Twice as much is at most a little more than twice the work."""
    act(1)  # what is made once is made
    half, whole = count_calls(lambda: act(size // 2)), count_calls(lambda: act(size))
    assert whole <= 2.3 * half + 500, (half, whole)
