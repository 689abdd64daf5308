"""Options that stand together in one cell, and letters that stand before an option's own words."""

import re
import unicodedata
from collections.abc import Sequence

from edu.content.syntax.field_line import LETTERS, read_option, split_options

_SEPARATORS = (r"\n+", r"\s*[|｜]+\s*", r"\s*[；;]\s*", r"\s*\$+\s*")


def split_cell(text: str) -> list[str]:
    """The options of a cell: after letters, one a line, or between bars or semicolons."""
    line = " ".join(text.split())
    lettered = split_options(line) if read_option(line) is not None else []
    if len(lettered) > 1 and [option.letter for option in lettered] == list(LETTERS[: len(lettered)]):
        return [option.text.strip(" |｜;；") for option in lettered]
    for separator in _SEPARATORS:
        parts = [part.strip() for part in re.split(separator, text.strip())]
        if len(parts) > 1:
            return without_letters([part for part in parts if part])
    return [text.strip()] if text.strip() else []


def without_letters(texts: Sequence[str]) -> list[str]:
    """Option texts that all repeat their letter, ``A. 甲``, without it."""
    found = [read_option(text) for text in texts]
    own = [option.letter if option else "" for option in found]
    if len(texts) > 1 and own == list(LETTERS[: len(texts)]):
        return [option.text for option in found if option]
    return list(texts)


def split_stem(stem: str) -> tuple[str, list[str]]:
    """A stem with the options below it in the same cell, taken apart; no options where there are none."""
    lines = stem.split("\n")
    for place, line in enumerate(lines):
        option = read_option(line)
        if place and option is not None and option.letter == "A":
            texts = split_cell("\n".join(lines[place:]))
            return ("\n".join(lines[:place]).strip(), texts) if len(texts) > 1 else (stem, [])
    return stem, []


def fold_option_words(text: str) -> str:
    """For the comparison of an answer with the words of an option."""
    return "".join(unicodedata.normalize("NFKC", text).casefold().split()).rstrip(".。")
