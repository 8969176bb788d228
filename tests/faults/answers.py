"""What the API and the storage give back, against what was acknowledged. Each check gives what is wrong in words."""

from __future__ import annotations

import hashlib
from collections.abc import AsyncIterator
from typing import Any

import asyncpg

from service.assets.store import Store
from tests.faults.caller import Caller, sha256
from tests.faults.film import CLIPPING, MARKETS, Film, expected_file
from tests.faults.site import Site

UNCHANGING = {"/v1/brands", "/v1/campaigns", "/v1/stories", "/v1/videos"}


async def wrong_answers(caller: Caller, films: list[Film]) -> list[str]:
    """Everything that is wrong after all was translated and approved."""
    checks = [repetitions(caller), uploads(caller), keys(caller)]
    checks += [deliveries(caller, film) for film in films]
    return [one for check in checks async for one in check]


async def repetitions(caller: Caller) -> AsyncIterator[str]:
    """The same request under its key gets the same answer again; what it made is there as it was acknowledged."""
    for key, made in list(caller.ledger.made.items()):
        response = await caller.again(key, made.address, made.content, made.content_type)
        answer = response.json()
        if response.headers.get("idempotency-replayed") != "true" or _public(answer) != _public(made.answer):
            yield f"{made.address} answers {response.status_code} {answer}, not {made.answer}"
        if made.address in UNCHANGING:
            found = await caller.ask("GET", f"{made.address}/{made.answer['id']}")
            if found.json() != made.answer:
                yield f"{found.url} is {found.json()}, not {made.answer}"


async def uploads(caller: Caller) -> AsyncIterator[str]:
    """The bytes of every film are there."""
    for made in list(caller.ledger.made.values()):
        if made.content_type == "video/mp4":
            address = f"/v1/sources/{made.answer['id']}/media"
            response = await caller.ask("GET", address)
            if response.status_code != 200 or response.content != made.content:
                yield f"{address} answers {response.status_code}, {len(response.content)} bytes"


async def keys(caller: Caller) -> AsyncIterator[str]:
    """Every key works, unless it was revoked."""
    for made in list(caller.ledger.made.values()):
        if made.address == "/v1/keys" and made.answer["secret"] is not None:
            headers = {"authorization": f"Bearer {made.answer['secret']}"}
            status = (await caller.ask("GET", "/v1/me", headers=headers)).status_code
            if status != (401 if made.answer["id"] in caller.ledger.revoked else 200):
                yield f"{made.answer['id']} is answered {status}"


async def unfinished(caller: Caller, films: list[Film]) -> list[str]:
    """What was approved and yet has no release as it is now."""
    waiting = ("the release is being made", "the captions changed after this release")
    return [
        f"{cell['cut_id']} {cell['market']} {cell['locale']}: {cell['because']}"
        for film in films
        for cell in (await caller.get(f"/v1/campaigns/{film.campaign}/matrix"))["data"]
        if cell["because"] in waiting and await _is_approved(caller, film, cell["locale"])
    ]


async def deliveries(caller: Caller, film: Film) -> AsyncIterator[str]:
    """Every cut has its captions in every market and locale: the bytes that were worked out by hand."""
    for cut in film.cuts:
        for market, locale in MARKETS.items():
            address = f"/v1/cuts/{cut}/captions/{market}/{locale}.vtt"
            response = await caller.ask("GET", address)
            if response.text != expected_file(caller.ledger, film, cut, locale):
                yield f"{address} answers {response.status_code} {response.text!r}"
    cells = (await caller.get(f"/v1/campaigns/{film.campaign}/matrix"))["data"]
    if len(cells) != 3 * len(MARKETS):
        yield f"{len(cells)} cells"
    for cell in cells:
        due = ("in_review", "approved") if cell["cut_id"] == film.clipped else ("approved",)
        if cell["state"] not in due:
            yield f"{cell['cut_id']} from frame {CLIPPING if due[1:] else 0}+ {cell['locale']}: {cell}"


async def wrong_bytes(site: Site, postgres: asyncpg.Connection) -> list[str]:
    """Assets whose bytes are missing or others, and what names bytes that are no asset."""
    store = Store.from_url((site.data / "assets").as_uri())
    wrong = []
    for row in await postgres.fetch("select sha256, size_bytes from asset"):
        try:
            data = await store.read_bytes(site.organization, row["sha256"])
        except Exception as error:
            wrong.append(f"{row['sha256'].hex()}: {error!r}")
            continue
        if (hashlib.sha256(data).digest(), len(data)) != (row["sha256"], row["size_bytes"]):
            wrong.append(f"{row['sha256'].hex()} has {len(data)} other bytes ({sha256(data)})")
    names = """select encode(sha256, 'hex') from (
        select sha256 from source union all select sha256 from file union all
        select original_sha256 from track where original_sha256 is not null
    ) as named where sha256 not in (select sha256 from asset)"""
    return wrong + [f"{row[0]} is no asset" for row in await postgres.fetch(names)]


async def _is_approved(caller: Caller, film: Film, locale: str) -> bool:
    track = await caller.get(f"/v1/tracks/{film.tracks[locale]}")
    return bool(track["status"] == "approved" and track["done"] == track["total"])


def _public(answer: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in answer.items() if name != "secret"}
