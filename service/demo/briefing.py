"""The demo's brief on its way: what it asks for, what may be used until when, and where the films show it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from service.demo.brief import Brief, Stretch
from service.demo.client import Client


async def write(client: Client, order: Brief, campaign: str) -> None:
    """Everything that the brand ordered, before anything is filmed."""
    here = f"/v1/campaigns/{campaign}"
    words = {"product_role": order.product_role, "note": order.note}
    await client.once("brief", "PUT", f"{here}/brief", json=words, headers={"if-match": "*"})
    for asked in order.requirements:
        facts = {"kind": asked.kind, "level": asked.level, "title": asked.title, "minimum_ms": asked.minimum_ms}
        await client.make(f"requirement {asked.key}", f"{here}/requirements", phrases=list(asked.phrases), **facts)
    for claim in order.claims:
        said = {"text": claim.text, "state": claim.state, "source": claim.source, "document": claim.document}
        await client.make(f"claim {claim.key}", f"{here}/claims", **said)
    for link in order.links:
        to = {"label": link.label, "url": link.url, "market": link.market}
        await client.make(f"brief link {link.market}", f"{here}/brief_links", kind=link.kind, **to)
    for window in order.rights:
        ends_on = None if window.to_day is None else client.ledger.day(window.to_day).isoformat()
        term = {"starts_on": client.ledger.day(window.from_day).isoformat(), "ends_on": ends_on}
        facts = {"what": window.what, "name": window.name, "contract": window.contract}
        where = {"territories": _listed(window.territories), "media": list(window.media)}
        await client.make(f"rights {window.key}", f"{here}/rights", **facts, **where, **term)


async def approve(asking: Client, brand: Client, campaign: str) -> None:
    """Ask for the brand's word on the brief as it stands, and have it."""
    address = f"/v1/campaigns/{campaign}/brief"
    stands = (await asking.read(address))["content_sha256"]
    await asking.make("brief asked", f"{address}/decisions", word="asked", content_sha256=stands)
    said = {"content_sha256": stands, "note": "That is our cup. Go."}
    await brand.make("brief approved", f"{address}/decisions", word="approved", **said)


async def mark(client: Client, order: Brief, film: str, source: str) -> None:
    """Say where one film shows what was ordered, uses what is limited, reads something, or was made by a machine."""
    made = client.ledger.made
    for asked in order.requirements:
        what = {"kind": "requirement", "requirement_id": made[f"requirement {asked.key}"]["id"]}
        await _mark(client, film, source, f"requirement {asked.key}", what, asked.marks)
    for window in order.rights:
        what = {"kind": "rights", "rights_id": made[f"rights {window.key}"]["id"]}
        await _mark(client, film, source, f"rights {window.key}", what, window.uses)
    for number, text in enumerate(order.texts):
        what = {"kind": "text", "text": text.text, "role": text.role}
        await _mark(client, film, source, f"text {number}", what, [text])
    for machine in order.ai:
        what = {"kind": "ai", "made": machine.made, "tool": machine.tool}
        await _mark(client, film, source, f"ai {machine.made}", what, [machine])


async def _mark(
    client: Client, film: str, source: str, name: str, what: dict[str, Any], stretches: Iterable[Stretch]
) -> None:
    for number, stretch in enumerate(one for one in stretches if one.film == film):
        frames = dict(zip(("in_frame", "out_frame"), stretch.frames, strict=True)) if stretch.frames else {}
        await client.make(f"mark {film} {name} {number}", f"/v1/sources/{source}/marks", what=what, **frames)


def _listed(markets: tuple[str, ...] | None) -> list[str] | None:
    return None if markets is None else list(markets)
