"""Banks as a whole: their names, and patterns that would let somebody guess the keys."""

from collections import Counter
from collections.abc import Iterator, Sequence

from edu.content.finding import Finding, make_finding
from edu.content.folder import Sources
from edu.content.items.item_file import Bank
from edu.domain.items.item import Item
from edu.domain.items.traits import traits_of

FEWEST_ITEMS = 12
"""Single-choice items; with fewer, a pattern is chance."""

MOST_OF_A_LETTER = 0.45
MOST_LONGEST = 0.6


def check_banks(sources: Sources) -> Iterator[Finding]:
    """Findings of every bank."""
    titles: dict[str, Bank] = {}
    for bank in sources.banks:
        if bank.title and bank.title in titles:
            yield make_finding("Q112", bank.path, 1, value=bank.title, other=titles[bank.title].path)
        titles.setdefault(bank.title, bank)
        single = [item for item in bank.items if traits_of(item).chosen and not traits_of(item).several]
        if len(single) >= FEWEST_ITEMS:
            yield from _check_letters(bank, single)
            yield from _check_lengths(bank, single)


def _check_letters(bank: Bank, items: Sequence[Item]) -> Iterator[Finding]:
    """A letter that most items share hardly can be the key of the next one too, nor one that never is."""
    fewest = min(len(item.options) for item in items)
    counts = Counter(letter for item in items for letter in item.keys)
    for letter in "ABCDEFGHIJ"[:fewest]:
        if counts[letter] == 0 or counts[letter] > MOST_OF_A_LETTER * len(items):
            yield make_finding("Q308", bank.path, 1, letter=letter, share=counts[letter], count=len(items))


def _check_lengths(bank: Bank, items: Sequence[Item]) -> Iterator[Finding]:
    longest = sum(_key_is_longest(item) for item in items)
    if longest > MOST_LONGEST * len(items):
        yield make_finding("Q309", bank.path, 1, share=longest, count=len(items))


def _key_is_longest(item: Item) -> bool:
    """Longer than every distractor; where two are equally long, nothing gives the key away."""
    keys = [len(option.text) for option in item.options if option.letter in item.keys]
    others = [len(option.text) for option in item.options if option.letter not in item.keys]
    return bool(keys) and bool(others) and min(keys) > max(others)
