"""The gate in front of the application: as strict as what is behind it, in JSON."""

import json
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

import pytest
from httpx import Response
from litestar.middleware.csrf import generate_csrf_token

from edu.domain.people.role import Role
from edu.store.people import accounts
from edu.web.kit.gate import LARGEST_BODY
from edu.web.kit.security import HEADERS
from tests.house import House
from tests.services.acts import load, start
from tests.web.sending import save


@dataclass
class Sender:
    """Somebody with a running attempt, whose page may send anything."""

    house: House
    account: Any
    attempt: Any

    @property
    def path(self) -> str:
        return f"/attempts/{self.attempt}/responses"

    @property
    def token(self) -> str:
        return self.house.client.cookies["csrf"]

    async def send(self, content: Any = None, *, path: str = "", token: bytes = b"", **headers: str) -> Response:
        body = content if content is not None else json.dumps({"slot": 0, "seen": 0, "key": "key-0001"})
        given: dict[str, Any] = {"content-type": "application/json", "x-csrftoken": token or self.token} | headers
        return await self.house.client.post(path or self.path, content=body, headers=given)

    async def count(self) -> int:
        return (await load(self.house, self.attempt, self.account)).attempt.receipts


@pytest.fixture
async def sender(house: House) -> Sender:
    account = await house.signed_in()
    attempt = await start(house, account)
    await house.visitor.get("/privacy")
    return Sender(house, account, attempt)


def why(answer: Response) -> str:
    told = answer.json()
    assert set(told) == {"why", "kind"}
    assert told["why"]
    return str(told["why"])


async def test_a_save_has_the_strict_headers_of_every_page(sender: Sender):
    answer = await sender.send()
    page = await sender.house.client.get("/privacy")
    assert answer.status_code == 201
    for name in HEADERS:
        assert answer.headers.get_list(name) == page.headers.get_list(name) == [HEADERS[name]]
    assert answer.headers["content-type"] == "application/json"
    assert answer.headers["content-length"] == str(len(answer.content))


@pytest.mark.parametrize("token", ["-", "x", "x" * 128, "é" * 128, generate_csrf_token("another secret")])
async def test_a_token_that_is_not_the_cookies_is_refused(sender: Sender, token: str):
    answer = await sender.send(token=token.encode())
    assert answer.status_code == 403
    assert why(answer)
    assert await sender.count() == 0


async def test_two_equal_tokens_that_we_never_signed_are_refused(sender: Sender):
    forged = generate_csrf_token("another secret")
    session = sender.house.client.cookies["session"]
    answer = await sender.send(cookie=f"session={session}; csrf={forged}", token=forged.encode())
    assert answer.status_code == 403


async def test_a_token_of_ours_that_is_not_the_cookies_is_refused(sender: Sender):
    other = generate_csrf_token(sender.house.platform.settings.csrf_secret)
    assert (await sender.send(token=other.encode())).status_code == 403


async def test_without_a_session_nothing_is_kept(sender: Sender):
    sender.house.client.cookies.delete("session")
    answer = await sender.send()
    assert answer.status_code == 401
    assert why(answer)
    assert await sender.count() == 0


async def test_a_long_session_cookie_is_nobodys(sender: Sender):
    answer = await sender.send(cookie=f"csrf={sender.token}; session={'x' * 201}")
    assert answer.status_code == 401


async def test_another_role_is_refused(house: House):
    await house.make_staff(Role.EXAMINER)
    await house.visitor.sign_in("examiner@firm.cn")
    await house.visitor.get("/privacy")
    answer = await Sender(house, None, uuid4()).send()
    assert answer.status_code == 403
    assert why(answer)


async def test_a_disabled_account_is_out_once_the_memory_is_over(sender: Sender):
    sitting = await load(sender.house, sender.attempt, sender.account)
    assert (await save(sender.house, sitting, 0)).status_code == 201
    async with sender.house.platform.database.write() as session:
        account = await accounts.get(session, sender.account)
        assert account is not None
        account.disabled = True
        await session.commit()
    sender.house.clock.turn(seconds=31)
    answer = await sender.send('{"slot": 0, "seen": 1, "key": "key-0002"}')
    assert answer.status_code == 401
    assert await sender.count() == 1


async def test_a_session_that_is_remembered_asks_the_database_no_more(sender: Sender, monkeypatch: pytest.MonkeyPatch):
    assert (await sender.send()).status_code == 201
    monkeypatch.setattr(sender.house.platform.database, "read", None)
    assert (await sender.send('{"slot": 0, "seen": 1, "key": "key-0002"}')).status_code == 201


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"null", b'"\xff"', b'{"slot": 0}', b"[" * 50_000])
async def test_what_is_no_response_is_refused(sender: Sender, body: bytes):
    answer = await sender.send(body)
    assert answer.status_code == 422
    assert why(answer)


async def test_a_body_that_is_announced_too_large_is_not_read(sender: Sender):
    answer = await sender.send(b"x" * (LARGEST_BODY + 1))
    assert answer.status_code == 413
    assert why(answer)


async def test_the_longest_written_response_is_not_too_large(sender: Sender):
    answer = await sender.send(json.dumps({"slot": 99, "seen": 0, "key": "key-0001", "texts": ["字" * 20_000]}))
    assert answer.status_code == 413  # as escapes it is; a browser sends the characters
    text = {"slot": 99, "seen": 0, "key": "key-0001", "texts": ["字" * 20_000]}
    answer = await sender.send(json.dumps(text, ensure_ascii=False))
    assert answer.status_code == 404  # there is no such slot, but the body has come through


@pytest.mark.parametrize(
    "path",
    [
        "/attempts/1/responses", "/attempts/{}/response", "/attempts/{}/responses/1", "/attempts/{}/responses/",
        "/attempts/{{{}}}/responses", "/x/attempts/{}/responses", "/attempts/{}%0a/responses",
    ],
)  # fmt: skip
async def test_other_paths_are_the_applications(sender: Sender, path: str):
    answer = await sender.send(path=path.format(sender.attempt))
    assert answer.status_code == 404
    assert answer.headers["content-type"].startswith("text/html")


async def test_a_refusal_is_said_in_the_readers_language(sender: Sender):
    sender.house.client.cookies.set("lang", "en", domain="zhixian.test", path="/")
    assert why(await sender.send("{")) == "This response does not fit the question."


async def test_who_goes_away_before_the_end_has_saved_nothing(sender: Sender):
    body = json.dumps({"slot": 0, "seen": 0, "key": "key-0001"}).encode()
    messages = iter([{"type": "http.request", "body": body, "more_body": True}, {"type": "http.disconnect"}])
    cookies = "; ".join(f"{name}={value}" for name, value in sender.house.client.cookies.items())
    sent: list[Any] = []

    async def receive() -> Any:
        return next(messages)

    async def send(message: Any) -> None:
        sent.append(message)

    scope: Any = {
        "type": "http", "method": "POST", "path": sender.path, "raw_path": sender.path.encode(), "query_string": b"",
        "root_path": "", "scheme": "http", "http_version": "1.1", "server": ("zhixian.test", 80), "client": ("h", 1),
        "headers": [(b"content-type", b"application/json"), (b"cookie", cookies.encode()),
                    (b"x-csrftoken", sender.token.encode())],
    }  # fmt: skip
    await sender.house.app(scope, receive, send)
    assert sent == []
    assert await sender.count() == 0
