"""Orders and pairs as they travel: from the page's fields, as a form or as JSON, to the file's letters."""

import pytest
from litestar.datastructures import FormMultiDict

from edu.domain.items.item import Item
from edu.domain.items.response import Response
from edu.domain.items.scoring import score
from edu.web.items.answering import Entered, read_form_response, read_response
from tests.domain.items.test_matching import a_matching
from tests.domain.items.test_ordering import an_ordering
from tests.walking import right_fields, wrong_fields

ORDER = ("D", "B", "A", "C")


@pytest.mark.parametrize("item", [an_ordering("CADB"), a_matching("CAB")])
def test_both_roads_lead_to_the_same_response(item: Item):
    fields = right_fields(item, ORDER)
    by_form = read_form_response(FormMultiDict(fields), item, ORDER)
    by_script = read_response(Entered(pairs=[str(value) for value in fields.values()]), item, ORDER)
    assert by_form == by_script
    assert score(item, by_form).full
    assert score(item, read_form_response(FormMultiDict(wrong_fields(item, ORDER)), item, ORDER)).earned == 0


@pytest.mark.parametrize("item", [an_ordering("CADB"), a_matching("CAB")])
def test_nothing_given_is_omitted(item: Item):
    assert read_form_response(FormMultiDict({}), item, ORDER) == Response()
    assert read_response(Entered(pairs=["", "", ""]), item, ORDER) == Response()
