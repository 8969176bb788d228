"""Every page keeps the promises of the house: no inline code, one direction, words in the reader's language."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import httpx
import pytest
from babel.support import NullTranslations
from msgspec.structs import replace

from service.web import words
from service.web.pages import POLICY, Pages
from service.web.shelf import Shelf
from service.web.words import languages
from tests.web.conftest import asking
from tests.web.samples import HEAD, LOOKS

CELL = "cut_05.DE.de-DE.subtitles"
PAGES = [
    "/signin",
    "/invitation/open",
    "/invitation/short",
    "/invitation/ended",
    "/reset/open",
    "/campaigns",
    "/campaigns?empty=true",
    HEAD.href,
    f"{HEAD.href}?status=stale",
    f"{HEAD.href}?status=blocked&cuts=1",
    f"{HEAD.href}?cuts=0",
    f"{HEAD.href}?cell={CELL}",
    f"{HEAD.href}?cell=cut_02.DE.de-DE.subtitles",
    f"{HEAD.href}?cell=cut_07.US.es-US.subtitles",
    "/c/cmp_01/import",
    *(f"/c/cmp_01/import?look={look}" for look in (*LOOKS, "empty")),
    "/palette?q=de",
    "/palette?q=nothing",
    "/c/nothing/captions",
    "/c/broken/captions",
]
SAID = ("aria-label", "alt", "title", "placeholder", "data-said")
SILENT = {"meta", "link", "input", "img", "br"}


class Reader(HTMLParser):
    """What a page says to its reader, outside of what is marked as not to be translated; and its inline code."""

    def __init__(self) -> None:
        super().__init__()
        self.said: list[str] = []
        self.inline: list[str] = []
        self.depth: list[bool] = []
        self.ids: list[str] = []
        self.script = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        facts = dict(attrs)
        self.ids += [value for name, value in attrs if name == "id" and value]
        off = facts.get("translate") == "no" or bool(self.depth and self.depth[-1])
        self.inline += [f"{tag} {name}" for name in facts if name == "style" or name.startswith("on")]
        self.script = tag in {"script", "style"}
        if not off:
            self.said += [value for name, value in facts.items() if name in SAID and value]
        if tag not in SILENT:
            self.depth.append(off)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.inline += [f"{tag} {name}" for name, _ in attrs if name == "style" or name.startswith("on")]

    def handle_endtag(self, tag: str) -> None:
        self.depth.pop()
        self.script = False

    def handle_data(self, data: str) -> None:
        if self.script and data.strip():
            self.inline.append(data)
        if not (self.depth and self.depth[-1]) and data.strip():
            self.said.append(data.strip())


def read(text: str) -> Reader:
    reader = Reader()
    reader.feed(text)
    return reader


@pytest.mark.parametrize("path", PAGES)
async def test_a_page_has_no_inline_code_and_forbids_it(client: httpx.AsyncClient, path: str) -> None:
    answer = await client.get(path)
    assert answer.headers["content-security-policy"] == POLICY
    assert "unsafe" not in POLICY
    assert read(answer.text).inline == []


@pytest.mark.parametrize("path", PAGES)
async def test_an_identifier_stands_once_on_a_page(client: httpx.AsyncClient, path: str) -> None:
    ids = read((await client.get(path)).text).ids
    assert sorted(ids) == sorted(set(ids))


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("tag", list(languages()))
async def test_a_page_says_its_language_and_direction(client: httpx.AsyncClient, path: str, tag: str) -> None:
    answer = await client.get(path, headers={"accept-language": tag})
    assert f'<html lang="{tag}" dir="{"rtl" if tag == "ar" else "ltr"}"' in answer.text
    assert answer.headers["content-language"] == tag
    assert len(re.findall("<h1", answer.text)) == 1


class Foreign(NullTranslations):
    """A language in which every sentence stands in brackets."""

    def gettext(self, message: str) -> str:
        return f"⟦{message}⟧"

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return f"⟦{msgid1 if n == 1 else msgid2}⟧"

    ugettext = gettext
    ungettext = ngettext


NAMES = re.compile(r"Cutdown|The Same Cup|WebVTT|SubRip")
# Words that CLDR says in the reader's language, numbers and signs.
KNOWN = re.compile(r"German \(Germany\)|Spanish \(United States\)|Nov \d+, \d+, .*UTC|[\d.,:/·\s]+|\d.*kB ·|×")


@pytest.mark.parametrize("path", PAGES)
async def test_nothing_that_is_said_escapes_translation(monkeypatch: pytest.MonkeyPatch, path: str) -> None:
    foreign = replace(languages()["en"], words=Foreign())
    monkeypatch.setattr(words, "languages", lambda: {"en": foreign})
    async with asking(Pages(Shelf(), {"en": foreign})) as client:
        answer = await client.get(path)
    markets = set(foreign.locale.territories.values())
    bare = [NAMES.sub("", re.sub(r"⟦[^⟧]*⟧", "", text)).strip() for text in read(answer.text).said]
    escaped = {text for text in bare if text and text not in markets and not KNOWN.fullmatch(text)}
    assert escaped == set()


async def test_a_failure_tells_no_secret(client: httpx.AsyncClient) -> None:
    answer = await client.get("/c/broken/captions")
    assert answer.status_code == 500
    assert "secret" not in answer.text
    assert answer.headers["x-request-id"] in answer.text


async def test_an_unknown_thing_is_said_in_words(client: httpx.AsyncClient) -> None:
    answer = await client.get("/c/nothing/captions", headers={"accept-language": "fr"})
    assert answer.status_code == 404
    assert "Il n’y a rien ici" in answer.text


async def test_the_filter_and_the_opened_cell_are_in_the_address(client: httpx.AsyncClient) -> None:
    page = (await client.get(f"{HEAD.href}?status=stale&cell={CELL}")).text
    assert page.count('aria-selected="true"') == 1
    assert f'id="tab-stale" class="s-stale" href="{HEAD.href}?status=stale" aria-current="true"' in page
    assert f'href="{HEAD.href}?status=stale"' in page


async def test_a_state_that_does_not_exist_filters_nothing(client: httpx.AsyncClient) -> None:
    page = (await client.get(f"{HEAD.href}?status=purple")).text
    assert 'id="tab-all" href="' in page
    assert page.count("<tr ") == 11
