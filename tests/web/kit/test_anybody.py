"""Pages of a running sitting are put together from drawings that many share: nothing of anybody's is in them."""

import re
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from uuid import UUID

import pytest
from httpx import Response

from edu.domain.items.item import Kind
from edu.domain.people.role import Role
from edu.domain.sitting.terms import Navigation
from edu.services.sitting import invigilating
from edu.web.kit import pieces
from edu.web.kit.i18n import LANGUAGES
from edu.web.kit.pieces import Drawings, Pieces, mark_place
from edu.web.sitting import sheets
from edu.web.sitting.attempts import questions
from tests.exam_terms import EXAM, set_exam
from tests.house import House, Visitor
from tests.services.acts import load, sit, start
from tests.walking import right_fields, wrong_fields
from tests.web.sending import attempt_in, save

LEAVES = ("form", "questions/1", "questions/3")


def list_drawings() -> Iterator[Drawings]:
    yield from (sheets._frames, questions._frames)
    for code in LANGUAGES:
        yield from (sheets._questions[code], questions._bodies[code], questions._lines[code])


@pytest.fixture(autouse=True)
def _drawn_anew():
    forget_drawings()


def forget_drawings() -> None:
    """As in a process that has just begun."""
    for drawings in list_drawings():
        drawings._drawn.clear()
    sheets._numbers.clear()
    questions._numbers.clear()


@dataclass
class Reader:
    """Somebody who sits the exam, with a browser."""

    account: UUID
    attempt: UUID
    visitor: Visitor

    async def open(self, leaf: str, lang: str = "zh", dress: str = "auto") -> Response:
        self.visitor.client.cookies.set("lang", lang)
        self.visitor.client.cookies.set("dress", dress)
        page = await self.visitor.get(f"/attempts/{self.attempt}/{leaf}")
        assert page.url.path == f"/attempts/{self.attempt}/{leaf}"
        return page

    @property
    def own(self) -> tuple[str, str]:
        """What nobody else's page may hold."""
        return str(self.attempt), self.visitor.client.cookies["csrf"]


@pytest.fixture
async def readers(house: House) -> AsyncIterator[list[Reader]]:
    """A candidate in a staff exam and a client in the check, each with some responses."""
    set_exam(house)
    candidate = await house.make_staff(Role.CANDIDATE)
    await house.visitor.sign_in("candidate@firm.cn")
    attempt = attempt_in(await house.visitor.post(f"/exams/{EXAM}/enter", {"honour": "yes"}))
    sitting = await load(house, attempt, candidate)
    for slot in (0, 2):
        assert (await save(house, sitting, slot)).status_code == 201
    client = await house.make_client()
    running = await start(house, client)
    async with house.another_visitor() as other:
        await other.sign_in("wang@example.cn")
        yield [Reader(candidate, attempt, house.visitor), Reader(client, running, other)]


async def test_a_page_is_the_same_whoever_came_before(readers: list[Reader]):
    """In another language, another dress, another role; with another name, token and attempt."""
    candidate, client = readers
    for leaf in LEAVES[1:]:
        for dress in ("auto", "dark.elder"):
            forget_drawings()
            fresh = (await client.open(leaf, "zh", dress)).text
            forget_drawings()
            for lang in LANGUAGES:
                await candidate.open(leaf, lang)
                await client.open(leaf, lang, "light")
            again = (await client.open(leaf, "zh", dress)).text
            assert again == fresh
            assert not any(text in again for text in candidate.own)
            assert all(text in again for text in client.own)


async def test_the_form_is_the_same_whoever_came_before(readers: list[Reader]):
    candidate, client = readers
    fresh = (await candidate.open("form")).text
    forget_drawings()
    for lang in reversed(LANGUAGES):
        await candidate.open("form", lang, "dark.elder")
    await client.open("questions/1")
    assert (await candidate.open("form")).text == fresh
    assert fresh.count("saved-ok") == 2


async def test_no_mark_is_left_and_nobody_s_text_is_taken_for_one(house: House, readers: list[Reader]):
    """Not even by somebody who knows how marks look."""
    candidate, client = readers
    sitting = await load(house, candidate.attempt, candidate.account)
    slot = next(n for n, item in enumerate(sitting.items) if item.kind is Kind.WRITTEN)
    mark = re.sub("[0-9a-f]{16}", "0" * 16, mark_place("csrf"))
    path = f"/attempts/{candidate.attempt}/questions/{slot + 1}"
    saved = await candidate.visitor.post(path, {"text": f"<b>{mark}", "go": str(slot + 1)})
    form = await candidate.open("form")
    for page in (saved, form):
        assert f"&lt;b&gt;{mark}</textarea>" in page.text
    for page in (saved, form, await client.open("questions/1")):
        assert pieces._MARK.search(page.text) is None
        assert pieces._SECRET not in page.text


async def test_what_an_examiner_says_is_on_the_page_of_those_who_were_told(house: House, readers: list[Reader]):
    candidate, client = readers
    mark = mark_place("name").replace(pieces._SECRET, "")
    await candidate.open("questions/1")
    examiner = await house.make_staff(Role.EXAMINER)
    async with house.platform.database.write() as session:
        await invigilating.tell(session, EXAM, [candidate.attempt], f"<i>{mark}", examiner, house.clock())
    for leaf in LEAVES:
        assert f"&lt;i&gt;{mark}" in (await candidate.open(leaf)).text
    assert mark not in (await client.open("questions/1")).text


async def test_two_people_give_the_same_and_each_sees_their_own(house: House, readers: list[Reader]):
    """A question's drawing with a response in it is shared; how often each saved is not."""
    candidate, _ = readers
    sitting = await load(house, candidate.attempt, candidate.account)
    path = f"/attempts/{candidate.attempt}/questions/1"
    item, order = sitting.items[0], sitting.attempt.form.slots[0].order
    for seen, make_fields in enumerate((wrong_fields, right_fields, wrong_fields), 1):
        page = await candidate.visitor.post(path, make_fields(item, order) | {"go": "1", "seen": str(seen)})
        assert f'name="seen" value="{seen + 1}"' in page.text
        form = await candidate.open("form")
        assert re.findall(r'name="seen" value="([1-9]+)"', form.text) == [str(seen + 1), "1"]  # the first, the third


async def test_by_parts_htmx_does_not_lead_back_either(house: House):
    set_exam(house, navigation=Navigation.FORWARD)
    await house.make_staff(Role.CANDIDATE)
    await house.visitor.sign_in("candidate@firm.cn")
    attempt = attempt_in(await house.visitor.post(f"/exams/{EXAM}/enter", {"honour": "yes"}))
    await house.visitor.post(f"/attempts/{attempt}/parts/0/finish")
    page = await house.visitor.post(f"/attempts/{attempt}/questions/21", {"go": "1"}, htmx=True)
    assert page.headers["HX-Redirect"] == f"/attempts/{attempt}/questions/21"
    assert page.text == ""


async def test_a_number_that_the_form_has_not_got(house: House, readers: list[Reader]):
    candidate, _ = readers
    size = len((await load(house, candidate.attempt, candidate.account)).items)
    for number in (0, -1, size + 1, 10**12, 10**30):
        page = await candidate.visitor.get(f"/attempts/{candidate.attempt}/questions/{number}")
        assert page.status_code == 404, number
        page = await candidate.visitor.post(f"/attempts/{candidate.attempt}/questions/{number}", {"go": "1"})
        assert page.status_code == 404, number


async def test_who_has_ended_is_led_to_the_result_by_every_button(house: House):
    client = await house.signed_in()
    attempt = await sit(house, client)
    for go in ("2", "finish", "hand-in", ""):
        page = await house.visitor.post(f"/attempts/{attempt}/questions/1", {"go": go}, follow=False)
        assert (page.status_code, page.headers["location"]) == (303, f"/attempts/{attempt}/result"), go
        page = await house.visitor.post(f"/attempts/{attempt}/questions/1", {"go": go}, htmx=True)
        assert page.headers["HX-Redirect"] == f"/attempts/{attempt}/result", go


def test_the_longest_unused_drawing_goes_first():
    drawings = Drawings(2)
    drawn: list[str] = []

    def find(key: str) -> bytes:
        def draw() -> Pieces:
            drawn.append(key)
            return Pieces(key, frozenset())

        return drawings.find(key, draw).fill({})

    assert [find(key) for key in "abacab"] == [b"a", b"b", b"a", b"c", b"a", b"b"]
    assert drawn == ["a", "b", "c", "b"]
