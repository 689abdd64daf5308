"""The name that was probably meant."""

import pytest

from edu.content.nearest import nearest_name


@pytest.mark.parametrize(
    ("word", "nearest"),
    [("答安", "答案"), ("keyy", "key"), ("C6", "C1、C2"), ("远", "答案、解析、key、C1、C2")],
)
def test_nearest_name(word: str, nearest: str):
    assert nearest_name(word, ["答案", "解析", "key", "C1", "C2"]) == nearest
