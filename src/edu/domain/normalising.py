"""The normaliser for written responses: what is compared, and which steps changed it.

Lenient comparison forgives width, spaces, punctuation at the edges, case, and the way a number is written: 百分之五,
５％, 5 % and 0.05 are one value. Strict comparison forgives width only.
"""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal, localcontext
from enum import StrEnum

from edu.domain.numerals import read_chinese, read_plain


class Step(StrEnum):
    """A step of the normaliser that can change a response."""

    WIDTH = "width"
    SPACES = "spaces"
    PUNCTUATION = "punctuation"
    CASE = "case"
    NUMERAL = "numeral"


@dataclass(frozen=True, slots=True)
class Normalised:
    """``text`` is compared, ``shown`` is it for a reader (5% where 0.05 is compared), ``steps`` changed it."""

    text: str
    shown: str
    steps: tuple[Step, ...] = ()


def normalise_strictly(given: str) -> Normalised:
    """Width and the spaces around only."""
    text = unicodedata.normalize("NFKC", given).strip()
    return Normalised(text, text, (Step.WIDTH,) if text != given.strip() else ())


def normalise(given: str) -> Normalised:
    """All the lenient steps, in order, then the value where the whole is one number."""
    text, steps = given.strip(), dict[Step, None]()
    while (folded := _fold_once(text, steps)) != text:  # a dropped space can let width fold once more: A´ is Á
        text = folded
    number = _read_number(text)
    if number is None:
        return Normalised(text, text, tuple(steps))
    key, shown = number
    if shown != text:
        steps[Step.NUMERAL] = None
    return Normalised(key, shown, tuple(steps))


def _fold_once(text: str, steps: dict[Step, None]) -> str:
    """Each fold in turn; ``steps`` gathers the names of those that changed the text."""
    for step, fold in _FOLDS:
        folded = fold(text)
        if folded != text:
            steps[step] = None
        text = folded
    return text


def _fold_width(text: str) -> str:
    return unicodedata.normalize("NFKC", text)


def _fold_spaces(text: str) -> str:
    """Spaces go next to Chinese characters and digits' signs; between Latin words one stays."""
    text = re.sub(r"[\s\u200b-\u200d\ufeff]+", " ", text).strip()
    return re.sub(r"(?<![A-Za-z0-9]) | (?![A-Za-z0-9])", "", text)


_DROPPED = "。.,，、；;:：!！?？\"'“”‘’《》〈〉()（）【】[]「」『』·"
_BEFORE = re.compile(rf"^(?:(?!(?<!\.)\.\d)[{re.escape(_DROPPED)}])+")  # all but the point of .5
_DASHES = dict.fromkeys(map(ord, "‐‑‒–—―−﹣"), "-")


def _fold_punctuation(text: str) -> str:
    """Marks around the words go, dashes become one, and 、 ， ； between words become one sign."""
    text = text.translate(_DASHES)
    inner = _BEFORE.sub("", text).rstrip(_DROPPED)
    return re.sub(r"[，、；;]", ",", inner) if inner else text


_FOLDS: tuple[tuple[Step, Callable[[str], str]], ...] = (
    (Step.WIDTH, _fold_width),
    (Step.SPACES, _fold_spaces),
    (Step.PUNCTUATION, _fold_punctuation),
    (Step.CASE, str.casefold),
)

_PERCENT = re.compile(r"([-+负負]?)百分之(.+)", re.DOTALL)
_SIGNS = {"+": 1, "-": -1, "负": -1, "負": -1}
_EXACT = 300
"""Digits that arithmetic keeps: more than a blank takes, so that no two long numbers become one by rounding."""


def _read_number(text: str) -> tuple[str, str] | None:
    """The key to compare and the form to show, where ``text`` is one number or percentage as a whole."""
    named = _PERCENT.fullmatch(text)
    percent = bool(named) or text.endswith("%")
    body = named[1] + ("一百" if named[2] == "百" else named[2]) if named else text.removesuffix("%").strip()
    with localcontext(prec=_EXACT):
        value = _read_value(body)
        if value is None:
            return None
        shown = _plain(value)
        return (_plain(value / 100), f"{shown}%") if percent else (shown, shown)


def _read_value(text: str) -> Decimal | None:
    factor = _SIGNS.get(text[:1])
    body = text if factor is None else text[1:]
    plain = read_plain(body)
    value = read_chinese(body) if plain is None else plain
    if factor is None or value is None:
        return value
    return None if value < 0 else factor * value


def _plain(value: Decimal) -> str:
    """Digits without exponent or trailing zeros: 3500, 0.05."""
    text = f"{value.normalize():f}"
    return "0" if text == "-0" else text
