"""Letters as one person sees them: options are shuffled, and a rationale's references follow."""

import re
from collections.abc import Sequence
from dataclasses import replace

from edu.domain.items.item import Item, Option

_LETTERS = "ABCDEFGHIJ"
_REFERENCE = re.compile(
    r"""
    (选项[\s*]* | 故\s*(?:应\s*)?选[\s：:*]* | 答案\s*(?:是|为)?[\s：:*]* | \b[Oo]ptions?[\s*]+)
    ([A-J] (?:[\s*]* (?:[、/和与及或] | [，,]?\s*(?:and|or) | [，,])? [\s*]* [A-J])*)
    (?![A-Za-z])
    """,
    re.VERBOSE,
)


def shown_letter(order: Sequence[str], letter: str) -> str:
    """The page's letter of the option that the file calls ``letter``."""
    return _LETTERS[order.index(letter)]


def file_letter(order: Sequence[str], shown: str) -> str | None:
    """The file's letter of what the page calls ``shown``; ``None`` where the page shows no such letter."""
    place = _LETTERS.find(shown) if len(shown) == 1 else -1
    return order[place] if 0 <= place < len(order) else None


def reletter(text: str, order: Sequence[str]) -> str:
    """``text`` with 选项A, 选项A、C and 故选B turned into the letters that this person saw."""

    def replace(match: re.Match[str]) -> str:
        letters = re.sub(
            "[A-J]", lambda letter: shown_letter(order, letter[0]) if letter[0] in order else letter[0], match[2]
        )
        return match[1] + letters

    return _REFERENCE.sub(replace, text)


def reorder(item: Item, order: Sequence[str]) -> Item:
    """The item with its options in ``order``, lettered from A, key and rationale moved along."""
    texts = {option.letter: option.text for option in item.options}
    return replace(
        item,
        options=tuple(Option(shown_letter(order, letter), texts[letter]) for letter in order),
        keys=frozenset(shown_letter(order, letter) for letter in item.keys),
        sequence=tuple(shown_letter(order, letter) for letter in item.sequence),
        premises=tuple(replace(premise, key=shown_letter(order, premise.key)) for premise in item.premises),
        rationale=reletter(item.rationale, order),
    )


def references(text: str) -> set[str]:
    """The file's letters that a rationale refers to."""
    return {letter for match in _REFERENCE.finditer(text) for letter in re.findall("[A-J]", match[2])}
