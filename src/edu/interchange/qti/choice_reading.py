"""Choice interactions: single and multiple choice, true/false, and one drop-down list."""

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction

from lxml import etree

from edu.content.syntax.field_line import LETTERS
from edu.domain.items.item import CreditRule, Item, Kind, Option
from edu.interchange.not_exchanged import refuse
from edu.interchange.qti.credit import recognise, simplify_decimal
from edu.interchange.qti.declarations import Declaration
from edu.interchange.qti.expressions import Unknown
from edu.interchange.qti.plain_tree import child, descendants, remove_element, words
from edu.interchange.qti.reading_scope import Scope

_TRUE = frozenset({"正确", "对", "是", "√", "true", "right", "correct", "yes"})
_FALSE = frozenset({"错误", "错", "否", "×", "false", "wrong", "incorrect", "no"})
_SPACE = "（ ）"

EarnedByChoice = Callable[[frozenset[str]], float]
"""What a choice of options earns by the item's own rules."""


def read_choice_interaction(scope: Scope, interaction: etree._Element) -> Item:
    """A choiceInteraction. Raises NotExchanged."""
    choices = list(interaction.iterchildren("simpleChoice"))
    prompt = child(interaction, "prompt")
    _report_ways(scope, interaction, choices)
    options, letters = read_options(scope, choices)
    replace_by_prompt(interaction, prompt)
    most = interaction.get("maxChoices", "1").strip()
    return _read_item(scope, interaction, options, letters, single=most == "1")


def read_inline_choice(scope: Scope, interaction: etree._Element) -> Item:
    """One drop-down list within the text. Raises NotExchanged."""
    options, letters = read_options(scope, list(interaction.iterchildren("inlineChoice")))
    interaction.tail = _SPACE + (interaction.tail or "")
    scope.changed(("文中的下拉选择", "a drop-down list in the text"), ("单选题，题干中写作（ ）", "single choice"))
    remove_element(interaction)
    return _read_item(scope, interaction, options, letters, single=True)


def replace_by_prompt(interaction: etree._Element, prompt: etree._Element | None) -> None:
    """Leave of an interaction what belongs to the stem."""
    for part in list(interaction):
        interaction.remove(part)
    interaction.tag, interaction.text = "div", None
    if prompt is not None:
        prompt.tail = None
        interaction.append(prompt)


def _report_ways(scope: Scope, interaction: etree._Element, choices: list[etree._Element]) -> None:
    """What our choice items have no place for."""
    most, least = interaction.get("maxChoices", "1").strip(), interaction.get("minChoices", "0").strip()
    if most not in {"0", "1", str(len(choices))}:
        scope.lost(f"最多选 {most} 项的限制", f"the limit of {most} choices")
    if least not in {"0", "1"}:
        scope.lost(f"至少选 {least} 项的限制", f"the need of {least} choices at least")
    for number, choice in enumerate(choices):
        letter = LETTERS[number] if number < len(LETTERS) else "?"
        if interaction.get("shuffle") == "true" and choice.get("fixed") == "true":
            scope.lost(f"选项 {letter} 固定的位置", f"the fixed place of option {letter}")
        for feedback in list(descendants(choice, "feedbackInline", "feedbackBlock")):
            text = words(feedback)
            scope.lost(f"选项 {letter} 的反馈“{text}”", f"the feedback of option {letter}: {text}")
            remove_element(feedback)


def read_options(scope: Scope, choices: list[etree._Element]) -> tuple[tuple[Option, ...], dict[str, str]]:
    """Options in the source's order, and their letters by identifier."""
    if not 2 <= len(choices) <= len(LETTERS):
        raise refuse(f"有 {len(choices)} 个选项，要有 2 到 10 个", f"it has {len(choices)} options, not 2 to 10")
    options, letters = [], {}
    for letter, choice in zip(LETTERS, choices, strict=False):
        text = scope.markdown(choice)
        if not text:
            raise refuse(f"选项 {letter} 没有文字", f"option {letter} has no text")
        options.append(Option(letter, text))
        letters[choice.get("identifier", "").strip()] = letter
    if len(letters) != len(options):
        raise refuse("选项的标识重复", "two options have the same identifier")
    return tuple(options), letters


def _read_item(
    scope: Scope, interaction: etree._Element, options: tuple[Option, ...], letters: dict[str, str], *, single: bool
) -> Item:
    name = interaction.get("responseIdentifier", "")
    declaration = scope.declarations.get(name)
    keys = _read_keys(scope, declaration, letters)
    if single and len(keys) > 1:
        raise refuse("只能选一项，却有几个标准答案", "one option may be chosen, but there are several keys")
    kind = Kind.SINGLE if single else Kind.MULTIPLE
    item = Item("", kind, "", "", options, keys)
    identifiers = {letter: identifier for identifier, letter in letters.items()}

    def earned(chosen: frozenset[str]) -> float:
        return scope.processing.earned({name: tuple(identifiers[letter] for letter in sorted(chosen))})

    if single:
        return as_judgement(_score_single(scope, item, earned))
    return _score_multiple(scope, item, _recognise_once(scope, item, declaration, tuple(letters), earned))


def _recognise_once(
    scope: Scope, item: Item, declaration: Declaration | None, identifiers: tuple[str, ...], earned: EarnedByChoice
) -> Item | None:
    """The rule; asked once for items that have the same identifiers, keys, mapping and rules."""
    rules = b"" if scope.processing.rules is None else etree.tostring(scope.processing.rules, method="c14n")
    same = (rules, declaration, identifiers, tuple(scope.processing.outcomes.values()))
    known = scope.processing.budget.known
    if same not in known:
        known[same] = recognise(item, earned, scope.hint)
    return known[same]


def _read_keys(scope: Scope, declaration: Declaration | None, letters: dict[str, str]) -> frozenset[str]:
    if declaration is None:
        raise refuse("没有为这道选择题声明作答变量", "its response is not declared")
    found = declaration.correct
    if not found and declaration.table:
        found = tuple(entry.key for entry in declaration.table.entries if entry.value > 0)
        if found:
            scope.changed(("没有写标准答案", "a missing correct response"), ("得分大于零的选项", "what earns points"))
    strange = [key for key in found if key not in letters]
    if strange:
        raise refuse(f"标准答案“{strange[0]}”不在选项中", f"the key {strange[0]} is none of the options")
    if not found:
        raise refuse("没有标准答案", "there is no key")
    return frozenset(letters[key] for key in found)


def _score_single(scope: Scope, item: Item, earned: EarnedByChoice) -> Item:
    """The points; options that are no key have to earn nothing."""
    try:
        full = earned(item.keys)
        others = [earned(frozenset(option.letter)) for option in item.options if option.letter not in item.keys]
    except Unknown:
        return replace(item, points=_unknown_rules(scope))
    if full <= 0:
        return replace(item, points=_unknown_rules(scope))
    if any(others):
        scope.lost("错误选项的得分或扣分", "points that wrong options earn or cost")
    return replace(item, points=simplify_decimal(full))


def _score_multiple(scope: Scope, item: Item, found: Item | None) -> Item:
    if found is not None:
        return replace(
            item, credit=found.credit, wrong=found.wrong, credit_share=found.credit_share, points=found.points
        )
    if scope.processing.unwritten:
        scope.changed(("没有写的多选评分规则", "missing scoring rules"), ("全对才得分", "all or nothing"))
        return replace(item, credit=CreditRule.ALL_OR_NOTHING, points=scope.stated_points())
    return replace(item, points=_unknown_rules(scope))


def _unknown_rules(scope: Scope) -> Fraction:
    if not scope.processing.unwritten:
        scope.lost("自定义的评分规则（按标准答案计分）", "its own scoring rules")
    return scope.stated_points()


def as_judgement(item: Item) -> Item:
    """True/false, where the two options are 正确 and 错误 or the like."""
    folded = {option.letter: option.text.strip("*。. ").casefold() for option in item.options}
    true = [letter for letter, text in folded.items() if text in _TRUE]
    false = [letter for letter, text in folded.items() if text in _FALSE]
    if len(item.options) != 2 or len(true) != 1 or len(false) != 1:
        return item
    return replace(item, kind=Kind.TRUE_FALSE, options=(), keys=frozenset(), truth=true[0] in item.keys)
