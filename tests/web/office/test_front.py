"""Front door, languages, dress, errors, headers."""

import pytest

from tests.house import House, Visitor


async def test_landing_is_chinese_by_default_and_english_on_request(visitor: Visitor):
    page = await visitor.get("/")
    assert '<html lang="zh-CN"' in page.text
    assert "先知险，再入市" in page.text

    page = await visitor.post("/language", {"language": "en", "next": "/"})
    assert '<html lang="en"' in page.text
    assert "Know the risk before you take it" in page.text


async def test_dress_is_kept(visitor: Visitor):
    page = await visitor.post("/dress", {"theme": "dark", "view": "elder", "next": "/privacy"})
    assert page.url.path == "/privacy"
    assert 'data-theme="dark" class="elder"' in page.text


@pytest.mark.parametrize(
    "foreign", ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)"]
)
async def test_nobody_is_led_elsewhere(visitor: Visitor, foreign: str):
    answer = await visitor.post("/language", {"language": "en", "next": foreign}, follow=False)
    assert answer.headers["location"] == "/"


async def test_pages_carry_strict_headers(visitor: Visitor):
    page = await visitor.get("/")
    policy = page.headers["content-security-policy"]
    assert "script-src 'self'" in policy
    assert "unsafe" not in policy
    assert page.headers["x-content-type-options"] == "nosniff"
    assert "<style" not in page.text
    assert " onclick" not in page.text


async def test_unknown_address_is_one_sentence(visitor: Visitor):
    page = await visitor.get("/nothing/here")
    assert page.status_code == 404
    assert "没有" in page.text
    assert "Traceback" not in page.text


async def test_a_post_without_its_token_is_refused(house: House):
    answer = await house.client.post("/sign-in", data={"login": "a", "password": "b"})
    assert answer.status_code == 403
    assert "Traceback" not in answer.text


async def test_one_click_accounts_exist_in_the_demo_only(visitor: Visitor):
    answer = await visitor.post("/demo/sign-in", {"login": "new@demo"})
    assert answer.status_code == 404


async def test_healthz_answers(visitor: Visitor):
    answer = await visitor.get("/healthz")
    assert (answer.status_code, answer.json()) == (200, {"status": "ok"})


async def test_a_body_that_is_too_large_is_refused(visitor: Visitor):
    answer = await visitor.post("/sign-in", {"login": "a" * 2_000_000, "password": "b"})
    assert answer.status_code == 413
