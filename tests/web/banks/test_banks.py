"""The trainer's home tells what the check of all content found."""

import re
from dataclasses import replace
from pathlib import Path
from shutil import copytree

import pytest
from litestar.datastructures import State

from edu.app import ContentNotReady, read_content
from edu.content.finding import make_finding
from edu.domain.people.role import Role
from edu.settings import find_folder
from tests.house import House, Visitor, make_settings


def _spoil(folder: Path, old: str, new: str) -> Path:
    """The shipped content with a change in one bank."""
    copied = copytree(find_folder("content"), folder / "content")
    bank = copied / "questions/leverage-practice.md"
    text = bank.read_text(encoding="utf-8")
    assert old in text
    bank.write_text(text.replace(old, new, 1), encoding="utf-8")
    return copied


async def _count(visitor: Visitor) -> tuple[str, str]:
    page = await visitor.get("/staff/banks")
    tiles = re.findall(r"<strong>(\d+)</strong>", page.text)
    return tiles[2], page.text


async def test_where_nothing_was_found_the_page_says_so(house: House, visitor: Visitor):
    await house.make_staff(Role.TRAINER)
    await visitor.sign_in("trainer@firm.cn")
    count, page = await _count(visitor)
    assert (count, "没有需要修改的地方" in page) == ("0", True)


async def test_each_finding_is_counted_and_told_in_the_readers_language(house: House, visitor: Visitor):
    advice = tuple(
        make_finding("Q303", f"questions/{name}.md", 7, first="A", second="B") for name in ("leverage", "delivery")
    )
    house.app.state = State({"platform": replace(house.platform, advice=advice)})
    await house.make_staff(Role.TRAINER)
    await visitor.sign_in("trainer@firm.cn")
    count, page = await _count(visitor)
    assert (count, "没有需要修改的地方" in page) == ("2", False)
    for finding in advice:
        assert f"<code>{finding.path}:7</code>" in page
        assert finding.message in page
        assert finding.remedy in page
    await visitor.post("/language", {"language": "en", "next": "/"})
    _, page = await _count(visitor)
    assert advice[0].english_remedy in page
    assert advice[0].remedy not in page


def test_advice_comes_with_the_content_that_is_served(tmp_path: Path):
    folder = _spoil(tmp_path, "- D. 交给保险公司的保费", "- D. 银行里的定期存款")
    library, advice = read_content(make_settings(tmp_path, "sqlite+aiosqlite://", content=folder))
    assert library.banks
    assert advice
    assert all(finding.advice for finding in advice)


def test_what_is_wrong_is_not_served(tmp_path: Path):
    folder = _spoil(tmp_path, "答案：", "答案：Z")
    with pytest.raises(ContentNotReady) as refused:
        read_content(make_settings(tmp_path, "sqlite+aiosqlite://", content=folder))
    assert refused.value.findings
