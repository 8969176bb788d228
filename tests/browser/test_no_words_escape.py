"""Nothing on a page escapes translation: in a language whose every sentence is marked, all Latin words are marked.

Names of markets, dates and units come from the CLDR, here in Russian. Left out is what is nobody's sentence: what says
`translate="no"` (names, codes, the work's own texts), and what is in another language than the page by its `lang`.
"""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Iterator

import httpx
import pytest
from babel import Locale
from babel.support import NullTranslations
from lxml import html
from msgspec.structs import replace

from service.app import create_app
from service.rulebook.region_words import ItemWords, RegionWords
from service.settings import Settings
from service.web.words import languages
from tests.browser.rooms import ROOMS, Where
from tests.browser.whole import Whole
from tests.conftest import alive

MARK, END = "\u27e6", "\u27e7"  # ⟦ and ⟧
LETTERS = re.compile(r"(?!(?:UTC|LUFS|dBTP)\b)\b[A-Za-z]{2,}")
SAID_ATTRIBUTES = ("aria-label", "title", "alt", "placeholder", "data-said")
SILENT = {"script", "style", "template", "svg"}
PAGE_LANGUAGE = "en"


def _marked(sentence: str) -> str:
    return f"{MARK}{sentence}{END}"


class Marked(NullTranslations):
    """Every sentence between brackets."""

    def ugettext(self, message: str) -> str:
        return _marked(message)

    def ungettext(self, singular: str, plural: str, n: int) -> str:
        return _marked(singular if n == 1 else plural)

    def gettext(self, message: str) -> str:
        return self.ugettext(message)

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return self.ungettext(msgid1, msgid2, n)


def unmarked(node: html.HtmlElement) -> Iterator[str]:
    """The texts below an element that nobody translated."""
    if not isinstance(node.tag, str) or node.tag in SILENT or node.get("translate") == "no":
        return
    if node.get("lang", PAGE_LANGUAGE) != PAGE_LANGUAGE:
        return
    yield from (text for name in SAID_ATTRIBUTES if (text := node.get(name, "")) and _wanting(text))
    if node.text and _wanting(node.text):
        yield node.text.strip()
    for child in node:
        yield from unmarked(child)
        if child.tail and _wanting(child.tail):
            yield child.tail.strip()


def _wanting(text: str) -> bool:
    return bool(LETTERS.search(text)) and MARK not in text and END not in text


@pytest.fixture(scope="module")
async def marked(whole: Whole) -> AsyncIterator[httpx.AsyncClient]:
    """The same data behind an application that speaks the marked language."""
    known = languages()
    english = known[PAGE_LANGUAGE]
    known[PAGE_LANGUAGE] = replace(english, words=Marked(), locale=Locale("ru"))
    try:
        app = create_app(Settings.from_environment(whole.server.environ))
        regions = app.state.rulebook.regions
        items = {
            key: ItemWords(title=_marked(one.title), guidance=_marked(one.guidance))
            for key, one in regions.catalog.items()
        }
        regions.words[PAGE_LANGUAGE] = RegionWords(origin="written", items=items)
        async with alive(app):
            transport = httpx.ASGITransport(app=app)  # type: ignore[arg-type]
            headers = {"authorization": whole.api.headers["authorization"], "accept-language": PAGE_LANGUAGE}
            async with httpx.AsyncClient(transport=transport, base_url=whole.address, headers=headers) as http:
                yield http
    finally:
        known[PAGE_LANGUAGE] = english


def test_a_word_that_escapes_is_found() -> None:
    page = '<p>\u27e6Saved\u27e7 at</p><p>Lost</p><b translate="no">Cutdown</b><i lang="de">Hallo</i> 12:30'
    assert list(unmarked(html.fromstring(f"<body>{page}</body>"))) == ["Lost"]


@pytest.mark.parametrize("where", ROOMS.values(), ids=ROOMS)
async def test_no_word_of_a_room_escapes_translation(marked: httpx.AsyncClient, whole: Whole, where: Where) -> None:
    answer = await marked.get(where(whole))
    assert answer.status_code == 200
    body = html.fromstring(answer.content).find("body")
    assert body is not None
    assert list(unmarked(body)) == []
