"""A campaign leaves no market in which posts stand; the settings say so beside the market."""

from __future__ import annotations

import asyncio

import httpx

from schemas.campaigns import Campaign
from service.campaigns.model import StandingPost
from service.campaigns.problems import MarketInUse
from service.decoding import decode
from service.web.board.editing import _kept
from service.web.board.form import filled
from service.web.words import languages
from tests.posts.conftest import Room
from tests.posts.test_clock import POSTED
from tests.studio import Json


async def leave(room: Room, *stay: str) -> httpx.Response:
    address = f"/v1/campaigns/{room.campaign['id']}"
    now = await room.ada.http.get(address)
    markets = [one for one in now.json()["markets"] if one["market"] in stay]
    return await room.ada.http.patch(address, json={"markets": markets}, headers={"if-match": now.headers["etag"]})


async def test_a_market_with_posts_stays_until_they_are_down_or_withdrawn(room: Room) -> None:
    live = await room.done(await room.ready(), "record", POSTED)
    other = await room.planned(slot="second")
    refused = await leave(room, "JP")
    said = refused.json()
    assert (refused.status_code, said["code"]) == (409, "market-in-use")
    assert [(one["post_id"], one["status"], one["market"], one["handle"]) for one in said["posts"]] == [
        (live["id"], "live", "DE", "@aldermoor"),
        (other["id"], "planned", "DE", "@aldermoor"),
    ]
    assert (await leave(room, "DE")).status_code == 200  # nothing stands in Japan
    assert said_on_the_page(await room.ada.read(f"/v1/campaigns/{room.campaign['id']}"), live["id"]) == ["DE"]
    await room.done(live, "take_down", {"note": "Gone."})
    assert [one["post_id"] for one in (await leave(room)).json()["posts"]] == [other["id"]]
    gone = await room.ada.http.delete(f"/v1/posts/{other['id']}", headers={"if-match": f'"r{other["revision"]}"'})
    assert gone.status_code == 204
    assert (await leave(room)).status_code == 200


async def test_who_plans_and_who_takes_the_market_away_come_one_after_the_other(room: Room) -> None:
    """Either the post stands and the market stays, or the market went first and the post does not fit."""
    address = f"/v1/campaigns/{room.campaign['id']}"
    markets = (await room.ada.read(address))["markets"]
    for number in range(12):
        new = {"cuts": [room.cut["id"]], "channels": [room.channel["id"]], "markets": ["DE"], "slot": f"race_{number}"}
        made, left = await asyncio.gather(room.ada.http.post(f"{address}/posts", json=new), leave(room, "JP"))
        assert (made.status_code, left.status_code) in ((201, 409), (422, 200)), left.text
        for post in made.json().get("planned", ()):
            seen = {"if-match": f'"r{post["revision"]}"'}
            (await room.ada.http.delete(f"/v1/posts/{post['id']}", headers=seen)).raise_for_status()
        back = await room.ada.http.patch(address, json={"markets": markets}, headers={"if-match": "*"})
        assert back.status_code == 200


def said_on_the_page(campaign: Json, post: str) -> list[str]:
    """The markets of the form after somebody left all of them out; each with what keeps it."""
    before = decode(_bytes(campaign), Campaign)
    tree = filled(before) | {"markets": []}
    posts = [decode(_bytes(STANDS | {"post_id": post}), StandingPost)]
    faults = _kept(languages()["en"], before, tree, MarketInUse(posts=posts))
    assert "A post stands here: 15 A (@aldermoor)." in faults.at("markets.0.market")
    return [row["market"] for row in tree["markets"]]


STANDS = {"market": "DE", "cut": "15 A", "platform": "tiktok", "handle": "@aldermoor", "status": "live"}


def _bytes(value: Json) -> bytes:
    return httpx.Request("POST", "https://cutdown.example", json=value).content
