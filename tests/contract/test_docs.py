"""The pages about the API: complete, readable without scripts of other places, and without a sign-in."""

from __future__ import annotations

import re

import httpx
import pytest

from service.problems import Problem
from service.web.reference import marked
from tests.contract.world import World

PAGES = ["/docs", "/docs/cuts", "/docs/releases", "/problems/validation"]
BROWSER = {"accept": "text/html,application/xhtml+xml"}


async def page(client: httpx.AsyncClient, address: str) -> str:
    answer = await client.get(address, headers=BROWSER)
    assert (answer.status_code, answer.headers["content-type"]) == (200, "text/html; charset=utf-8"), address
    return answer.text


async def test_every_operation_and_every_problem_is_found_from_the_first_page(
    world: World, client: httpx.AsyncClient
) -> None:
    start = await page(client, "/docs")
    rooms = {
        address: await page(client, address) for address in sorted(set(re.findall(r'href="(/docs/[a-z]+)"', start)))
    }
    shown = set(re.findall(r'<section class="operation" id="([a-z_-]+)"', "".join(rooms.values())))
    assert shown == {name.replace(".", "-") for name in world.contract.operations}
    for address, anchor in re.findall(r'href="(/docs/[a-z]+)#([a-z_-]+)"', start):
        assert f'id="{anchor}"' in rooms[address]
    linked = set(re.findall(r'href="/problems/([a-z-]+)"', start))
    assert linked == set(Problem.known)


async def test_every_problem_has_a_page_that_names_the_operations_that_answer_it(
    world: World, client: httpx.AsyncClient
) -> None:
    for slug, problem in Problem.known.items():
        text = await page(client, f"/problems/{slug}")
        assert f"<h1>{problem.title}</h1>" in text or "&#39;" in text
    taken = await page(client, "/problems/cut-code-taken")
    assert 'href="/docs/cuts#cuts-create"' in taken
    assert 'href="/docs/cuts#cuts-change"' in taken


@pytest.mark.parametrize("address", PAGES)
async def test_a_page_runs_and_loads_nothing_but_our_own(client: httpx.AsyncClient, address: str) -> None:
    text = await page(client, address)
    assert re.findall(r"<script(?![^>]*\ssrc=)", text) == []
    assert re.findall(r"<style|\sstyle=|\son[a-z]+=", text) == []
    loaded = re.findall(r'<(?:script|link|img|source)[^>]*\s(?:src|href)="([^"]*)"', text)
    assert loaded
    assert [one for one in loaded if not one.startswith("/static/")] == []
    policy = (await client.get(address, headers=BROWSER)).headers["content-security-policy"]
    assert "script-src 'self'" in policy
    assert "unsafe" not in policy


@pytest.mark.parametrize("address", PAGES)
async def test_every_anchor_and_label_leads_to_something(client: httpx.AsyncClient, address: str) -> None:
    text = await page(client, address)
    ids = re.findall(r'\sid="([^"]+)"', text)
    assert len(ids) == len(set(ids))
    for wanted in re.findall(r'(?:href="#|aria-labelledby="|data-copy=")([^"]+)"', text):
        assert wanted in ids


async def test_a_curl_line_shows_what_must_be_sent(client: httpx.AsyncClient) -> None:
    text = await page(client, "/docs/cuts")
    assert "-X PATCH" in text
    assert "If-Match: &#34;r3&#34;" in text
    assert "Authorization: Bearer $CUTDOWN_KEY" in text


async def test_a_room_that_is_none_is_not_found(client: httpx.AsyncClient) -> None:
    assert (await client.get("/docs/kitchen", headers=BROWSER)).status_code == 404


def test_marks_cannot_bring_markup_in() -> None:
    assert marked("**bold** `<b>`") == "<b>bold</b> <code>&lt;b&gt;</code>"
    assert marked("<script>") == "&lt;script&gt;"
