"""What happened, as the feed tells it."""

from __future__ import annotations

from typing import Annotated, Any

from msgspec import Meta

from schemas.bases import Moment, Page, Returned
from schemas.ids import BrandId, EventId, KeyId, PersonId


class Event(Returned, frozen=True):
    """Something that happened: a thing and what happened to it. The content is read from the thing itself."""

    id: EventId
    cursor: Annotated[str, Meta(description="where the feed goes on after this event", examples=["8412-evt_01kd3v…"])]
    at: Moment
    type: Annotated[str, Meta(description="a thing and what happened to it", examples=["release.approved"])]
    subject: Annotated[str, Meta(description="what it happened to", examples=["rel_01kd3v6m2rfa8t4y9n5qk7w1xe"])]
    brand_id: Annotated[BrandId | None, Meta(description="null: of the organization as a whole")]
    actor_id: Annotated[PersonId | None, Meta(description="a key's maker, where a key acted; null: the system")]
    key_id: Annotated[KeyId | None, Meta(description="the key that acted")]
    facts: Annotated[dict[str, Any], Meta(examples=[{"market": "DE", "locale": "de-DE"}])]


class EventPage(Page[Event], frozen=True):
    """Some of the feed, oldest first. `page.next_cursor` is always there: the feed goes on."""
