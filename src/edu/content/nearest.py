"""The known name that a mistyped one was most likely meant to be."""

from collections.abc import Iterable
from difflib import SequenceMatcher

_LEAST_LIKENESS = 0.4
_LONGEST_COMPARED = 60
_MOST_LISTED = 12


def nearest_name(word: str, known: Iterable[str]) -> str:
    """The nearest of ``known``; where none is near, all of them (or the first twelve), joined by 、."""
    names = list(known)
    matcher = SequenceMatcher(None, autojunk=False)
    matcher.set_seq2(word[:_LONGEST_COMPARED])
    best, likeness = "", _LEAST_LIKENESS
    for name in names:
        matcher.set_seq1(name[:_LONGEST_COMPARED])
        # The quick ratios are upper bounds: among 100,000 ids hardly one needs the slow one.
        if matcher.real_quick_ratio() > likeness and matcher.quick_ratio() > likeness and matcher.ratio() > likeness:
            best, likeness = name, matcher.ratio()
    return best or "、".join(names[:_MOST_LISTED]) + ("……" if len(names) > _MOST_LISTED else "")
