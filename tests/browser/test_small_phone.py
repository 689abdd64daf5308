"""On a phone of 360 px nothing has to be pushed sideways to be read."""

from itertools import count

import pytest

from tests.browser.conftest import OpenPage
from tests.browser.demo_server import DemoServer
from tests.browser.pages import READERS, Reader, addresses, become, dress, name_of
from tests.browser.sideways import SMALL_PHONE, TOO_WIDE

_numbers = count(1)


@pytest.mark.parametrize("reader", READERS, ids=name_of)
def test_no_page_scrolls_sideways(open_page: OpenPage, server: DemoServer, invitation: str, reader: Reader):
    page = open_page(**SMALL_PHONE)
    become(page, reader, f"small{next(_numbers)}@example.cn")
    for address in list(addresses(page, reader, invitation)):
        for language in ("zh", "en"):
            dress(page, server, language=language)
            page.goto(address)
            assert page.evaluate(TOO_WIDE) == [], f"{address} in {language}"
            # The elder view is this class and nothing else; a second request would cost more than it shows.
            page.evaluate("document.documentElement.classList.add('elder')")
            assert page.evaluate(TOO_WIDE) == [], f"{address} in {language}, elder view"
