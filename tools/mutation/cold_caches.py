"""A plugin of pytest: each run of the tests begins with cold caches.

mutmut runs all tests once and forks a process a mutant from there. What ``lru_cache`` remembered of the right code
would answer for the wrong one, and a mistake would live that any test notices.
"""

import functools
import gc


def pytest_sessionstart() -> None:
    """Forget whatever a cached function knows."""
    for cached in gc.get_objects():
        if isinstance(cached, functools._lru_cache_wrapper):
            cached.cache_clear()
