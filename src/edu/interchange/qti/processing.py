"""Response processing, carried out: what a response would earn by the item's own rules.

Rules are recognised by what they do, not by how they are written: whatever earns for each response what one of our
credit rules earns is that rule.
"""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from lxml import etree

from edu.domain.items.item import Item
from edu.interchange.qti.declarations import Declaration, OutcomeVariable, read_float
from edu.interchange.qti.expressions import Evaluation, Unknown, evaluate
from edu.interchange.qti.plain_tree import child

_MOST_ELEMENTS = 2_000
"""Elements of a response processing that is carried out; a longer one is taken as unknown."""

MOST_RUNS = 200_000
"""Times that the rules of one import are carried out, so that a large file takes bounded time."""

_MATCH = {"match_correct", "CC2_match", "CC2_match_basic"}
_MAP = {"map_response", "CC2_map_response"}


@dataclass(slots=True)
class Budget:
    """What is left of :data:`MOST_RUNS`, and what was found out: most items of a package share their rules."""

    left: int = MOST_RUNS
    known: dict[Hashable, Item | None] = field(default_factory=dict)


@dataclass
class Processing:
    """The rules of one item; ``name`` is the outcome that holds the score."""

    declarations: Mapping[str, Declaration]
    outcomes: Mapping[str, OutcomeVariable]
    rules: etree._Element | None
    budget: Budget = field(default_factory=Budget)

    @property
    def name(self) -> str:
        """The outcome that holds the score: SCORE, or the only number there is."""
        numbers = [outcome.identifier for outcome in self.outcomes.values() if outcome.base in {"float", "integer"}]
        return numbers[0] if len(numbers) == 1 and "SCORE" not in self.outcomes else "SCORE"

    @property
    def unwritten(self) -> bool:
        """The item says nothing of how it is scored."""
        return self.rules is None or not (len(self.rules) or self.template)

    @cached_property
    def size(self) -> int:
        """Elements of the rules."""
        return 0 if self.rules is None else sum(1 for _ in self.rules.iter())

    @property
    def template(self) -> str:
        """The last part of the template's address, without its suffix."""
        address = "" if self.rules is None else self.rules.get("template", "")
        return address.replace("\\", "/").rstrip("/").rpartition("/")[2].removesuffix(".xml")

    def earned(self, responses: Mapping[str, tuple[str, ...]]) -> float:
        """The score. Raises :class:`Unknown` where the rules hold something that is not understood."""
        if self.rules is None or self.unwritten:
            raise Unknown("responseProcessing")
        if self.budget.left <= 0 or self.size > _MOST_ELEMENTS:
            raise Unknown("responseProcessing")
        self.budget.left -= 1
        scope = Evaluation(self.declarations, responses, self._defaults())
        if len(self.rules):
            _Run(scope).carry_out(self.rules)
            return _number(scope.outcomes.get(self.name))
        return self._by_template(scope)

    def _defaults(self) -> dict[str, object]:
        return {
            outcome.identifier: read_float(outcome.default)
            if outcome.base in {"float", "integer"}
            else outcome.default or None
            for outcome in self.outcomes.values()
        }

    def _by_template(self, scope: Evaluation) -> float:
        names = list(self.declarations)
        target = "RESPONSE" if "RESPONSE" in names else names[0] if len(names) == 1 else ""
        if not target:
            raise Unknown(self.template)
        if self.template in _MATCH:
            given = scope.response(target)
            return float(given is not None and scope.equal(given, scope.correct(target)))
        if self.template in _MAP:
            return scope.mapped(target)
        raise Unknown(self.template)


def _number(value: object) -> float:
    return float(value) if isinstance(value, int | float) else 0.0


class _Run:
    """The rules in turn; an exitResponse ends them."""

    def __init__(self, scope: Evaluation) -> None:
        self.scope, self.ended = scope, False

    def carry_out(self, rules: etree._Element) -> None:
        for rule in rules:
            if self.ended:
                return
            self._carry_out_one(rule)

    def _carry_out_one(self, rule: etree._Element) -> None:
        if rule.tag == "responseCondition":
            self._choose(rule)
        elif rule.tag == "setOutcomeValue" and len(rule) == 1:
            self.scope.outcomes[rule.get("identifier", "")] = evaluate(rule[0], self.scope)
        elif rule.tag == "responseProcessingFragment":
            self.carry_out(rule)
        elif rule.tag == "exitResponse":
            self.ended = True
        else:
            raise Unknown(str(rule.tag))

    def _choose(self, condition: etree._Element) -> None:
        for branch in condition.iterchildren("responseIf", "responseElseIf"):
            if len(branch) and evaluate(branch[0], self.scope) is True:
                self._carry_out_rest(branch)
                return
        other = child(condition, "responseElse")
        if other is not None:
            self.carry_out(other)

    def _carry_out_rest(self, branch: etree._Element) -> None:
        for rule in list(branch)[1:]:
            if not self.ended:
                self._carry_out_one(rule)
