"""Text entries: one or several are a fill-in item."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from fractions import Fraction

from lxml import etree

from edu.domain.items.item import Blank, Item, Kind
from edu.domain.items.response import LONGEST_TEXT, Response
from edu.domain.items.scoring import score
from edu.interchange.not_exchanged import refuse
from edu.interchange.qti.credit import close, simplify_decimal
from edu.interchange.qti.declarations import Declaration
from edu.interchange.qti.expressions import Unknown
from edu.interchange.qti.plain_tree import descendants, remove_element
from edu.interchange.qti.reading_scope import Scope

ANY_ORDER = "不分顺序"
UNIT = "单位："
MOST_BLANKS = 50
MARK = "____"
LINE = re.compile("[_＿]{2,}")
"""A blank in a stem, and a line that somebody drew."""


def read_blank_interactions(scope: Scope, interactions: Sequence[etree._Element]) -> Item:
    """The fill-in item; its interactions become ``____``. Raises NotExchanged."""
    if len(interactions) > MOST_BLANKS:
        raise refuse(f"有 {len(interactions)} 个空，最多 {MOST_BLANKS} 个", f"it has {len(interactions)} blanks")
    declarations = [find_declaration(scope, interaction) for interaction in interactions]
    names = [declaration.identifier for declaration in declarations]
    if len(set(names)) < len(names):
        raise refuse("两个空共用一个作答变量", "two blanks share a response")
    blanks = tuple(_read_blank(scope, declaration) for declaration in declarations)
    _drop_lines(scope)
    for interaction in interactions:
        put_mark(interaction)
    return _score(scope, Item("", Kind.FILL_IN, "", "", blanks=blanks), names)


def find_declaration(scope: Scope, interaction: etree._Element) -> Declaration:
    """The declaration that an interaction is bound to. Raises NotExchanged."""
    declaration = scope.declarations.get(interaction.get("responseIdentifier", ""))
    if declaration is None or declaration.cardinality != "single":
        raise refuse("没有为这个空声明作答变量", "the response of a blank is not declared")
    return declaration


def put_mark(interaction: etree._Element) -> None:
    """A blank in the place of an interaction."""
    interaction.tail = MARK + (interaction.tail or "")
    remove_element(interaction)


def _read_blank(scope: Scope, declaration: Declaration) -> Blank:
    correct = [" ".join(text.split()) for text in declaration.correct if text]
    accepted = dict.fromkeys(correct)
    entries = declaration.table.entries if declaration.table else ()
    full = max((entry.value for entry in entries), default=0.0)
    right = [entry for entry in entries if full > 0 and close(entry.value, full)]
    accepted = dict.fromkeys(entry.key for entry in right if entry.key) if right else accepted
    for text in correct:
        accepted.setdefault(text)
    _report_partial(scope, declaration, full)
    if not accepted:
        raise refuse("有一个空没有标准答案", "a blank has no key")
    longest = max(map(len, accepted))
    if longest > LONGEST_TEXT:
        raise refuse(f"有一个答案长 {longest} 个字符，最多 {LONGEST_TEXT} 个", f"a key has {longest} characters")
    strict = any(entry.strict for entry in right) if right else not _lenient(scope)
    return Blank(tuple(accepted), strict, read_unit_of_key(declaration))


def read_unit_of_key(declaration: Declaration) -> str:
    """The unit, where the interpretation of the key says one as we write it."""
    said = declaration.interpretation
    return said.removeprefix(UNIT).strip() if said.startswith(UNIT) else ""


def _report_partial(scope: Scope, declaration: Declaration, full: float) -> None:
    for entry in declaration.table.entries if declaration.table else ():
        if entry.value and not close(entry.value, full):
            scope.lost(
                f"答案“{entry.key}”的部分得分 {entry.value:g}", f"the key {entry.key} that earns {entry.value:g}"
            )


def _lenient(scope: Scope) -> bool:
    """The rules compare the words without their case."""
    rules = scope.processing.rules
    matches = () if rules is None else descendants(rules, "stringMatch")
    return any(match.get("caseSensitive") in {"false", "0"} for match in matches)


def _drop_lines(scope: Scope) -> None:
    """Lines that were drawn beside the blanks would be blanks with us."""
    found = False
    for element in scope.body.iter():
        for name in ("text", "tail"):
            text = getattr(element, name) or ""
            if LINE.search(text):
                found = True
                setattr(element, name, LINE.sub(" ", text))
    if found:
        scope.changed(("题干里画的下划线", "lines of underscores"), ("空格", "spaces"))


def _score(scope: Scope, item: Item, names: list[str]) -> Item:
    try:
        full = _earned(scope, names, tuple(blank.accepted[0] for blank in item.blanks))
        tried = {texts: _earned(scope, names, texts) for texts in set(_responses(item.blanks))}
    except Unknown:
        full, tried = 0.0, {}
    if full > 0:
        item = replace(item, points=simplify_decimal(full))
        for ordered in (False, True) if scope.hint == ANY_ORDER else (True, False):
            candidate = replace(item, ordered=ordered)
            if all(close(_expected(candidate, texts), value) for texts, value in tried.items()):
                return candidate
    if not scope.processing.unwritten:
        scope.lost("自定义的评分规则（每空按标准答案计分）", "its own scoring rules; each blank earns its share")
    return replace(item, points=scope.stated_points(Fraction(len(item.blanks))))


def _expected(item: Item, texts: tuple[str, ...]) -> float:
    """What our rule earns where only the case of letters is forgiven, as there, and neither marks nor width."""
    strict = any(blank.strict for blank in item.blanks)
    known: dict[str, str] = {}

    def token(text: str) -> str:
        return known.setdefault(text if strict else text.casefold(), f"w{len(known)}") if text else ""

    blanks = tuple(Blank(tuple(map(token, blank.accepted))) for blank in item.blanks)
    return float(score(replace(item, blanks=blanks), Response(texts=tuple(map(token, texts)))).earned)


def _earned(scope: Scope, names: list[str], texts: tuple[str, ...]) -> float:
    return scope.processing.earned({name: (text,) for name, text in zip(names, texts, strict=True) if text})


def _responses(blanks: tuple[Blank, ...]) -> Iterator[tuple[str, ...]]:
    """All right, each synonym alone, and the right words in other places."""
    first = tuple(blank.accepted[0] for blank in blanks)
    yield first
    yield first[::-1]
    yield first[1:] + first[:1]
    yield (first[0],) * len(first)
    yield ("¬",) * len(first)
    for place, blank in enumerate(blanks):
        for text in blank.accepted[:20]:
            yield tuple(text if number == place else "" for number in range(len(blanks)))
