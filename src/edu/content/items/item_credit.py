"""少选: how much too few of the right options earn, as a bank or an item says it."""

import re
from collections.abc import Collection
from dataclasses import dataclass
from fractions import Fraction

from edu.content.syntax.field_line import narrow
from edu.domain.items.item import CreditRule, PartRule, WrongRule

CREDITS = {
    "按比例": CreditRule.PER_OPTION, "得半": CreditRule.HALF, "不得分": CreditRule.ALL_OR_NOTHING,
    "per-option": CreditRule.PER_OPTION, "half": CreditRule.HALF, "all-or-nothing": CreditRule.ALL_OR_NOTHING,
}  # fmt: skip
WRONGS = {
    "不得分": WrongRule.NOTHING, "抵消": WrongRule.CANCEL, "nothing": WrongRule.NOTHING, "cancel": WrongRule.CANCEL,
}  # fmt: skip
PART_RULES = {
    "全对才得分": PartRule.WHOLE, "按相邻对": PartRule.ADJACENT, "按位置": PartRule.PLACE, "按对": PartRule.PAIR,
    "whole": PartRule.WHOLE, "adjacent": PartRule.ADJACENT, "place": PartRule.PLACE, "pair": PartRule.PAIR,
}  # fmt: skip
"""计分, by the names that a file may use."""

_AMOUNT = re.compile(
    r"(?P<rule>固定|fixed|每项|每个|each)\s*(?:"
    r"(?P<percent>\d{1,3}(?:\.\d{1,2})?)\s*%|(?P<share>\d{1,4}/\d{1,4})|(?P<points>\d{1,4}(?:\.\d{1,4})?)\s*(?:分|points?))"
)
_EXAMPLES = (*CREDITS, "固定 40%", "每项 0.5 分")


@dataclass(frozen=True, slots=True)
class Credit:
    """``share`` is that of the item's points; ``amount`` is in points until the item's points are known."""

    rule: CreditRule
    share: Fraction = Fraction(0)
    amount: Fraction = Fraction(0)

    def of(self, points: Fraction) -> "Credit":
        """The rule for an item of ``points``."""
        return Credit(self.rule, self.amount / points) if self.amount else self

    @property
    def sound(self) -> bool:
        """A share that is one: too few options never earn all the points."""
        return self.rule not in {CreditRule.FIXED, CreditRule.EACH} or 0 < self.share < 1


def read_credit(text: str) -> Credit | None:
    """按比例, 得半, 不得分, 固定 40%, 固定 1 分, 每项 0.5 分; ``None`` where it is none of these."""
    plain = narrow(text).strip().casefold()
    if plain in CREDITS:
        return Credit(CREDITS[plain])
    match = _AMOUNT.fullmatch(plain)
    if match is None:
        return None
    rule = CreditRule.FIXED if match["rule"] in {"固定", "fixed"} else CreditRule.EACH
    if match["points"]:
        return Credit(rule, amount=Fraction(match["points"]))
    if match["percent"]:
        return Credit(rule, Fraction(match["percent"]) / 100)
    above, below = map(int, match["share"].split("/"))
    return Credit(rule, Fraction(above, below)) if below else None


def credit_names() -> tuple[str, ...]:
    """What may be written, for a finding."""
    return _EXAMPLES


def part_rules_of(rules: Collection[PartRule]) -> dict[str, PartRule]:
    """Those of the names that stand for one of ``rules``."""
    return {name: rule for name, rule in PART_RULES.items() if rule in rules}


PART_RULE_SHOWN = {rule: name for name, rule in reversed(PART_RULES.items()) if not name.isascii()}
_SHOWN = {CreditRule.PER_OPTION: "按比例", CreditRule.HALF: "得半", CreditRule.ALL_OR_NOTHING: "不得分"}


def write_credit(rule: CreditRule, share: Fraction) -> str:
    """The rule as a field has it."""
    if rule in _SHOWN:
        return _SHOWN[rule]
    percent = share * 100
    hundredths = percent * 100
    text = f"{show_points(percent)}%" if hundredths.denominator == 1 else str(share)
    return f"{'固定' if rule is CreditRule.FIXED else '每项'} {text}"


def show_points(points: Fraction) -> str:
    """``2``, ``0.5``, ``1/3``: decimals where four places say it exactly."""
    scaled = points * 10**4
    if scaled.denominator != 1:
        return str(points)
    whole, rest = divmod(scaled.numerator, 10**4)
    return f"{whole}.{rest:04d}".rstrip("0").rstrip(".")
