"""What the page of a running sitting sends."""

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any
from uuid import UUID

from httpx import Response
from litestar.types import Receive, Scope, Send

from edu.domain.items.lettering import shown_letter
from edu.domain.items.traits import traits_of
from edu.services.sitting.taking import Sitting
from edu.web.kit.gate import Gate
from edu.web.sitting import saves
from tests.house import House, Visitor, make_http_client
from tests.walking import right_fields, right_response


@asynccontextmanager
async def by_application(house: House) -> AsyncIterator[Visitor]:
    """The same browser, by the long way."""
    gate = house.app.asgi_handler
    assert isinstance(gate, Gate)
    long_way = Gate(gate.behind, house.platform, saves.SAVE_HANDLERS, {})

    async def behind(scope: Scope, receive: Receive, send: Send) -> None:
        scope["app"] = scope["litestar_app"] = house.app
        scope.setdefault("state", {})
        await long_way(scope, receive, send)

    async with make_http_client(behind) as client:
        client.cookies = house.client.cookies
        yield Visitor(client)


def attempt_in(page: Response) -> UUID:
    found = re.search(r"/attempts/([0-9a-f-]{36})", str(page.url))
    assert found, page.url
    return UUID(found[1])


async def send(house: House, attempt: UUID, leaf: str, body: dict[str, Any]) -> Response:
    token = {"x-csrftoken": house.client.cookies["csrf"]}
    return await house.client.post(f"/attempts/{attempt}/{leaf}", json=body, headers=token)


async def save(house: House, sitting: Sitting, slot: int, **more: Any) -> Response:
    """The right response to one question, as the page sends it."""
    item, order = sitting.items[slot], sitting.attempt.form.slots[slot].order
    body: dict[str, Any] = {"slot": slot, "seen": 0, "key": f"key-{slot:05d}"} | more
    right = right_response(item)
    body |= {
        "choice": [shown_letter(order, letter) for letter in sorted(right.letters)],
        "truth": right.truth,
        "texts": ["先安抚客户，再核实情况。"] if traits_of(item).marked else right.texts,
        "pairs": [value for name, value in right_fields(item, order).items() if name.startswith("pair-")],
    }
    return await send(house, sitting.attempt.id, "responses", body)
