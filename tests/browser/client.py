"""A client at a browser: sees what the page shows and does what a person can do there, with or without JavaScript."""

import re
from collections.abc import Callable, Mapping
from itertools import count
from typing import Any

from playwright.sync_api import Locator, Page, expect

from edu.content.library import Library
from edu.demo.responding import RIGHT, WRONG
from edu.domain.items.item import Item, Kind
from edu.domain.items.response import Response
from tests.browser.chinese import chinese
from tests.house import PASSWORD

# The stem without the marks of its blanks and the cards of its terms.
_STEM = """stem => {
    const copy = stem.cloneNode(true);
    copy.querySelectorAll(".blank-mark, .term-card").forEach(extra => extra.remove());
    return copy.textContent;
}"""

# Texts by the field's name, choices by name and value.
_GIVEN = """form => Object.fromEntries([...form.querySelectorAll("input:not([type=hidden]), select")].map(field =>
    field.type === "radio" || field.type === "checkbox"
        ? [`${field.name} ${field.value}`, field.checked]
        : [field.name, field.value]))"""

_SEQUENCE = count(1)


class Client:
    """Knows the right responses from the shipped library: by the words that are shown, never by an id or a place."""

    def __init__(self, page: Page, library: Library, login: str, *, touch: bool = False) -> None:
        self.page, self.library, self.login, self.touch = page, library, login, touch
        self.document_number = _resident_number(next(_SEQUENCE))
        self._items = {_words(item.stem): item for item in library.items.values()}

    # --- eyes and hands ---

    def see(self, place: str, words: str | re.Pattern[str]) -> None:
        """Wait until the page shows these words there; sooner noticed than by ``expect``, on a way of many pages."""
        self.page.locator(place, has_text=words).first.wait_for()

    def hit(self, place: Locator) -> None:
        """A tap or a click."""
        if self.touch:
            place.tap()
        else:
            place.click()

    def press(self, message: str, **gaps: Any) -> None:
        """A button of the page, by the message on it."""
        self.hit(self.page.get_by_role("button", name=chinese(message, **gaps), exact=True))

    def follow(self, message: str) -> None:
        """A link in the page's own part, by its message; the first, where it is offered twice."""
        self.hit(self.page.locator("main").get_by_role("link", name=chinese(message), exact=True).first)

    def fill(self, fields: dict[str, str]) -> None:
        """Text fields are typed in, options hit on their words."""
        for key, value in fields.items():
            field = self.page.locator(f'main [name="{key}"]')
            if field.first.get_attribute("type") in {"radio", "checkbox"}:
                self.choose(key, value)
            else:
                field.fill(value)

    def choose(self, name: str, value: str) -> None:
        """One option."""
        choice = self.page.locator(f'label.choice:has(input[name="{name}"][value="{value}"])')
        self.hit(choice)
        expect(choice.locator("input")).to_be_checked()

    # --- at the door ---

    def register(self, name: str = "王晓明") -> None:
        """From the front page to a new client's home."""
        self.page.goto("/")
        self.follow("Start as a new client")
        self.fill({"kind": "individual", "name": name, "login": self.login, "password": PASSWORD, "agreed": "yes"})
        self.press("Register")
        expect(self.page).to_have_url(re.compile("/home$"))

    def register_by_request(self) -> None:
        """As :meth:`register`, for stories that begin later: quicker, without a page to look at."""
        self.page.request.get("/register")
        self._send("/register", kind="individual", name="王晓明", login=self.login, password=PASSWORD, agreed="yes")

    def start_check_by_request(self) -> None:
        """A new client's first attempt, opened at its first question."""
        self.register_by_request()
        self.page.goto(self._send("/check"))

    def _send(self, path: str, **fields: str) -> str:
        """A form with its token; where it led."""
        token = next(cookie["value"] for cookie in self.page.context.cookies() if cookie["name"] == "csrf")
        reply = self.page.request.post(path, form={**fields, "_csrf_token": token})
        assert reply.ok, f"{path}: {reply.status}"
        return reply.url

    def sign_out_and_in(self) -> None:
        """Out, then in again with name and password."""
        self.press("Sign out")
        expect(self.page).to_have_url(re.compile("/$"))
        self.page.goto("/sign-in")
        self.fill({"login": self.login, "password": PASSWORD})
        self.press("Sign in")
        expect(self.page).to_have_url(re.compile("/home$"))

    # --- items ---

    def shown_item(self) -> Item:
        """The item whose stem is on the page."""
        return self._items[_words(self.page.locator("#stem").evaluate(_STEM))]

    def respond_rightly(self) -> Item:
        """What earns all the points."""
        item = self.shown_item()
        GIVES[item.kind](self, item, RIGHT[item.kind](item))
        return item

    def respond_wrongly(self) -> Item:
        """What earns nothing."""
        item = self.shown_item()
        GIVES[item.kind](self, item, WRONG[item.kind](item))
        return item

    def shown_letters(self, item: Item) -> list[str]:
        """The file's letters of the options, in the order of the page."""
        letters = {_words(option.text): option.letter for option in item.options}
        shown = [letters[_words(text)] for text in self.page.locator("label.choice .choice-text").all_inner_texts()]
        assert sorted(shown) == sorted(letters.values()), f"{item.id}: the page does not show each option once"
        return shown

    def given(self) -> dict[str, str | bool]:
        """What the question's fields hold now: texts, and which options are chosen."""
        held: dict[str, str | bool] = self.page.locator("#response").evaluate(_GIVEN)
        return held

    def choose_by_words(self, item: Item, response: Response) -> None:
        """The options with these letters, found by their texts."""
        places = [place for place, letter in enumerate(self.shown_letters(item)) if letter in response.letters]
        for place in places:
            choice = self.page.locator("label.choice").nth(place)
            self.hit(choice)
            expect(choice.locator("input")).to_be_checked()

    def say_truth(self, item: Item, response: Response) -> None:
        """Right or wrong."""
        self.choose("choice", "true" if response.truth else "false")

    def fill_blanks(self, item: Item, response: Response) -> None:
        """Each blank."""
        self.fill({f"blank-{n}": text for n, text in enumerate(response.texts)})

    def fill_text(self, item: Item, response: Response) -> None:
        """The one field."""
        self.fill({"text": response.texts[0]})

    def place_by_words(self, item: Item, response: Response) -> None:
        """Each entry's place, found by its text."""
        places = {_words(o.text): place for o, place in zip(item.options, response.pairs, strict=True)}
        self._select_rows(places)

    def match_by_words(self, item: Item, response: Response) -> None:
        """Each row's match, found by its text under the letter that the page gives it."""
        shown = {_words(entry.inner_text())[1:]: _words(entry.inner_text())[0]
                 for entry in self.page.locator(".match-options li").all()}  # fmt: skip
        letters = {option.letter: shown[_words(option.text)] for option in item.options}
        matches = zip(item.premises, response.pairs, strict=True)
        self._select_rows({_words(premise.text): letters[letter] for premise, letter in matches})

    def _select_rows(self, values: dict[str, str]) -> None:
        rows = self.page.locator(".row-entry").all()
        assert len(rows) == len(values)
        for row in rows:
            field = row.locator("select")
            field.select_option(values[_words(row.locator(".row-text").inner_text())])


GIVES: Mapping[Kind, Callable[[Client, Item, Response], None]] = {
    Kind.SINGLE: Client.choose_by_words,
    Kind.MULTIPLE: Client.choose_by_words,
    Kind.TRUE_FALSE: Client.say_truth,
    Kind.FILL_IN: Client.fill_blanks,
    Kind.NUMERIC: Client.fill_text,
    Kind.WRITTEN: Client.fill_text,
    Kind.ORDERING: Client.place_by_words,
    Kind.MATCHING: Client.match_by_words,
}


def _words(text: str) -> str:
    """Without spaces and markup, which a page sets in its own way."""
    return re.sub(r"[\s*_]", "", text)


def _resident_number(sequence: int) -> str:
    """One that nobody else on the platform has: its last sign is the remainder of the weighted sum (GB 11643)."""
    body = f"11010519600229{sequence:03d}"
    total = sum(int(sign) * pow(2, 17 - place, 11) for place, sign in enumerate(body))
    return body + "10X98765432"[total % 11]
