"""What people do in a sitting, each as the requests that a browser sends for it."""

import json
from urllib.parse import urlencode

from crowd import Candidate, Line, get, post
from driving import Act, Unexpected

from edu.domain.items.item import Item, Kind

FORM = "application/x-www-form-urlencoded"
_MOST_REDIRECTS = 5


async def _expect(line: Line, request: bytes, status: int) -> tuple[dict[str, str], bytes]:
    answered, headers, body = await line.ask(request)
    if answered != status:
        raise Unexpected(f"{answered} to {request[:80]!r}: {body[:300].decode(errors='replace')}")
    return headers, body


def start(exam: str) -> Act:
    """Press the button in the lobby; the reply says where the form is."""

    async def act(line: Line, candidate: Candidate) -> None:
        body = urlencode({"_csrf_token": candidate.csrf}).encode()
        headers, _ = await _expect(line, post(f"/exams/{exam}/enter", body, candidate.cookies, FORM), 303)
        candidate.attempt = headers["location"].split("/")[2]

    return act


async def count_redirects(line: Line, candidate: Candidate, exam: str) -> int:
    """Start, and follow to the first page; how many redirects more it takes than the one of the reply itself."""
    body = urlencode({"_csrf_token": candidate.csrf}).encode()
    headers, _ = await _expect(line, post(f"/exams/{exam}/enter", body, candidate.cookies, FORM), 303)
    for count in range(_MOST_REDIRECTS):
        status, headers, _ = await line.ask(get(headers["location"], candidate.cookies))
        if status == 200:
            return count
    raise Unexpected("a start leads from page to page without end")


async def see_question(line: Line, candidate: Candidate) -> None:
    """A question, the next one each time."""
    candidate.looks += 1
    number = candidate.looks % len(candidate.items) + 1
    await _expect(line, get(f"/attempts/{candidate.attempt}/questions/{number}", candidate.cookies), 200)


async def see_form(line: Line, candidate: Candidate) -> None:
    """The whole form."""
    await _expect(line, get(f"/attempts/{candidate.attempt}/form", candidate.cookies), 200)


async def see_result(line: Line, candidate: Candidate) -> None:
    """The result."""
    await _expect(line, get(f"/attempts/{candidate.attempt}/result", candidate.cookies), 200)


async def see_hand_in(line: Line, candidate: Candidate) -> None:
    """The page before handing in."""
    await _expect(line, get(f"/attempts/{candidate.attempt}/hand-in", candidate.cookies), 200)


async def save(line: Line, candidate: Candidate) -> None:
    """The next change of mind, slot after slot, in the background."""
    slot, seen = _find_next(candidate)
    body = {"slot": slot, "seen": seen, "key": f"bench-{candidate.saves}-key"} | _as_json(candidate.items[slot], seen)
    candidate.saves += 1
    token = f"{candidate.cookies}X-CSRFToken: {candidate.csrf}\r\n"
    path = f"/attempts/{candidate.attempt}/responses"
    await _expect(line, post(path, json.dumps(body).encode(), token), 201)


async def save_plain(line: Line, candidate: Candidate) -> None:
    """Without JavaScript: the form is posted, and the reply is a redirect."""
    await _post_form(line, candidate, "")


async def save_plain_and_look(line: Line, candidate: Candidate) -> None:
    """Without JavaScript: the form is posted, and the browser follows to the page."""
    await _expect(line, get(await _post_form(line, candidate, ""), candidate.cookies), 200)


async def save_and_next(line: Line, candidate: Candidate) -> None:
    """With htmx: the reply is the part of the page that changes, with the next question."""
    await _post_form(line, candidate, "HX-Request: true\r\n")


async def _post_form(line: Line, candidate: Candidate, header: str) -> str:
    """Where it leads."""
    slot, seen = _find_next(candidate)
    number, item = slot + 1, candidate.items[slot]
    following = number % len(candidate.items) + 1
    fields = _as_form(item, seen) | {"_csrf_token": candidate.csrf, "seen": str(seen), "go": str(following)}
    request = post(
        f"/attempts/{candidate.attempt}/questions/{number}",
        urlencode(fields).encode(),
        candidate.cookies + header,
        FORM,
    )
    headers, _ = await _expect(line, request, 200 if header else 303)
    candidate.saves += 1
    return headers.get("location", "")


async def hand_in(line: Line, candidate: Candidate) -> None:
    """Hand in; the reply leads to the result."""
    body = urlencode({"_csrf_token": candidate.csrf}).encode()
    await _expect(line, post(f"/attempts/{candidate.attempt}/hand-in", body, candidate.cookies, FORM), 303)


async def see_bare_page(line: Line, _: Candidate) -> None:
    """The floor of pages."""
    await _expect(line, get("/"), 200)


async def see_bare_question(line: Line, _: Candidate) -> None:
    """A smaller floor: one question and the numbers of thirty."""
    await _expect(line, get("/question"), 200)


_PLAIN = post("/save", json.dumps({"slot": 3, "seen": 1, "key": "bench-key", "choice": ["A"]}).encode())


async def save_barely(line: Line, _: Candidate) -> None:
    """The floor of whatever must be durable."""
    await _expect(line, _PLAIN, 201)


def _find_next(candidate: Candidate) -> tuple[int, int]:
    """The slot that is next, and how many responses it has had."""
    seen, slot = divmod(candidate.saves, len(candidate.items))
    return slot, seen


def _as_json(item: Item, seen: int) -> dict[str, object]:
    if item.kind is Kind.TRUE_FALSE:
        return {"truth": seen % 2 == 0}
    if item.kind in {Kind.SINGLE, Kind.MULTIPLE}:
        return {"choice": ["AB"[seen % 2]]}
    return {"texts": [str(seen)] * max(len(item.blanks), 1)}


def _as_form(item: Item, seen: int) -> dict[str, str]:
    if item.kind is Kind.TRUE_FALSE:
        return {"choice": ("true", "false")[seen % 2]}
    if item.kind in {Kind.SINGLE, Kind.MULTIPLE}:
        return {"choice": "AB"[seen % 2]}
    return {f"blank-{number}": str(seen) for number in range(len(item.blanks))}
