"""The words and columns of a policy's tables."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from edu.content.syntax.markdown_table import Column
from edu.domain.suitability.facts import BY_KEY
from edu.domain.suitability.policy import LOWEST, ClientStanding, Permission

PERMISSIONS: Mapping[str, str] = {
    "可": Permission.ALLOWED, "需警示": Permission.WARNING, "不可": Permission.BLOCKED,
    "allowed": Permission.ALLOWED, "warning": Permission.WARNING, "blocked": Permission.BLOCKED,
}  # fmt: skip
STANDINGS: Mapping[str, str] = {
    "不得参与": ClientStanding.BARRED, "未完成": ClientStanding.INCOMPLETE, "已过期": ClientStanding.EXPIRED,
    "未通过": ClientStanding.NOT_PASSED, "最低类别": ClientStanding.LOWEST, "已评定": ClientStanding.DECIDED,
}  # fmt: skip
STEPS: Mapping[str, str] = {
    "资料": "profile", "课程": "course", "风险揭示": "disclosure", "知识检查": "check",
    "风险问卷": "questionnaire", "经验": "experience", "类别": "category",
}  # fmt: skip
AXES: Mapping[str, str] = {"目的": "purpose", "资金": "funds", "交易量": "volume", "年限": "tenure"}
MATCHING_ROWS: Mapping[str, str] = {
    "C1最低": LOWEST, LOWEST: LOWEST, **{f"C{number}": f"C{number}" for number in range(1, 6)},
}  # fmt: skip


def both_names(words: Mapping[str, str]) -> dict[str, str]:
    """The words and, beside them, the values themselves: the English names."""
    return {**words, **{value: value for value in map(str, words.values())}}


def _fact_words(key: str) -> dict[str, str]:
    return {word: str(value) for word, value in BY_KEY[key].values.items()}


@dataclass(frozen=True, slots=True)
class RowTable:
    """How the rows of one table are read.

    ``outcomes`` lists what its 结果 may be; a table without a list takes any text, or has no such column.
    ``unknown_yet`` are keys of facts that are found only after this table. ``total``: the first row that holds
    decides, so that the last must be 总是.
    """

    heading: str
    name: str
    columns: tuple[Column, ...]
    outcomes: Mapping[str, str] = field(default_factory=dict)
    unknown_yet: frozenset[str] = frozenset()
    total: bool = False


_ID, _WHEN = Column("编号", "id"), Column("条件", "condition")
_OUTCOME = Column("结果", "outcome")
_WORDS = (Column("说明", "zh"), Column("英文", "en"), Column("来源", "source"))
_AFTER_LIMITS = frozenset({"any_warning", "any_open"})

CATEGORY = RowTable("category", "类别", (_ID, _WHEN, _OUTCOME, *_WORDS), _fact_words("category"),
                    _AFTER_LIMITS | {"category", "tier"}, total=True)  # fmt: skip
TIER = RowTable("tier", "层级", (_ID, _WHEN, _OUTCOME, *_WORDS), _fact_words("tier"),
                _AFTER_LIMITS | {"tier"}, total=True)  # fmt: skip
LIMITS = RowTable(
    "limits", "限制", (_ID, _WHEN, Column("产品组", "products"), _OUTCOME, *_WORDS), PERMISSIONS, _AFTER_LIMITS
)
STANDINGS_TABLE = RowTable("standings", "结论", (_ID, _WHEN, _OUTCOME, *_WORDS), STANDINGS, total=True)
DOCUMENTS = RowTable("documents", "文件", (_ID, _WHEN, Column("文件", "title"), Column("英文名", "title-en"), *_WORDS))
MISSING = RowTable("missing", "缺项", (_ID, _WHEN, Column("步骤", "outcome"), *_WORDS), STEPS)
NOTICES = RowTable("notices", "提示", (_ID, _WHEN, *_WORDS))
SEGMENTS = RowTable(
    "segments", "分群",
    (_ID, Column("轴", "axis"), _WHEN, _OUTCOME, Column("英文名", "title-en", optional=True), *_WORDS),
)  # fmt: skip
ROW_TABLES = (STANDINGS_TABLE, CATEGORY, TIER, LIMITS, DOCUMENTS, MISSING, NOTICES, SEGMENTS)

BANDS = (
    Column("编号", "id", optional=True), Column("对象", "audience"), Column("等级", "class"),
    Column("从", "low"), Column("到", "high"), Column("来源", "source"),
)  # fmt: skip
PRODUCTS = (
    Column("编号", "id"), Column("产品组", "name"), Column("英文", "name-en"), Column("等级", "grade"),
    Column("另需", "also"), Column("另需英文", "also-en"), Column("来源", "source"),
)  # fmt: skip
MATCHING = (
    Column("等级", "class"), *(Column(f"R{number}", f"R{number}") for number in range(1, 6)),
    Column("来源", "source", optional=True),
)  # fmt: skip
HEADINGS = ("bands", "products", "matching", *(table.heading for table in ROW_TABLES))
