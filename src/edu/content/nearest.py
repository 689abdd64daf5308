"""The known name that a mistyped one was most likely meant to be."""

from collections.abc import Iterable
from difflib import SequenceMatcher

_LEAST_LIKENESS = 0.4
_LONGEST_COMPARED = 60
_MOST_LISTED = 12


def nearest_name(word: str, known: Iterable[str]) -> str:
    """The nearest of ``known``, or the first twelve of them where none is near; several are joined by 、."""
    names = list(known)
    listed = find_near(word, names) or names
    return "、".join(listed[:_MOST_LISTED]) + ("……" if len(listed) > _MOST_LISTED else "")


def find_near(word: str, known: Iterable[str]) -> list[str]:
    """The names that are most like ``word`` and like enough to be meant; more than one where they are equally near."""
    matcher = SequenceMatcher(None, autojunk=False)
    matcher.set_seq2(word[:_LONGEST_COMPARED])
    best, likeness = list[str](), _LEAST_LIKENESS
    for name in known:
        matcher.set_seq1(name[:_LONGEST_COMPARED])
        # The quick ratios are upper bounds: among 100,000 ids hardly one needs the slow one.
        if matcher.real_quick_ratio() < likeness or matcher.quick_ratio() < likeness:
            continue
        found = matcher.ratio()
        if found > likeness:
            best, likeness = [name], found
        elif found == likeness:
            best.append(name)
    return best
