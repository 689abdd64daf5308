"""Pairs of texts, as most formats hold matching items, and the rows and options of ours."""

from collections.abc import Iterator, Sequence

from edu.content.items.item_matches import FEWEST_ROWS, MOST_ROWS
from edu.content.items.pictures import PICTURE
from edu.content.same_text import fold_option
from edu.content.syntax.field_line import LETTERS
from edu.domain.items.item import Item, Option, Premise
from edu.interchange.exchange import BothLanguages

Pair = tuple[str, str]
"""A row's text, empty where the option belongs to none; and its option's text."""


def pairs_of(item: Item) -> Iterator[Pair]:
    """Each row with its option; behind them the options that belong to no row."""
    texts = {option.letter: option.text for option in item.options}
    for premise in item.premises:
        yield premise.text, texts[premise.key]
    for letter in letters_of(item)[len({premise.key for premise in item.premises}) :]:
        yield "", texts[letter]


def letters_of(item: Item) -> list[str]:
    """The letters in the order in which the pairs name them."""
    return list(
        dict.fromkeys([*(premise.key for premise in item.premises), *(option.letter for option in item.options)])
    )


def gather_pairs(pairs: Sequence[Pair], letters: Sequence[str]) -> tuple[tuple[Option, ...], tuple[Premise, ...]]:
    """Options by their letters, ``letters`` being those of the texts in the order in which they come; and rows."""
    named = dict(zip(dict.fromkeys(text for _, text in pairs), letters, strict=True))
    options = sorted((Option(letter, text) for text, letter in named.items()), key=lambda option: option.letter)
    return tuple(options), tuple(Premise(row, named[text]) for row, text in pairs if row)


def why_no_pairs(pairs: Sequence[Pair]) -> BothLanguages | None:
    """Why these are no matching item, or ``None``. Options of the same text are one."""
    options = {text for _, text in pairs}
    if not all(options):
        return "有一行没有对应的选项", "a row has no option"
    return why_no_rows([row for row, _ in pairs if row], len(options))


def why_no_rows(rows: Sequence[str], count: int) -> BothLanguages | None:
    """Why these are no rows of a matching item with ``count`` options, or ``None``."""
    if not FEWEST_ROWS <= len(rows) <= MOST_ROWS:
        return (f"有 {len(rows)} 行，应为 {FEWEST_ROWS} 到 {MOST_ROWS} 行",
                f"it has {len(rows)} rows, not {FEWEST_ROWS} to {MOST_ROWS}")  # fmt: skip
    if not 2 <= count <= len(LETTERS):
        return (f"有 {count} 个选项，应为 2 到 {len(LETTERS)} 个",
                f"it has {count} options, not 2 to {len(LETTERS)}")  # fmt: skip
    if len({fold_option(row) for row in rows}) < len(rows):
        return "有两行相同", "two rows are alike"
    if any(PICTURE.search(row) for row in rows):
        return "有一行里是图片", "a row holds a picture"
    return None


def on_one_line(text: str) -> str:
    """A row's text as a bank can hold it."""
    return " ".join(text.replace("\\\n", "\n").split())
