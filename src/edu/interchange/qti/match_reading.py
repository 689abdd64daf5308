"""Match interactions: rows to which options belong."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from lxml import etree

from edu.content.syntax.field_line import LETTERS
from edu.domain.items.item import Item, Kind, Option, Premise
from edu.domain.items.response import Response
from edu.domain.items.scoring import score
from edu.domain.items.traits import TRAITS
from edu.interchange.not_exchanged import refuse
from edu.interchange.paired_texts import on_one_line, why_no_rows
from edu.interchange.qti.choice_reading import replace_by_prompt
from edu.interchange.qti.credit import close, simplify_decimal
from edu.interchange.qti.expressions import Unknown
from edu.interchange.qti.plain_tree import child
from edu.interchange.qti.reading_scope import Scope

GivenLetters = tuple[str, ...]
"""The letter that each row is given."""


@dataclass(frozen=True, slots=True)
class _Sides:
    """Texts of rows and options by their identifiers, options by their rows, and whether a pair names its row last."""

    rows: dict[str, str]
    options: dict[str, str]
    keys: dict[str, str]
    turned: bool


def read_match(scope: Scope, interaction: etree._Element) -> Item:
    """A matchInteraction. Raises NotExchanged."""
    sets = list(interaction.iterchildren("simpleMatchSet"))
    if len(sets) != 2:
        raise refuse("配对的两边不全", "it has not two sides")
    first, second = (_read_side(scope, side) for side in sets)
    name = interaction.get("responseIdentifier", "")
    sides = _tell_sides(first, second, _read_pairs(scope, name))
    replace_by_prompt(interaction, child(interaction, "prompt"))
    letters = dict(zip(sides.options, LETTERS, strict=False))
    why = why_no_rows(list(sides.rows.values()), len(sides.options))
    if why is not None:
        raise refuse(*why)
    options = tuple(Option(letters[identifier], text) for identifier, text in sides.options.items())
    premises = tuple(Premise(text, letters[sides.keys[row]]) for row, text in sides.rows.items())
    item = Item("", Kind.MATCHING, "", "", options, premises=premises)
    return _score(scope, item, _scorer(scope, name, sides, {letter: key for key, letter in letters.items()}))


def _read_side(scope: Scope, side: etree._Element) -> dict[str, str]:
    choices = list(side.iterchildren("simpleAssociableChoice"))
    texts = {choice.get("identifier", "").strip(): scope.markdown(choice) for choice in choices}
    if len(texts) != len(choices):
        raise refuse("两项的标识重复", "two entries have the same identifier")
    if not all(texts.values()):
        raise refuse("有一项没有文字", "an entry has no text")
    return texts


def _read_pairs(scope: Scope, name: str) -> list[tuple[str, str]]:
    declaration = scope.declarations.get(name)
    if declaration is None:
        raise refuse("没有为这道配对题声明作答变量", "its response is not declared")
    pairs = [tuple(value.split()) for value in declaration.correct]
    if not pairs:
        raise refuse("没有标准答案", "there is no key")
    if any(len(pair) != 2 for pair in pairs):
        raise refuse("标准答案不是成对的", "the key is not made of pairs")
    return [(pair[0], pair[1]) for pair in pairs]


def _tell_sides(first: dict[str, str], second: dict[str, str], pairs: Sequence[tuple[str, str]]) -> _Sides:
    """Rows are the side whose every entry has one partner: the first, or else the second."""
    strange = [pair for pair in pairs if pair[0] not in first or pair[1] not in second]
    if strange:
        shown = " ".join(strange[0])
        raise refuse(f"标准答案“{shown}”不在两边的各项中", f"the pair {shown} is not made of its entries")
    lines = {key: on_one_line(text) for key, text in first.items()}
    if _all_once(first, [pair[0] for pair in pairs]):
        return _Sides(lines, second, dict(pairs), turned=False)
    if _all_once(second, [pair[1] for pair in pairs]):
        rows = {key: on_one_line(text) for key, text in second.items()}
        return _Sides(rows, first, {row: option for option, row in pairs}, turned=True)
    raise refuse("有一行没有答案，或有几个答案", "a row has no key, or several")


def _all_once(side: dict[str, str], named: Sequence[str]) -> bool:
    counts = Counter(named)
    return all(counts[identifier] == 1 for identifier in side)


def _scorer(scope: Scope, name: str, sides: _Sides, identifiers: dict[str, str]) -> Callable[[GivenLetters], float]:
    def earned(given: GivenLetters) -> float:
        pairs = [(row, identifiers[letter]) for row, letter in zip(sides.rows, given, strict=True)]
        told = tuple(f"{option} {row}" if sides.turned else f"{row} {option}" for row, option in pairs)
        return scope.processing.earned({name: told})

    return earned


def _score(scope: Scope, item: Item, earned: Callable[[GivenLetters], float]) -> Item:
    rules = TRAITS[Kind.MATCHING].part_rules
    if scope.processing.unwritten:
        scope.changed(("没有写的评分规则", "missing scoring rules"), ("按对计分", "a share for each row"))
        return replace(item, points=scope.stated_points(), part_rule=rules[0])
    try:
        tried = {given: earned(given) for given in _responses(item)}
    except Unknown:
        tried = {}
    full = tried.get(_keys(item), 0)
    item = replace(item, points=simplify_decimal(full) if full > 0 else scope.stated_points(), part_rule=rules[0])
    for rule in rules if full > 0 else ():
        candidate = replace(item, part_rule=rule)
        if all(close(float(_earned(candidate, given)), value) for given, value in tried.items()):
            return candidate
    scope.lost("自定义的评分规则（按对计分）", "its own scoring rules: now a share for each row")
    return item


def _keys(item: Item) -> GivenLetters:
    return tuple(premise.key for premise in item.premises)


def _responses(item: Item) -> Iterator[GivenLetters]:
    """All right; one row wrong; one row more of them wrong in turn."""
    keys, letters = _keys(item), [option.letter for option in item.options]
    wrong = tuple(letters[(letters.index(key) + 1) % len(letters)] for key in keys)
    yield keys
    for place in range(len(keys)):
        yield (*keys[:place], wrong[place], *keys[place + 1 :])
        yield (*wrong[: place + 1], *keys[place + 1 :])


def _earned(item: Item, given: GivenLetters) -> Fraction:
    return score(item, Response(pairs=given)).earned
