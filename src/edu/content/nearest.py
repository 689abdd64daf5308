"""The known name that a mistyped one was most likely meant to be."""

from collections.abc import Iterable
from difflib import SequenceMatcher

_LEAST_LIKENESS = 0.4
_LONGEST_COMPARED = 60


def nearest_name(word: str, known: Iterable[str]) -> str:
    """The nearest of ``known``; all of them, joined by 、, where none is near."""
    names = list(known)
    short = word[:_LONGEST_COMPARED]
    scored = [(SequenceMatcher(None, short, name[:_LONGEST_COMPARED]).ratio(), -n) for n, name in enumerate(names)]
    best, place = max(scored, default=(0.0, 0))
    return names[-place] if best >= _LEAST_LIKENESS else "、".join(names)
