"""What is checked of a bank: how its keys are spread."""

import pytest

from tests.content.checks.whole import an_item, codes_of


def keyed(keys: str) -> str:
    return "".join(an_item(n, f"第 {n} 问是（ ）", "甲甲 乙乙 丙丙 丁丁", key) for n, key in enumerate(keys))


@pytest.mark.parametrize(
    ("keys", "codes"),
    [
        ("ABCDABCDABCD", []),
        ("ABCABCABCABC", ["Q308"]),
        ("AAAAAABBCCDD", ["Q308"]),
        ("AAAAABBBCCDD", []),
        ("AAAAAAAAAAA", []),
    ],
)
def test_spread_of_keys(keys: str, codes: list[str]):
    assert codes_of(keyed(keys)) == codes
