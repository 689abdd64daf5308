"""What trainers call the kinds of items."""

import re
from collections.abc import Mapping

from edu.domain.items.item import Kind

NAMES: Mapping[Kind, tuple[str, ...]] = {
    Kind.SINGLE: ("单选", "单项选择", "单项选择题", "single"),
    Kind.MULTIPLE: ("多选", "多项选择", "多项选择题", "不定项", "不定项选择", "multiple"),
    Kind.TRUE_FALSE: ("判断", "是非", "判断改错", "true-false"),
    Kind.FILL_IN: ("填空", "fill-in"),
    Kind.NUMERIC: ("计算", "数值", "numeric"),
    Kind.WRITTEN: (
        "简答", "问答", "论述", "案例", "案例分析", "名词解释", "主观", "分析", "综合", "written",
    ),
    Kind.ORDERING: ("排序", "ordering"),
    Kind.MATCHING: ("配对", "连线", "匹配", "matching"),
}  # fmt: skip

KIND_NAMES = {
    name: kind for kind, names in NAMES.items() for short in names for name in dict.fromkeys((short, f"{short}题"))
}
INDEFINITE = frozenset({"不定项", "不定项题", "不定项选择", "不定项选择题"})
"""Multiple choice that may have a single key."""

KIND_SHOWN: Mapping[Kind, tuple[str, str]] = {
    Kind.SINGLE: ("单选", "single choice"), Kind.MULTIPLE: ("多选", "multiple choice"),
    Kind.TRUE_FALSE: ("判断", "true/false"), Kind.FILL_IN: ("填空", "fill-in"),
    Kind.NUMERIC: ("计算", "numeric"), Kind.WRITTEN: ("简答", "written"),
    Kind.ORDERING: ("排序", "ordering"), Kind.MATCHING: ("配对", "matching"),
}  # fmt: skip


def read_kind(text: str) -> Kind | None:
    """The kind by one of its names, ``None`` where there is no such kind."""
    return KIND_NAMES.get(re.sub(r"\s", "", text).casefold())
