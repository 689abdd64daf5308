"""The same item twice, across banks."""

import pytest

from tests.content.checks.whole import an_item, codes_of


@pytest.mark.parametrize(
    ("first", "second", "codes"),
    [
        (an_item(1, "甲是（ ）"), an_item(2, "乙是（ ）"), []),
        (an_item(1, "甲是（ ）", "丙 丁"), an_item(2, "甲是（）。", "丁 丙", "B"), ["Q301"]),
        (an_item(1, "甲是（ ）", "丙 丁"), an_item(2, "甲是（ ）", "丙 丁", "B"), ["Q302"]),
        (an_item(1, "下列说法正确的是（ ）", "一 二"), an_item(2, "下列说法正确的是（ ）", "三 四"), []),
        (an_item(1, "下列说法正确的是（ ）", "一 二"), an_item(2, "下列说法正确的是（ ）", "二 四"), ["Q302"]),
        (an_item(1, "甲是（ ）"), an_item(1, "乙是（ ）"), ["Q106"]),
    ],
)
def test_across_banks(first: str, second: str, codes: list[str]):
    assert codes_of(first, second) == codes
