"""A numeric item with parameters, and one variant of it."""

from edu.domain.items.item import Item, Kind, Mistake, Numeric, Parameter

MARGIN = Numeric(
    answer="价格 × 单位 × 手数 × 比例",
    margin="1",
    unit="元",
    parameters=(
        Parameter("手数", "1..5"), Parameter("价格", "3000..4000 每 10"), Parameter("比例",
        "8%、10%、12%"), Parameter("单位", "10"),
    ),
    mistakes=(Mistake("价格 × 手数 × 比例", "漏乘交易单位"),),
)  # fmt: skip


ITEM = Item(
    "n", Kind.NUMERIC, "买 {{手数}} 手，比例 {{比例}}，需____元。", "{{价格}}×{{单位}}＝{{价格 × 单位}}", numeric=MARGIN
)


VALUES = {"手数": "2", "价格": "3500", "比例": "8%", "单位": "10"}
