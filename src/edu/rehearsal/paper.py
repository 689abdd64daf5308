"""What a candidate sees of a question, what may be given to it, and what the server must keep of that."""

import random
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from html import unescape
from typing import Any

from edu.content.items.item_matches import CIRCLED
from edu.domain.items.item import Item, Kind
from edu.domain.items.response import OMITTED, Response, encode_response
from edu.domain.items.traits import TRAITS, traits_of

GivenFields = Mapping[str, Any]
"""A response in the page's words, as ``readResponse`` makes it: ``choice``, ``texts``, ``truth`` or ``pairs``."""

_LETTERS = "ABCDEFGHIJ"


@dataclass(frozen=True, slots=True)
class ShownQuestion:
    """The form of one question. ``seen`` is how many responses to it the page knows of."""

    slot: int
    kind: str
    letters: tuple[str, ...] = ()
    blanks: int = 0
    seen: int = 0
    rows: tuple[str, ...] = ()

    @classmethod
    def of(cls, slot: int, item: Item) -> "ShownQuestion":
        """As the page of a fresh attempt shows ``item``."""
        blanks = len(item.blanks) or int(traits_of(item).typed)
        letters = tuple(_LETTERS[: len(item.options)])
        return cls(
            slot,
            item.kind.value,
            letters,
            blanks,
            rows=letters if item.sequence else tuple(CIRCLED[: len(item.premises)]),
        )

    def give(self, rng: random.Random) -> GivenFields:
        """Something that a candidate could choose or type, seldom nothing."""
        return GIVES[Kind(self.kind)](self, rng)


def _choose(question: ShownQuestion, rng: random.Random) -> GivenFields:
    most = len(question.letters) if TRAITS[Kind(question.kind)].several else 1
    return {"choice": sorted(rng.sample(question.letters, rng.randint(1, most)))}


def _say(question: ShownQuestion, rng: random.Random) -> GivenFields:
    return {"truth": rng.random() < 0.5}


def _type(question: ShownQuestion, rng: random.Random) -> GivenFields:
    words = ("3500", "5%", "保证金", "三千五百", "12.5", "对冲平仓", "")
    return {"texts": [rng.choice(words) for _ in range(question.blanks)]}


def _place(question: ShownQuestion, rng: random.Random) -> GivenFields:
    places = [str(place) for place in range(1, len(question.rows) + 1)]
    return {"pairs": rng.sample(places, len(places))}


def _match(question: ShownQuestion, rng: random.Random) -> GivenFields:
    return {"pairs": [rng.choice(question.letters) for _ in question.rows]}


GIVES: Mapping[Kind, Callable[[ShownQuestion, random.Random], GivenFields]] = {
    Kind.SINGLE: _choose,
    Kind.MULTIPLE: _choose,
    Kind.TRUE_FALSE: _say,
    Kind.FILL_IN: _type,
    Kind.NUMERIC: _type,
    Kind.WRITTEN: _type,
    Kind.ORDERING: _place,
    Kind.MATCHING: _match,
}


_FORM = re.compile(r'<form\b[^>]*class="response\b.*?</form>', re.DOTALL)
_SEEN = re.compile(r'name="seen"(?: id="seen")? value="(\d+)"')
_LETTER = re.compile(r'name="choice" value="([A-J])"')
_BLANK = re.compile(r'name="(?:blank-\d+|text)"')
_OFFERED = re.compile(r'<option value="([A-J])"')
_ROW = re.compile(r'name="pair-\d+"')
_WAY_OUT = re.compile(r'data-action="([^"]+)"')


def read_shown_question(html: str) -> ShownQuestion | None:
    """The question on a page or on its part; ``None`` where it shows another thing."""
    return _read_form(html) if 'id="response"' in html else None


def read_sheet(html: str) -> tuple[tuple[ShownQuestion, ...], str]:
    """The questions of a whole form, and where its last button sends: to hand in, or to leave the part."""
    way_out = _WAY_OUT.search(html)
    return tuple(_read_form(form[0]) for form in _FORM.finditer(html)), way_out[1] if way_out else ""


def _read_form(html: str) -> ShownQuestion:
    kind, slot = _attribute(html, "data-kind"), int(_attribute(html, "data-slot"))
    seen = _SEEN.search(html)
    rows = tuple(_LETTERS[: len(_ROW.findall(html))])
    letters = tuple(_LETTER.findall(html)) or tuple(sorted(set(_OFFERED.findall(html)))) or rows
    return ShownQuestion(slot, kind, letters, len(_BLANK.findall(html)), int(seen[1]) if seen else 0, rows)


def _attribute(html: str, name: str) -> str:
    found = re.search(rf'\b{name}="([^"]*)"', html)
    if found is None:
        raise ValueError(f"the page has no {name}")
    return unescape(found[1])


def form_fields(kind: str, given: GivenFields) -> dict[str, Any]:
    """``given`` as the fields of the question's form."""
    return FORM_FIELDS[Kind(kind)](given)


def _choice_field(given: GivenFields) -> dict[str, Any]:
    return {"choice": list(given["choice"])}


def _truth_field(given: GivenFields) -> dict[str, Any]:
    return {"choice": str(given["truth"]).lower()}


def _blank_fields(given: GivenFields) -> dict[str, Any]:
    return {f"blank-{number}": text for number, text in enumerate(given["texts"])}


def _text_field(given: GivenFields) -> dict[str, Any]:
    return {"text": given["texts"][0]}


def _pair_fields(given: GivenFields) -> dict[str, Any]:
    return {f"pair-{number}": place for number, place in enumerate(given["pairs"])}


FORM_FIELDS: Mapping[Kind, Callable[[GivenFields], dict[str, Any]]] = {
    Kind.SINGLE: _choice_field,
    Kind.MULTIPLE: _choice_field,
    Kind.TRUE_FALSE: _truth_field,
    Kind.FILL_IN: _blank_fields,
    Kind.NUMERIC: _text_field,
    Kind.WRITTEN: _text_field,
    Kind.ORDERING: _pair_fields,
    Kind.MATCHING: _pair_fields,
}


def kept_of(given: GivenFields, order: Sequence[str]) -> dict[str, Any]:
    """What the database must hold of ``given``; ``order`` lists the file's letters in the order shown."""
    if "truth" in given:
        return encode_response(Response(truth=given["truth"]))
    if "choice" in given:
        return encode_response(Response(letters=frozenset(order[_LETTERS.index(letter)] for letter in given["choice"])))
    if "pairs" in given and given["pairs"][0] in _LETTERS:
        return encode_response(Response(pairs=tuple(order[_LETTERS.index(letter)] for letter in given["pairs"])))
    if "pairs" in given:
        places = dict(zip(order, given["pairs"], strict=True))
        return encode_response(Response(pairs=tuple(places[letter] for letter in sorted(order))))
    texts = tuple(given["texts"])
    return encode_response(Response(texts=texts) if any(text.strip() for text in texts) else OMITTED)
