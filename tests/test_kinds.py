"""Each table keyed by kind knows every kind: what a new one lacks is found here, never taken for a multiple choice."""

import re
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Any

import pytest

import edu.app
from edu.content.items import item_writing, kind_names, twins
from edu.demo import responding
from edu.domain.items import response, scoring, traits
from edu.domain.items.item import Kind, PartRule
from edu.rehearsal import paper
from edu.settings import find_folder
from edu.web.items import answering, shown
from edu.web.kit.i18n import load_languages
from edu.web.kit.templating import make_environment
from tests import walking

TABLES: Mapping[str, Collection[Any]] = {
    "traits": traits.TRAITS,
    "scores": scoring.SCORES,
    "complete": response.COMPLETE,
    "fits": response.FITS,
    "names": kind_names.NAMES,
    "shown names": kind_names.KIND_SHOWN,
    "written answers": item_writing.ANSWERS,
    "keys of twins": twins.KEYS,
    "responses": answering.RESPONSES,
    "rows": shown.ROWS,
    "keyed rows": shown.KEYED_ROWS,
    "given in rehearsal": paper.GIVES,
    "right in the demo": responding.RIGHT,
    "wrong in the demo": responding.WRONG,
    "fields in tests": walking.FIELDS,
}


@pytest.mark.parametrize("table", TABLES)
def test_each_kind_has_its_entry(table: str):
    assert set(TABLES[table]) == set(Kind)


PARTS = make_environment(find_folder("templates"), load_languages("Asia/Shanghai", "investor")["zh"])


def test_each_kind_has_a_part_of_its_own_in_the_templates():
    parts = getattr(PARTS.get_template("components/items.html").module, "PARTS")  # noqa: B009 - a template's name
    assert set(parts) == {kind.value for kind in Kind}
    for kind, part in parts.items():
        has = set(vars(PARTS.get_template(part).module))
        assert {"name", "inputs", "judged"} <= has
        assert {"credit", "tally"} & has == ({"credit", "tally"} if traits.TRAITS[Kind(kind)].told else set())


def test_each_kind_is_read_by_the_script():
    folder = Path(edu.app.__file__).parent / "web/static"
    table = (folder / "sitting/entries.js").read_text().split("const ENTRIES = {")[1].split("\n};")[0]
    assert set(re.findall(r'^  "([a-z-]+)":', table, re.MULTILINE)) == {kind.value for kind in Kind}
    others = "".join(file.read_text() for file in folder.rglob("*.js") if file.name != "entries.js")
    assert not [kind for kind in Kind if f'"{kind.value}"' in others]  # nothing else in the script asks for a kind


def test_each_rule_for_parts_is_scored_and_belongs_to_some_kind():
    named = {rule for kind in Kind for rule in traits.TRAITS[kind].part_rules}
    assert set(scoring.RIGHT_PARTS) == named == set(PartRule)
