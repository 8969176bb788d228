"""The demo's campaign before anything is filmed: brand, markets with their facts, story, shots."""

from __future__ import annotations

from typing import Any

from msgspec import Struct

from service.demo.client import Client
from service.demo.content import Content, Shot


class Plan(Struct, frozen=True):
    """Ids, and those of the planned shots in order."""

    brand: str
    campaign: str
    video: str
    shots: list[str]


async def plan(client: Client, demo: Content) -> Plan:
    """Everything that is said before the first film."""
    brand = await client.make("brand", "/v1/brands", name=demo.brand)
    campaign = await client.make(
        "campaign",
        "/v1/campaigns",
        brand_id=brand["id"],
        name=demo.campaign,
        starts_on=demo.begins.isoformat(),
        ends_on=demo.ends.isoformat(),
        markets=[{"market": one.code, "locales": list(one.locales)} for one in demo.markets],
    )
    story = await client.make("story", "/v1/stories", campaign_id=campaign["id"], **_story(demo))
    video = await client.make("video", "/v1/videos", story_id=story["id"], title=demo.video)
    await _say_facts(client, demo, campaign["id"])
    shots = [shot["id"] for beat in story["beats"] for shot in beat["shots"]]
    return Plan(brand["id"], campaign["id"], video["id"], shots)


async def place_shots(client: Client, demo: Content, planned: Plan, source: str) -> None:
    """Say where the story's shots stand in the master."""
    placements = [
        {"shot_id": shot, "in_frame": real.in_frame, "out_frame": real.out_frame}
        for shot, real in zip(planned.shots, demo.master.shots, strict=True)
    ]
    facts = {"json": {"placements": placements}, "headers": {"if-match": "*"}}
    await client.once("placements", "PUT", f"/v1/sources/{source}/placements", **facts)


async def _say_facts(client: Client, demo: Content, campaign: str) -> None:
    """What is true in each market; captions write it as `{price}` and `{launch_date}`."""
    for market in demo.markets:
        values: dict[str, Any] = {
            "price": {"kind": "money", "amount": market.price, "currency": market.currency},
            "launch_date": {"kind": "date", "day": market.launch_date.isoformat()},
        }
        for key, value in values.items():
            address = f"/v1/campaigns/{campaign}/facts/{key}/{market.code}"
            said = {"json": {"value": value}, "headers": {"if-match": "*"}}
            await client.once(f"fact {key} {market.code}", "PUT", address, **said)


def _story(demo: Content) -> dict[str, Any]:
    beats = [
        {
            "kind": beat.kind,
            "title": beat.name,
            "begin_ms": beat.begin_ms,
            "end_ms": beat.end_ms,
            "shots": [_shot(demo, shot) for shot in demo.master.shots_of(beat)],
        }
        for beat in demo.story.beats
    ]
    facts = ("archetype", "title", "premise", "emotion", "conflict", "treatment")
    return {name: getattr(demo.story, name) for name in facts} | {"beats": beats}


def _shot(demo: Content, shot: Shot) -> dict[str, Any]:
    master = demo.master
    planned_ms = master.rate.ms(shot.out_frame) - master.rate.ms(shot.in_frame)
    said = master.said_in(shot)
    return {"size": shot.size, "movement": shot.movement, "planned_ms": planned_ms, "dialogue": said}
