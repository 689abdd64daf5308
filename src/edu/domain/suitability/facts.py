"""The facts that a policy may ask about, with the names and values that its rows use.

A fact is never missing: where nothing is known, its value says so (未做, 未完成, 0).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

FactValue = str | bool | Decimal
Facts = Mapping[str, FactValue]

RISK_CLASSES = ("C1", "C2", "C3", "C4", "C5")
PRODUCT_GRADES = ("R1", "R2", "R3", "R4", "R5")


@dataclass(frozen=True, slots=True)
class FactKind:
    """``values`` maps the words of the policy to values, lowest first where order matters; empty for numbers."""

    key: str
    name: str
    values: Mapping[str, FactValue]
    ordered: bool = False

    @property
    def numeric(self) -> bool:
        """Compared as a number."""
        return not self.values


def _choice(key: str, name: str, ordered: bool = False, **values: str) -> FactKind:
    return FactKind(key, name, values, ordered)


def _flag(key: str, name: str) -> FactKind:
    return FactKind(key, name, {"否": False, "是": True})


def _number(key: str, name: str) -> FactKind:
    return FactKind(key, name, {})


_KINDS = (
    _choice("client_kind", "客户类型", 个人="individual", 机构="institution"),
    _choice("profile", "资料", 未完成="incomplete", 已完成="complete"),
    _choice("course", "课程", 未完成="incomplete", 已完成="complete"),
    _choice("disclosure", "风险揭示", 未确认="none", 旧版="outdated", 已确认="current"),
    _choice("questionnaire", "风险问卷", 未做="none", 过期="expired", 有效="valid"),
    _choice("check", "知识检查", 未做="none", 未通过="failed", 过期="expired", 通过="passed"),
    _number("check_percent", "知识得分"),
    _choice("risk_class", "风险等级", ordered=True, 未评="none", **{name: name for name in RISK_CLASSES}),
    _flag("lowest_class", "最低类别"),
    _number("age", "年龄"),
    _flag("futures_staff", "期货从业人员"),
    _flag("market_ban", "市场禁入或重大不良记录"),
    _choice("claimed_category", "申报类别", 普通="ordinary", 专业A="A", 专业B="B"),
    _flag("category_verified", "类别证明已核实"),
    _number("financial_assets", "金融资产万元"),
    _number("net_assets", "净资产万元"),
    _number("annual_income", "年均收入万元"),
    _number("experience_years", "投资年限"),
    _flag("experience_verified", "经验已核实"),
    _number("real_trades", "三年真实成交笔数"),
    _number("simulated_days", "仿真交易日"),
    _number("simulated_trades", "仿真成交笔数"),
    _number("planned_funds", "计划投入万元"),
    _choice("purpose", "参与目的", 投机="speculation", 套期保值="hedging"),
    _choice("activity", "交易状态", 新客户="new", 普通="ordinary", 活跃="active", 休眠="dormant", 亏损="losing"),
    # Found while deciding, for the rows of later tables.
    _choice("category", "类别", 普通投资者="ordinary", 专业投资者A="A", 专业投资者B="B", 专业投资者C="C"),
    _choice("tier", "层级", ordered=True, 未定="none", 初级="basic", 中级="intermediate", 高级="advanced"),
    _flag("any_warning", "有需警示产品"),
    _flag("any_open", "有可参与产品"),
)

FACTS: Mapping[str, FactKind] = {kind.name: kind for kind in _KINDS}
"""By the name that policy rows use."""

BY_KEY: Mapping[str, FactKind] = {kind.key: kind for kind in _KINDS}


def unknown_facts() -> dict[str, FactValue]:
    """Every fact at its "nothing known" value: the start for gathering what is known."""
    return {kind.key: Decimal(0) if kind.numeric else next(iter(kind.values.values())) for kind in _KINDS}
