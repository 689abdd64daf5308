"""Saving in the background: JSON in, a receipt out. The page never leaves the form for it."""

from typing import Annotated, Any
from uuid import UUID

import msgspec
from litestar import Request, Response, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from edu.domain.attempt import StalePage
from edu.domain.item import Item, Kind
from edu.domain.lettering import file_letter
from edu.domain.receipt import Receipt
from edu.domain.refusal import Conflict, NotThere, Refused
from edu.domain.response import LONGEST_WRITTEN
from edu.domain.response import Response as Given
from edu.domain.role import Duty
from edu.services.saving import FrozenForm
from edu.store.journal import NotSaved
from edu.web.guards import requires
from edu.web.visit import Visit

Text = Annotated[str, msgspec.Meta(max_length=LONGEST_WRITTEN)]
Letter = Annotated[str, msgspec.Meta(max_length=1)]


class Sent(msgspec.Struct, forbid_unknown_fields=True):
    """A response as the page has it: letters are the page's. ``key`` names this save, however often it is sent."""

    slot: Annotated[int, msgspec.Meta(ge=0, le=1000)]
    key: Annotated[str, msgspec.Meta(min_length=8, max_length=40, pattern="^[A-Za-z0-9-]+$")]
    seen: Annotated[int, msgspec.Meta(ge=0, le=1_000_000)]
    choice: Annotated[list[Letter], msgspec.Meta(max_length=10)] = []
    texts: Annotated[list[Text], msgspec.Meta(max_length=50)] = []
    truth: bool | None = None


_DECODER = msgspec.json.Decoder(Sent)


@post("/attempts/{attempt_id:uuid}/responses", guards=[requires(Duty.BE_ASSESSED)])
async def save(
    request: Request[Any, Any, Any], visit: NamedDependency[Visit], attempt_id: FromPath[UUID]
) -> Response[Any]:
    """Keep a response; what comes back is its receipt, or one sentence why not."""
    try:
        sent = _DECODER.decode(await request.body())
        form = await visit.platform.desk.form_of(attempt_id, visit.person.id)
        receipt = await visit.platform.desk.save(
            attempt_id, visit.person.id, sent.slot, _read(sent, form), visit.now, seen=sent.seen, key=sent.key
        )
    except msgspec.MsgspecError:
        return _refuse(visit, Refused("This response does not fit the question."), 422)
    except NotThere as reason:
        return _refuse(visit, reason, 404)
    except Conflict as reason:
        return _refuse(visit, reason, 409)
    except NotSaved as reason:
        return _refuse(visit, reason, 503)
    except Refused as reason:
        return _refuse(visit, reason, 422)
    return Response(_show(visit, receipt))


def _read(sent: Sent, form: FrozenForm) -> Given:
    """The response in the file's letters; a letter that the page did not show fits no item."""
    if sent.slot >= len(form.items):
        raise NotThere("This check has no such question.")
    item: Item = form.items[sent.slot]
    if item.kind in {Kind.FILL_IN, Kind.NUMERIC, Kind.WRITTEN}:
        return Given(texts=tuple(sent.texts) if any(text.strip() for text in sent.texts) else ())
    if item.kind is Kind.TRUE_FALSE:
        return Given(truth=sent.truth)
    order = form.slots[sent.slot].order
    return Given(letters=frozenset(file_letter(order, letter) or "?" for letter in sent.choice))


def _show(visit: Visit, receipt: Receipt) -> dict[str, Any]:
    at = visit.language.clock(receipt.at)
    said = visit.language.gettext("Saved: no. %(number)s, %(time)s") % {"number": receipt.number, "time": at}
    return {
        "receipt": receipt.number,
        "seen": receipt.events,
        "late": receipt.late,
        "said": said,
    }


def _refuse(visit: Visit, reason: Refused, status: int) -> Response[Any]:
    return Response({"why": visit.language.say(reason), "stale": isinstance(reason, StalePage)}, status_code=status)
