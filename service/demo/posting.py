"""The demo's posts on their way: channels, what is said there, checklists answered where something goes out, and the
posts themselves, each as far as it is."""

from __future__ import annotations

import asyncio
from datetime import datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from service.demo.captions import PATIENCE_S, PAUSE_S
from service.demo.client import Client
from service.demo.posts import Channel, Post, Posts

ANY = "all"
SIGNED = "Watched in full on a phone, with and without sound, and compared with the list of what this market asks."
WAIVED = "The first wave goes out as it is; the next export mends it."


async def open_channels(client: Client, order: Posts, brand: str, campaign: str) -> None:
    """The channels, and what every level says."""
    for one in order.channels:
        facts = {"platform": one.platform, "handle": one.handle, "name": one.name, "zone": one.zone}
        await client.make(f"channel {one.key}", "/v1/channels", brand_id=brand, market=one.market, **facts)
    for said in order.copy:
        at = f"{said.platform or ANY}/{said.market or ANY}"
        words = {"text": said.text, "title": said.title, "cover_ms": said.cover_ms}
        listed = {"hashtags": said.hashtags, "disclosure": said.disclosure}
        body = {name: value for name, value in (words | listed).items() if value is not None}
        address = f"/v1/campaigns/{campaign}/copy/{at}"
        await client.once(f"copy {at}", "PUT", address, json=body, headers={"if-match": "*"})


async def answer(client: Client, cut: str, cut_id: str, market: str) -> None:
    """Sign what only a person can say of a cut in a market and keeps it back while nobody does; what does not hold, and
    may go out all the same, is waived. What the worker still measures is waited for."""
    address = f"/v1/cuts/{cut_id}/checklists/{market}"
    for _ in range(int(PATIENCE_S / PAUSE_S)):
        checklist = await client.read(address)
        if "engine" not in checklist["standing"]["waiting_on"]:
            break
        await asyncio.sleep(PAUSE_S)
    wanted = {one["item"] for one in checklist["standing"]["blocking"]}
    for item in [one for one in checklist["items"] if one["item"] in wanted]:
        status, sentence = ("signed", SIGNED) if item["answerable"] else ("waived", WAIVED)
        said = {"item": item["item"], "status": status, "sentence": sentence, "subject_sha256": item["subject_sha256"]}
        await client.make(f"answer {cut} {market} {item['item']}", f"{address}/answers", **said)


async def post(client: Client, order: Posts, planned: Post, campaign: str, cut_id: str) -> None:
    """Plan a post, and bring it as far as it is."""
    made = client.ledger.made
    channel = next(one for one in order.channels if one.key == planned.channel)
    name = f"post {planned.cut} {planned.channel} {planned.market}"
    at = datetime.combine(client.ledger.day(planned.day), time.fromisoformat(planned.at))
    where = {"cuts": [cut_id], "channels": [made[f"channel {channel.key}"]["id"]], "markets": [planned.market]}
    time_said = {"local_at": at.isoformat(timespec="minutes")}
    plan = await client.make(name, f"/v1/campaigns/{campaign}/posts", **where, **time_said)
    address = f"/v1/posts/{(plan['planned'] or plan['there'])[0]['id']}"
    verb, body = _verb(planned, channel, at)
    if verb and (await client.read(address))["status"] == "planned":
        await client.once(f"{name} {verb}", "POST", f"{address}/{verb}", json=body, headers={"if-match": "*"})


def _verb(planned: Post, channel: Channel, at: datetime) -> tuple[str, dict[str, Any]]:
    """What was done with it last, and how that is said."""
    match planned.state:
        case "live":
            posted_at = at.replace(minute=at.minute + 1, tzinfo=ZoneInfo(channel.zone)).isoformat()
            return "record", {"posted_at": posted_at, "url": planned.url}
        case "unknown":
            return "doubt", {"note": "The app closed while it was sending."}
        case "scheduled":
            return "schedule", {}
    return "", {}
