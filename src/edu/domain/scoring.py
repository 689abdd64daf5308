"""What a response earns. Points are exact fractions; rounding is for the page."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction

from edu.domain.item import Blank, CreditRule, Item, Kind
from edu.domain.normalising import Normalised, normalise, normalise_strictly
from edu.domain.response import Response


@dataclass(frozen=True, slots=True)
class Comparison:
    """How one blank was judged: what was given, what it was compared as, and whether that is accepted."""

    given: str
    compared: Normalised
    right: bool


@dataclass(frozen=True, slots=True)
class Score:
    """``earned`` of ``possible`` points; ``comparisons`` has one entry a blank of a fill-in item."""

    earned: Fraction
    possible: Fraction
    comparisons: tuple[Comparison, ...] = ()

    @property
    def full(self) -> bool:
        """All the points were earned."""
        return self.earned == self.possible


def score(item: Item, response: Response, possible: Fraction | None = None) -> Score:
    """Score ``response``; ``possible`` are the form's points for the item, by default the bank's."""
    points = item.points if possible is None else possible
    if item.kind is Kind.FILL_IN:
        comparisons = _compare_blanks(item, response.texts)
        right = sum(comparison.right for comparison in comparisons)
        return Score(points * Fraction(right, len(item.blanks)), points, comparisons)
    return Score(points * _share(item, response), points)


def _share(item: Item, response: Response) -> Fraction:
    if item.kind is Kind.TRUE_FALSE:
        return Fraction(response.truth is not None and response.truth == item.truth)
    if item.kind is Kind.SINGLE:
        return Fraction(response.letters == item.keys)
    return _CREDIT[item.credit](item.keys, response.letters)


def _all_or_nothing(keys: frozenset[str], letters: frozenset[str]) -> Fraction:
    return Fraction(letters == keys)


def _half(keys: frozenset[str], letters: frozenset[str]) -> Fraction:
    if letters == keys:
        return Fraction(1)
    return Fraction(1, 2) if letters and letters < keys else Fraction(0)


def _per_option(keys: frozenset[str], letters: frozenset[str]) -> Fraction:
    return Fraction(len(letters), len(keys)) if letters <= keys else Fraction(0)


_CREDIT: Mapping[CreditRule, Callable[[frozenset[str], frozenset[str]], Fraction]] = {
    CreditRule.ALL_OR_NOTHING: _all_or_nothing,
    CreditRule.HALF: _half,
    CreditRule.PER_OPTION: _per_option,
}


def _accepts(blank: Blank, text: str) -> tuple[Normalised, bool]:
    fold = normalise_strictly if blank.strict else normalise
    compared = fold(text)
    return compared, bool(compared.text) and any(fold(key).text == compared.text for key in blank.accepted)


def _compare_blanks(item: Item, texts: tuple[str, ...]) -> tuple[Comparison, ...]:
    given = texts + ("",) * (len(item.blanks) - len(texts))
    if item.ordered:
        pairs = [(text, *_accepts(blank, text)) for blank, text in zip(item.blanks, given, strict=True)]
        return tuple(Comparison(text, compared, right) for text, compared, right in pairs)
    matched = _match_any_order(item.blanks, given)
    return tuple(
        Comparison(text, _accepts(item.blanks[matched.get(place, place)], text)[0], place in matched)
        for place, text in enumerate(given)
    )


def _match_any_order(blanks: tuple[Blank, ...], texts: tuple[str, ...]) -> dict[int, int]:
    """Place of a text -> blank it fills: a largest matching, so that no order of writing costs points."""
    owner: dict[int, int] = {}

    def place_text(text: int, seen: set[int]) -> bool:
        for blank in range(len(blanks)):
            if blank in seen or not _accepts(blanks[blank], texts[text])[1]:
                continue
            seen.add(blank)
            if blank not in owner or place_text(owner[blank], seen):
                owner[blank] = text
                return True
        return False

    for text in range(len(texts)):
        place_text(text, set())
    return {text: blank for blank, text in owner.items()}
