"""The page that teaches trainers: every example does what the page says."""

import re
from pathlib import Path

import pytest

from edu.content.checking import check_path

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs/writing-questions.zh-CN.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(r"^```md (\S+)\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)


def test_the_page_has_examples():
    assert len(EXAMPLES) >= 10
    assert {name for name, _ in EXAMPLES} >= {"正确", "Q202", "Q405"}


@pytest.mark.parametrize(("promise", "text"), EXAMPLES, ids=range(len(EXAMPLES)))
def test_each_example_does_what_the_page_says(promise: str, text: str, tmp_path: Path):
    file = tmp_path / "example.md"
    file.write_text(text, encoding="utf-8")
    checked = check_path(file, use_cache=False)
    wrong = {finding.code for finding in checked.findings if not finding.advice} - {"Q104"}  # the formatter gives ids
    assert wrong == (set() if promise == "正确" else {promise}), "\n".join(map(str, checked.findings))


@pytest.mark.parametrize("text", [text for promise, text in EXAMPLES if promise == "正确"])
def test_each_right_example_can_be_formatted(text: str, tmp_path: Path):
    from edu.content.items.bank_formatting import format_file

    file = tmp_path / "example.md"
    file.write_text(text, encoding="utf-8")
    done = format_file(file, write=True)
    assert done.findings == ()
    assert done.changed
    assert not format_file(file, write=True).changed
    assert check_path(file, use_cache=False).items == done.named


@pytest.mark.parametrize("command", re.findall(r"^edu (\w+)", PAGE, re.MULTILINE))
def test_each_command_exists(command: str):
    from edu.cli import main

    assert command in main.commands


@pytest.mark.parametrize("link", re.findall(r"\]\(([\w./-]+\.md)\)", PAGE))
def test_links_lead_somewhere(link: str):
    assert (ROOT / "docs" / link).exists()
