"""The normaliser for written responses: what is compared, and which steps changed it.

Lenient comparison forgives width, spaces, punctuation at the edges, case, and the way a number is written: 百分之五,
５％, 5 % and 0.05 are one value, and so are 三成 and 30%, 叁仟伍佰元整 and 3,500. A unit counts for nothing where the
item itself names it. Strict comparison forgives width only.
"""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal, localcontext
from enum import StrEnum

from edu.domain.items.numerals import read_chinese, read_money, read_plain


class NormalisingStep(StrEnum):
    """A step of the normaliser that can change a response."""

    WIDTH = "width"
    SPACES = "spaces"
    PUNCTUATION = "punctuation"
    CASE = "case"
    UNIT = "unit"
    NUMERAL = "numeral"


@dataclass(frozen=True, slots=True)
class Normalised:
    """``text`` is compared, ``shown`` is it for a reader (5% where 0.05 is compared), ``steps`` changed it."""

    text: str
    shown: str
    steps: tuple[NormalisingStep, ...] = ()


def normalise_strictly(given: str) -> Normalised:
    """Width and the spaces around only."""
    text = unicodedata.normalize("NFKC", given).strip()
    return Normalised(text, text, (NormalisingStep.WIDTH,) if text != given.strip() else ())


def normalise(given: str, unit: str = "") -> Normalised:
    """All the lenient steps, in order, then the value where the whole is one number.

    ``unit`` is what the item prints or expects behind the number; behind a printed % a bare 8 means 8%.
    """
    folded = fold(given)
    number = read_number(folded.text, unit)
    if number is None:
        return folded
    steps = dict.fromkeys(folded.steps)
    if number.unit:
        steps[NormalisingStep.UNIT] = None
    if number.shown != folded.text.removesuffix(number.unit).rstrip():
        steps[NormalisingStep.NUMERAL] = None
    with localcontext(prec=_EXACT):
        return Normalised(_plain(number.value), number.shown, tuple(steps))


def fold(given: str) -> Normalised:
    """The steps that look at signs only: width, spaces, punctuation and case."""
    text, steps = given.strip(), dict[NormalisingStep, None]()
    while (folded := _fold_once(text, steps)) != text:  # a dropped space can let width fold once more: A´ is Á
        text = folded
    return Normalised(text, text, tuple(steps))


def _fold_once(text: str, steps: dict[NormalisingStep, None]) -> str:
    """Each fold in turn; ``steps`` gathers the names of those that changed the text."""
    for step, change in _FOLDS:
        folded = change(text)
        if folded != text:
            steps[step] = None
        text = folded
    return text


def _fold_width(text: str) -> str:
    return unicodedata.normalize("NFKC", text)


_SPACES = re.compile(r"[\s\u200b-\u200d\ufeff]+")
_NEEDLESS_SPACE = re.compile(r"(?<![A-Za-z0-9]) | (?![A-Za-z0-9])")


def _fold_spaces(text: str) -> str:
    """Spaces go next to Chinese characters and digits' signs; between Latin words one stays."""
    text = _SPACES.sub(" ", text).strip()
    return _NEEDLESS_SPACE.sub("", text) if " " in text else text


_DROPPED = "。.,，、；;:：!！?？\"'“”‘’《》〈〉()（）【】[]「」『』·"
_BEFORE = re.compile(rf"^(?:(?!(?<!\.)\.\d)[{re.escape(_DROPPED)}])+")  # all but the point of .5
_SEPARATORS = re.compile(r"[，、；;]")
_DASHES = dict.fromkeys(map(ord, "‐‑‒–—―−﹣"), "-")


def _fold_punctuation(text: str) -> str:
    """Marks around the words go, dashes become one, and 、 ， ； between words become one sign."""
    text = text.translate(_DASHES)
    inner = _BEFORE.sub("", text).rstrip(_DROPPED)
    if not inner:
        return text
    return _SEPARATORS.sub(_one_separator, inner)


def _one_separator(match: re.Match[str]) -> str:
    """One sign for all; between digits 、 and ； stay apart from the comma that groups thousands."""
    return "；" if match[0] in "、；;" and _between_digits(match) else ","


def _between_digits(match: re.Match[str]) -> bool:
    before, after = match.string[: match.start()][-1:], match.string[match.end() :][:1]
    return before.isdigit() and after.isdigit()


_FOLDS: tuple[tuple[NormalisingStep, Callable[[str], str]], ...] = (
    (NormalisingStep.WIDTH, _fold_width),
    (NormalisingStep.SPACES, _fold_spaces),
    (NormalisingStep.PUNCTUATION, _fold_punctuation),
    (NormalisingStep.CASE, str.casefold),
)

_SHARE = re.compile(r"([-+负負]?)(百|千|万|萬)分之(.+)", re.DOTALL)
_TENTHS = re.compile(r"(.)成(.)?")
_SIGNS = {"+": 1, "-": -1, "负": -1, "負": -1}
_OF = {"百": 100, "千": 1000, "万": 10_000, "萬": 10_000}
_EXACT = 300
"""Digits that arithmetic keeps: more than a blank takes, so that no two long numbers become one by rounding."""


@dataclass(frozen=True, slots=True)
class Amount:
    """A number as somebody wrote it: its exact value, how to show it, and the unit that stood behind it."""

    value: Decimal
    shown: str
    unit: str = ""


def read_number(text: str, unit: str = "") -> Amount | None:
    """The value where the whole of a folded ``text`` is one number, share or amount of money."""
    with localcontext(prec=_EXACT):
        named = fold(unit).text or unit.strip()
        if (
            named
            and named != "%"
            and text.endswith(named)
            and (found := _read_amount(text.removesuffix(named).rstrip()))
        ):
            return Amount(found.value, found.shown, named)
        found = _read_amount(text)
        if found is not None and named == "%" and found.shown == _plain(found.value):
            return Amount(found.value / 100, f"{found.shown}%")
        return found


def _read_amount(text: str) -> Amount | None:
    money = read_money(text)
    if money is not None:
        return Amount(money, _plain(money))
    for read in (_read_share, _read_tenths):
        found = read(text)
        if found is not None:
            return found
    scale = {"%": 100, "\u2030": 1000}.get(text[-1:], 1)
    value = _read_value(text[:-1].strip() if scale > 1 else text)
    if value is None:
        return None
    return Amount(value, _plain(value)) if scale == 1 else _share(value, scale)


def _read_share(text: str) -> Amount | None:
    """百分之五, 千分之三, 万分之零点五; 百分之百 is all of it."""
    named = _SHARE.fullmatch(text)
    if named is None:
        return None
    value = _read_value(named[1] + ("一百" if named[3] == "百" else named[3]))
    return None if value is None else _share(value, _OF[named[2]])


def _read_tenths(text: str) -> Amount | None:
    """三成, 三成五, 九成半."""
    match = _TENTHS.fullmatch(text)
    if match is None:
        return None
    tenths, hundredths = read_chinese(match[1]), read_chinese((match[2] or "零").replace("半", "五"))
    plain = read_plain(match[1]) if tenths is None else tenths
    if plain is None or hundredths is None or not 0 < plain <= 10 or not 0 <= hundredths < 10:
        return None
    return _share(plain * 10 + hundredths, 100)


def _share(value: Decimal, of: int) -> Amount:
    return Amount(value / of, f"{_plain(value * 100 / of)}%")


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
