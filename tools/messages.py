"""Collect every message that pages can show, and bring the Chinese catalogue up to date.

``python tools/messages.py`` adds what is new (untranslated) and drops what is gone; a test fails while
anything is untranslated. English needs no catalogue: a message is its own English.
"""

import ast
from collections.abc import Iterator, Sequence
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po
from jinja2 import Environment

from edu import demo
from edu.domain.people import profile_fields
from edu.web.kit import errors, places, statuses
from edu.web.people import onboarding

ROOT = Path(__file__).parent.parent
CATALOGUE = ROOT / "src/edu/web/catalogues/zh.po"
_CALLS = {"gettext", "AttemptClosed"} | {family.__name__ for family in statuses.STATUSES}

Message = str | tuple[str, str]


def collect() -> dict[Message, set[str]]:
    """Message (or singular and plural) -> where it is used."""
    found: dict[Message, set[str]] = {}
    for place, message in (*_from_templates(), *_from_code(), *_from_tables()):
        found.setdefault(message, set()).add(place)
    return found


def _from_templates() -> Iterator[tuple[str, Message]]:
    environment = Environment(extensions=["jinja2.ext.i18n"], autoescape=True)
    for file in sorted((ROOT / "templates").rglob("*.html")):
        for _, function, message in vars(environment)["extract_translations"](file.read_text()):
            name = str(file.relative_to(ROOT))
            if function == "ngettext" and isinstance(message, tuple):
                yield name, (str(message[0]), str(message[1]))
            else:  # with values to fill in, a tuple that begins with the message; for a variable, None
                text = message[0] if isinstance(message, tuple) else message
                if isinstance(text, str):
                    yield name, text


def _from_code() -> Iterator[tuple[str, Message]]:
    for file in sorted((ROOT / "src/edu").rglob("*.py")):
        name = str(file.relative_to(ROOT))
        for node in ast.walk(ast.parse(file.read_text())):
            if isinstance(node, ast.ClassDef) and _is_refusal(node):
                yield from ((name, text) for text in _super_messages(node))
            elif isinstance(node, ast.Call) and _called(node) in _CALLS and (text := _first_text(node)):
                yield name, text


def _is_refusal(node: ast.ClassDef) -> bool:
    return any(isinstance(parent, ast.Name) and parent.id in _CALLS for parent in node.bases)


def _super_messages(node: ast.ClassDef) -> Iterator[str]:
    for call in ast.walk(node):
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute) and call.func.attr == "__init__":
            text = _first_text(call)
            if text:
                yield text


def _called(node: ast.Call) -> str:
    if isinstance(node.func, ast.Name):
        return node.func.id
    return node.func.attr if isinstance(node.func, ast.Attribute) else ""


def _first_text(node: ast.Call) -> str:
    first = node.args[0] if node.args else None
    return first.value if isinstance(first, ast.Constant) and isinstance(first.value, str) else ""


def _from_tables() -> Iterator[tuple[str, Message]]:
    """Messages that stand in tables and reach ``_()`` through a variable."""
    for sentence in errors._SENTENCES.values():
        yield "src/edu/web/kit/errors.py", sentence
    for text in places.place_messages():
        yield "src/edu/web/kit/places.py", text
    for text in onboarding.step_messages():
        yield "src/edu/web/people/onboarding.py", text
    for step in (*profile_fields.INDIVIDUAL, *profile_fields.INSTITUTION):
        yield from (("src/edu/domain/people/profile_fields.py", text) for text in (step.title, step.lead))
    for field in profile_fields.PROFILE_FIELDS:
        texts = (field.label, field.help, field.unit, *(label for _, label in field.choices))
        yield from (("src/edu/domain/people/profile_fields.py", text) for text in texts if text)
    yield from (("src/edu/demo.py", person.story) for person in demo.PEOPLE)
    yield (
        "src/edu/services/people/enrolling.py",
        "This invitation link has been used or has expired. Please ask for a new one.",
    )


def read_catalogue() -> Catalog:
    """The catalogue as it stands."""
    with CATALOGUE.open("rb") as handle:
        return read_po(handle, locale="zh_Hans_CN")


def main() -> None:
    """Rewrite the catalogue with exactly the messages in use."""
    messages, old = collect(), read_catalogue()
    new = Catalog(
        locale=str(old.locale), project="Zhixian", charset="utf-8", creation_date=old.creation_date, fuzzy=False
    )
    for message in sorted(messages, key=lambda text: (min(messages[text]), str(text))):
        known = old.get(message)
        new.add(message, known.string if known else None, locations=[(place, 0) for place in sorted(messages[message])])
    with CATALOGUE.open("wb") as handle:
        write_po(handle, new, width=120, include_lineno=False, omit_header=False)
    missing = len([message for message in new if message.id and not _is_translated(message.string)])
    print(f"{len(messages)} messages, {missing} untranslated")


def _is_translated(text: str | Sequence[str] | None) -> bool:
    return bool(text) and all(text or ())


if __name__ == "__main__":
    main()
