"""What a response earns. Points are exact fractions; rounding is for the page."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache

from edu.domain.items.item import Blank, CreditRule, Item, Kind, PartRule, WrongRule
from edu.domain.items.normalising import Normalised, normalise, normalise_strictly
from edu.domain.items.quantity import judge
from edu.domain.items.response import Response


@dataclass(frozen=True, slots=True)
class BlankJudgement:
    """How one blank was judged: what was given, what it was compared as, and whether that is accepted."""

    given: str
    compared: Normalised
    right: bool


@dataclass(frozen=True, slots=True)
class Score:
    """``earned`` of ``possible`` points; ``comparisons`` has one entry a blank of a fill-in or numeric item.

    ``feedback`` is for a recognised typical mistake; ``awaiting`` says that a person has to mark the response.
    ``right_parts`` says of each part that could earn a share whether it is right: of each key in the order of its
    letters whether it was chosen, of each blank, of each row, or, where neighbours count, of each entry that
    another follows. ``wrong`` counts the chosen options that are no keys.
    """

    earned: Fraction
    possible: Fraction
    comparisons: tuple[BlankJudgement, ...] = ()
    feedback: str = ""
    awaiting: bool = False
    right_parts: tuple[bool, ...] = ()
    wrong: int = 0

    @property
    def full(self) -> bool:
        """All the points were earned."""
        return self.earned == self.possible


def score(item: Item, response: Response, possible: Fraction | None = None) -> Score:
    """Score ``response``; ``possible`` are the form's points for the item, by default the bank's.

    An item with parameters is scored as its variant (:func:`edu.domain.items.variant.resolve`). A written response
    earns nothing until it is marked; one that was omitted awaits nobody.
    """
    return SCORES[item.kind](item, response, item.points if possible is None else possible)


def _score_choice(item: Item, response: Response, points: Fraction) -> Score:
    right_parts = tuple(letter in response.letters for letter in sorted(item.keys))
    wrong = len(response.letters - item.keys)
    return Score(points * _share_of_keys(item, response.letters), points, right_parts=right_parts, wrong=wrong)


def _score_single(item: Item, response: Response, points: Fraction) -> Score:
    return Score(points * (response.letters == item.keys), points)


def _score_truth(item: Item, response: Response, points: Fraction) -> Score:
    return Score(points * (response.truth is not None and response.truth == item.truth), points)


def _score_blanks(item: Item, response: Response, points: Fraction) -> Score:
    comparisons = _compare_blanks(item, response.texts)
    right_parts = tuple(comparison.right for comparison in comparisons)
    share = Fraction(sum(right_parts), len(item.blanks))
    return Score(points * share, points, comparisons, right_parts=right_parts)


def _score_numeric(item: Item, response: Response, points: Fraction) -> Score:
    if item.numeric is None:
        raise ValueError(f"{item.id} is numeric and has no key")
    given = response.texts[0] if response.texts else ""
    judged = judge(item.numeric, given)
    comparisons = (BlankJudgement(given, judged.compared, judged.right),)
    return Score(points * judged.right, points, comparisons, judged.feedback)


def _score_written(item: Item, response: Response, points: Fraction) -> Score:
    return Score(Fraction(0), points, awaiting=not response.omitted)


def _score_order(item: Item, response: Response, points: Fraction) -> Score:
    return _score_rows(item, right_places(item), _sole_places(response.pairs), points)


def _score_matches(item: Item, response: Response, points: Fraction) -> Score:
    return _score_rows(item, right_matches(item), response.pairs, points)


def _score_rows(item: Item, keys: tuple[str, ...], given: tuple[str, ...], points: Fraction) -> Score:
    right_parts = RIGHT_PARTS[item.part_rule](keys, given + ("",) * (len(keys) - len(given)))
    share = Fraction(sum(right_parts), len(right_parts))
    if item.part_rule is PartRule.WHOLE:
        share = Fraction(all(right_parts))
    return Score(points * share, points, right_parts=right_parts)


SCORES: Mapping[Kind, Callable[[Item, Response, Fraction], Score]] = {
    Kind.SINGLE: _score_single,
    Kind.MULTIPLE: _score_choice,
    Kind.TRUE_FALSE: _score_truth,
    Kind.FILL_IN: _score_blanks,
    Kind.NUMERIC: _score_numeric,
    Kind.WRITTEN: _score_written,
    Kind.ORDERING: _score_order,
    Kind.MATCHING: _score_matches,
}


def right_places(item: Item) -> tuple[str, ...]:
    """What ``pairs`` of a response must be to an ordering item: the place of each option, in the file's order."""
    return tuple(str(item.sequence.index(option.letter) + 1) for option in item.options)


def right_matches(item: Item) -> tuple[str, ...]:
    """And to a matching one: the letter of each premise's match."""
    return tuple(premise.key for premise in item.premises)


def _sole_places(pairs: tuple[str, ...]) -> tuple[str, ...]:
    """Places that two entries claim are nobody's."""
    return tuple(place if pairs.count(place) == 1 else "" for place in pairs)


def _right_rows(keys: tuple[str, ...], given: tuple[str, ...]) -> tuple[bool, ...]:
    return tuple(key == place for key, place in zip(keys, given, strict=False))


def _right_neighbours(keys: tuple[str, ...], given: tuple[str, ...]) -> tuple[bool, ...]:
    """Of the entries that follow one another in the right order, whether they do in the given one."""
    placed = {int(key): int(place) for key, place in zip(keys, given, strict=False) if place}
    return tuple(first in placed and placed.get(first + 1) == placed[first] + 1 for first in range(1, len(keys)))


RIGHT_PARTS: Mapping[PartRule, Callable[[tuple[str, ...], tuple[str, ...]], tuple[bool, ...]]] = {
    PartRule.WHOLE: _right_rows,
    PartRule.ADJACENT: _right_neighbours,
    PartRule.PLACE: _right_rows,
    PartRule.PAIR: _right_rows,
}
"""Which parts of what was given are right, as the rule counts them."""
"""What a response that is not wholly right earns, by its rows' keys and what it gives for them."""


def _all_or_nothing(item: Item, right: int) -> Fraction:
    return Fraction(0)


def _half(item: Item, right: int) -> Fraction:
    return Fraction(1, 2)


def _per_option(item: Item, right: int) -> Fraction:
    return Fraction(right, len(item.keys))


def _fixed(item: Item, right: int) -> Fraction:
    return item.credit_share


def _each(item: Item, right: int) -> Fraction:
    return min(item.credit_share * right, Fraction(1))


_CREDIT: Mapping[CreditRule, Callable[[Item, int], Fraction]] = {
    CreditRule.ALL_OR_NOTHING: _all_or_nothing,
    CreditRule.HALF: _half,
    CreditRule.PER_OPTION: _per_option,
    CreditRule.FIXED: _fixed,
    CreditRule.EACH: _each,
}
"""What a number of right options, fewer than all and more than none, earns."""


def _share_of_keys(item: Item, letters: frozenset[str]) -> Fraction:
    """All the keys and nothing else earn all; a wrong option spoils the rest, or takes one right option back."""
    right, wrong = len(letters & item.keys), len(letters - item.keys)
    if wrong and item.wrong is WrongRule.NOTHING:
        return Fraction(0)
    if right == len(item.keys) and not wrong:
        return Fraction(1)
    return _CREDIT[item.credit](item, right - wrong) if right > wrong else Fraction(0)


def _accepts(blank: Blank, text: str) -> tuple[Normalised, bool]:
    compared = _fold(blank, text)
    return compared, bool(compared.text) and compared.text in _fold_keys(blank)


@lru_cache(maxsize=10_000)
def _fold_keys(blank: Blank) -> frozenset[str]:
    """What a blank accepts, as it is compared; the same for everybody who meets it."""
    return frozenset(_fold(blank, key).text for key in blank.accepted)


def _fold(blank: Blank, text: str) -> Normalised:
    find = _normalise_known if len(text) <= _SHORT else _normalise
    return find(text, blank.unit, blank.strict)


def _normalise(text: str, unit: str, strict: bool) -> Normalised:
    return normalise_strictly(text) if strict else normalise(text, unit)


_SHORT = 100
_normalise_known = lru_cache(maxsize=10_000)(_normalise)
"""Hundreds of candidates write the same few words; long ones are not kept."""


def _compare_blanks(item: Item, texts: tuple[str, ...]) -> tuple[BlankJudgement, ...]:
    given = texts + ("",) * (len(item.blanks) - len(texts))
    if item.ordered:
        pairs = [(text, *_accepts(blank, text)) for blank, text in zip(item.blanks, given, strict=True)]
        return tuple(BlankJudgement(text, compared, right) for text, compared, right in pairs)
    matched = _match_any_order(item.blanks, given)
    return tuple(
        BlankJudgement(text, _accepts(item.blanks[matched.get(place, place)], text)[0], place in matched)
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
