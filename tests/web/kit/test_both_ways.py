"""The short way and the long way are asked the same, plain and odd: status, headers and body are the same."""

import re
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any
from uuid import uuid4

import pytest
from httpx import AsyncClient, Response
from litestar.types import Scope

from edu.domain.people.role import Role
from edu.services.sitting import taking
from edu.web.kit.gate import Gate
from edu.web.kit.security import HEADERS
from edu.web.kit.short_way import LARGEST_FORM, find_place, list_swift
from tests.exam_terms import EXAM, set_exam
from tests.house import House
from tests.services.acts import sit, start
from tests.web.sending import by_application

FORM = {"content-type": "application/x-www-form-urlencoded"}
_MADE_UP = re.compile(r"\b[0-9a-f]{128}\b")
"""A token against forged requests, made anew for whoever has none."""


@dataclass
class Asked:
    """What is asked by both ways. In texts ``RUNNING``, ``ENDED`` and ``TOKEN`` stand for those of the house."""

    method: str
    path: str
    body: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)
    cookies: str = "session=SESSION; csrf=TOKEN"
    who: str = "CLIENT"
    """Whose session ``SESSION`` is."""
    encoding: str = "utf-8"


PLAIN = (
    Asked("GET", "/attempts/RUNNING/form"),
    Asked("GET", "/attempts/RUNNING/questions/2"),
    Asked("POST", "/attempts/RUNNING/questions/2", "_csrf_token=TOKEN&go=3"),
    Asked("POST", "/check", "_csrf_token=TOKEN"),
    Asked("POST", "/attempts/RUNNING/begin", "_csrf_token=TOKEN", who="CANDIDATE"),
    Asked("POST", f"/exams/{EXAM}/enter", "_csrf_token=TOKEN&honour=yes", who="CANDIDATE"),
)
"""What may be asked twice with the same outcome; at least one for each swift handler."""


def ask_otherwise(plain: Asked) -> dict[str, Asked]:
    """Odd ways to ask for what ``plain`` asks for."""
    return {name: replace(asked, who=plain.who) for name, asked in _list_otherwise(plain).items()}


def _list_otherwise(plain: Asked) -> dict[str, Asked]:
    method, path, body, token = plain.method, plain.path, plain.body, "_csrf_token=TOKEN"
    uuid_upper = path.replace("RUNNING", "UPPER")
    return {
        "plain": plain,
        "htmx": Asked(method, path, body, {"hx-request": "true"}),
        "query": Asked(method, path + "?a=b&a=%ff", body),
        "slash": Asked(method, path + "/", body),
        "double slash": Asked(method, "/" + path, body),
        "capitals": Asked(method, uuid_upper, body),
        "no dashes": Asked(method, path.replace("RUNNING", "DASHLESS"), body),
        "quoted letter": Asked(method, path.replace("/attempts", "/%61ttempts").replace("/check", "/chec%6B"), body),
        "quoted slash": Asked(method, path[0] + path[1:].replace("/", "%2F"), body),
        "not there": Asked(method, path.replace("RUNNING", str(uuid4())).replace(EXAM, "no-exam"), body),
        "ended": Asked(method, path.replace("RUNNING", "ENDED"), body),
        "not a uuid": Asked(method, path.replace("RUNNING", "1"), body),
        "strange name": Asked(method, path.replace("RUNNING", "%00").replace(EXAM, "%F0%9F%98%80%00"), body),
        "HEAD": Asked("HEAD", path),
        "OPTIONS": Asked("OPTIONS", path),
        "PUT": Asked("PUT", path, body),
        "DELETE": Asked("DELETE", path, body),
        "another method": Asked("POST" if method == "GET" else "GET", path, body),
        "gzip": Asked(method, path, body, {"accept-encoding": "gzip, br"}),
        "no gzip": Asked(method, path, body, {"accept-encoding": "gzip;q=0"}),
        "english": Asked(method, path, body, cookies="session=SESSION; csrf=TOKEN; lang=en; dress=dark.elder"),
        "odd dress": Asked(method, path, body, cookies="session=SESSION; csrf=TOKEN; lang=xx; dress=.."),
        "nobody": Asked(method, path, body, cookies="csrf=TOKEN"),
        "nobody with htmx": Asked(method, path, body, {"hx-request": "true"}, "csrf=TOKEN"),
        "unknown session": Asked(method, path, body, cookies="session=abc; csrf=TOKEN"),
        "long session": Asked(method, path, body, cookies=f"session={'a' * 201}; csrf=TOKEN"),
        "quoted session": Asked(method, path, body, cookies='session="SESSION"; csrf="TOKEN"'),
        "two sessions": Asked(method, path, body, cookies="session=SESSION; session=abc; csrf=TOKEN"),
        "two sessions, the other first": Asked(method, path, body, cookies="session=abc; session=SESSION; csrf=TOKEN"),
        "two tokens": Asked(method, path, body, cookies="csrf=abc; session=SESSION; csrf=TOKEN"),
        "two tokens, the other last": Asked(method, path, body, cookies="csrf=TOKEN; session=SESSION; csrf=abc"),
        "no token in a cookie": Asked(method, path, body, cookies="session=SESSION"),
        "empty token in a cookie": Asked(method, path, body, cookies="session=SESSION; csrf="),
        "forged token": Asked(method, path, f"_csrf_token={'0' * 128}", cookies=f"session=SESSION; csrf={'0' * 128}"),
        "odd cookies": Asked(method, path, body, cookies="=; ;;session=SESSION;csrf=TOKEN; é=ü; a"),
        "no cookies": Asked(method, path, body, cookies=""),
        "another role": Asked(method, path, body, cookies="session=EXAMINER; csrf=TOKEN"),
        "a client": Asked(method, path, body, cookies="session=CLIENT; csrf=TOKEN"),
        "a candidate": Asked(method, path, body, cookies="session=CANDIDATE; csrf=TOKEN"),
        "no token": Asked(method, path, "honour=yes"),
        "empty token": Asked(method, path, "_csrf_token="),
        "token with a blank": Asked(method, path, "_csrf_token=TOKEN+"),
        "strange token": Asked(method, path, "_csrf_token=%E6%9C%9D"),
        "token twice": Asked(method, path, f"{body}&_csrf_token=abc"),
        "token twice, the other first": Asked(method, path, f"_csrf_token=abc&{body}"),
        "token in the header": Asked(method, path, "honour=yes", {"x-csrftoken": "TOKEN"}),
        "wrong token in the header": Asked(method, path, body, {"x-csrftoken": "abc"}),
        "empty token in the header": Asked(method, path, body, {"x-csrftoken": ""}),
        "token as JSON": Asked(method, path, '{"_csrf_token": "TOKEN"}', {"content-type": "application/json"}),
        "JSON": Asked(method, path, "{}", {"content-type": "application/json", "x-csrftoken": "TOKEN"}),
        "no kind": Asked(method, path, body, {"content-type": ""}),
        "kind with a charset": Asked(method, path, body, {"content-type": f"{FORM['content-type']}; charset=gbk"}),
        "kind in capitals": Asked(method, path, body, {"content-type": FORM["content-type"].upper()}),
        "a file": Asked(method, path, _make_multipart(), {"content-type": "multipart/form-data; boundary=xx"}),
        "no boundary": Asked(method, path, _make_multipart(), {"content-type": "multipart/form-data"}),
        "bad bytes": Asked(method, path, "\xff\xfe=\xff&%ff=%zz&&=", {"x-csrftoken": "TOKEN"}, encoding="latin-1"),
        "empty body": Asked(method, path, ""),
        "large": Asked(method, path, f"{token}&a={'a' * LARGEST_FORM}"),
        "too large": Asked(method, path, f"{token}&a={'a' * 1_000_001}"),
        "length of words": Asked(method, path, body, {"content-length": "many"}),
        "negative length": Asked(method, path, body, {"content-length": "-1"}),
        "many fields": Asked(method, path, f"{body}{'&a=b' * 2_000}"),
        "field of another page": Asked(method, path, f"{body}&next=//elsewhere.test&go=9&seen=1&honour=no"),
    }  # fmt: skip


def _make_multipart() -> str:
    lines = ("--xx", 'Content-Disposition: form-data; name="_csrf_token"', "", "TOKEN", "--xx--", "")
    return "\r\n".join(lines)


class BothWays:
    """A house in which somebody sits, and somebody has ended; requests are asked by both ways."""

    def __init__(self, house: House, words: Mapping[str, str], long_way: AsyncClient) -> None:
        self._house, self._words, self._long_way = house, words, long_way

    def forbid_long_way(self) -> None:
        """What goes on to the application fails."""
        gate = self._house.app.asgi_handler
        assert isinstance(gate, Gate)

        async def fail(scope: Scope, *_: object) -> None:
            raise AssertionError(scope["path"])

        gate.behind = fail

    async def ask_short(self, asked: Asked) -> Response:
        return await self._send(self._house.client, asked)

    async def ask(self, asked: Asked) -> tuple[Response, Response]:
        """The short way first."""
        return await self._send(self._house.client, asked), await self._send(self._long_way, asked)

    async def _send(self, client: AsyncClient, asked: Asked) -> Response:
        client.cookies.clear()
        headers = (FORM if asked.body else {}) | {"accept-encoding": "identity"} | dict(asked.headers)
        headers |= {"cookie": asked.cookies.replace("SESSION", asked.who)} if asked.cookies else {}
        raw = [(name.encode(), self._put_in(value, asked.who).encode()) for name, value in headers.items()]
        body = self._put_in(asked.body, asked.who).encode(asked.encoding)
        return await client.request(
            asked.method, self._put_in(asked.path, asked.who), content=body, headers=raw, follow_redirects=False
        )

    def _put_in(self, text: str, who: str) -> str:
        running = self._words[f"RUNNING {who}"]
        sittings = {"RUNNING": running, "UPPER": running.upper(), "DASHLESS": running.replace("-", "")}
        for word, value in (sittings | dict(self._words)).items():
            text = text.replace(word, value)
        return text


@pytest.fixture
async def both_ways(house: House) -> AsyncIterator[BothWays]:
    blueprint, words = set_exam(house), {}
    client = await house.signed_in()
    words["ENDED"] = str(await sit(house, client))
    house.clock.turn(days=3)
    words["RUNNING CLIENT"] = str(await start(house, client))
    candidate = await house.make_staff(Role.CANDIDATE)
    async with house.platform.database.write() as session:
        words["RUNNING CANDIDATE"] = str(
            await taking.start(session, house.library, blueprint, candidate, house.clock())
        )
    await house.make_staff(Role.EXAMINER)
    logins = {"CLIENT": "wang@example.cn", "CANDIDATE": "candidate@firm.cn", "EXAMINER": "examiner@firm.cn"}
    for word, login in logins.items():
        await house.visitor.sign_in(login)
        words[word] = house.client.cookies["session"]
    words["TOKEN"] = house.client.cookies["csrf"]
    async with by_application(house) as visitor:
        yield BothWays(house, words, visitor.client)


def compare(short: Response, long: Response) -> dict[str, tuple[Any, Any]]:
    """Where they differ."""
    told = [
        {
            "status": response.status_code,
            "headers": sorted((name, _MADE_UP.sub("", value)) for name, value in response.headers.multi_items()),
            "body": _MADE_UP.sub("", response.text),
        }
        for response in (short, long)
    ]
    return {name: (told[0][name], told[1][name]) for name in told[0] if told[0][name] != told[1][name]}


def test_every_swift_handler_is_asked(house: House):
    asked = {find_place(plain.method, plain.path)[0] for plain in PLAIN}
    assert asked == set(list_swift(house.app))


@pytest.mark.parametrize("plain", PLAIN, ids=lambda plain: f"{plain.method} {plain.path}")
async def test_both_ways_answer_alike(both_ways: BothWays, plain: Asked):
    differences = {}
    for name, asked in ask_otherwise(plain).items():
        short, long = await both_ways.ask(asked)
        if found := compare(short, long):
            differences[name] = found
        assert {header: short.headers.get_list(header) for header in HEADERS} == {k: [v] for k, v in HEADERS.items()}
    assert differences == {}


@pytest.mark.parametrize("plain", PLAIN, ids=lambda plain: f"{plain.method} {plain.path}")
async def test_what_is_plain_comes_by_the_short_way(both_ways: BothWays, plain: Asked):
    both_ways.forbid_long_way()
    otherwise = ask_otherwise(plain)
    names = ["plain", "htmx", "query", "gzip", "english", "not there", "ended"]
    names += ["token in the header"] if plain.body else []
    found = {name: (await both_ways.ask_short(otherwise[name])).status_code for name in names}
    assert all(status < 500 for status in found.values()), found
