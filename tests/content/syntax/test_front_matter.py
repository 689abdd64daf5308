"""Front matter: keys, ids and lists."""

import pytest

from edu.content.finding import Findings
from edu.content.syntax.document import parse_document
from edu.content.syntax.front_matter import Key, is_id, read_front, split_list

KEYS = (Key("题库", "bank", required=True), Key("难度", "difficulty"))


def front_of(text: str) -> tuple[dict[str, str], list[str]]:
    findings = Findings("x.md")
    document = parse_document("x.md", text, findings)
    assert document is not None
    front = read_front(document, KEYS, findings)
    return {key: entry.value for key, entry in front.entries.items()}, [str(finding) for finding in findings.found]


@pytest.mark.parametrize(
    ("text", "entries", "words"),
    [
        ("---\n题库：例 # 说\n---", {"bank": "例"}, []),
        ("---\nBANK: 例\nDifficulty: 易\n---", {"bank": "例", "difficulty": "易"}, []),
        ("---\n题库: C#语言\n---", {"bank": "C#语言"}, []),
        ("---\n题库: a: b\n---", {"bank": "a: b"}, []),
        ("---\n题厍: 例\n---", {}, ["F204", "可写：题库", "F206"]),
        ("---\n题库:\n---", {"bank": ""}, ["F206"]),
        ("---\n题库: a\n题库: b\n---", {"bank": "a"}, ["F205", "第 2 行"]),
    ],
)
def test_front_matter(text: str, entries: dict[str, str], words: list[str]):
    found, messages = front_of(text)
    assert found == entries
    assert all(any(word in message for message in messages) for word in words)
    assert bool(messages) == bool(words)


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("甲、乙", ("甲", "乙")),
        ("说清 A、B；会算 C", ("说清 A、B", "会算 C")),
        ("one; two;", ("one", "two")),
        ("", ()),
    ],
)
def test_list(text: str, parts: tuple[str, ...]):
    assert split_list(text) == parts


@pytest.mark.parametrize(
    ("text", "good"),
    [("a", True), ("lev-p-01", True), ("A", False), ("1a", False), ("a_b", False), ("a--b", False), ("a" * 65, False)],
)
def test_id(text: str, good: bool):
    assert is_id(text) == good
