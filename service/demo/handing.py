"""Who does what until when, and who fetches the files: the demo's assignments, and its markets' links."""

from __future__ import annotations

from itertools import count

from service.demo.client import Client
from service.demo.content import Content, Link


async def assign(client: Client, demo: Content, video: str, people: dict[str, str]) -> None:
    """Give locales to people, by their e-mail addresses, until some days from now."""
    for duty in demo.duties:
        due = {"due_on": client.ledger.day(duty.days).isoformat(), "note": duty.note}
        facts = {"locale": duty.locale, "role": duty.role, "person_id": people[duty.person], **due}
        await client.make(f"duty {duty.locale} {duty.role}", f"/v1/videos/{video}/assignments", **facts)


async def open_page(client: Client, link: Link, campaign: str) -> str:
    """The address of a market's page, which needs no account. An address is answered once: if a load was cut off
    before it could write it down, that link ends and another is made."""
    address = f"/v1/campaigns/{campaign}/market_links"
    for attempt in count(1):
        name = f"link {link.market} {attempt}"
        made = await client.make(name, address, market=link.market, label=link.label)
        if made["url"]:
            break
        await client.once(f"{name} ended", "DELETE", f"{address}/{made['id']}")
    return str(made["url"])
