"""The log of who did what. It only grows."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from msgspec import Meta

from schemas.bases import Moment, Page, Returned
from schemas.ids import BrandId, EventId, KeyId, PersonId

ActorKind = Literal["person", "key", "system"]


class Entry(Returned, frozen=True):
    """Something that was done: by whom, to what, and from where."""

    id: EventId
    at: Moment
    type: Annotated[str, Meta(description="a thing and what happened to it", examples=["role.granted"])]
    subject: Annotated[str, Meta(description="what it happened to", examples=["per_01kd3v6m2rfa8t4y9n5qk7w1xe"])]
    brand_id: Annotated[BrandId | None, Meta(description="null: of the organization as a whole")]
    actor_id: Annotated[PersonId | None, Meta(description="a key's maker, where a key acted; null: the system")]
    key_id: Annotated[KeyId | None, Meta(description="the key that acted")]
    actor_kind: Annotated[ActorKind, Meta(examples=["person"])]
    actor_name: Annotated[str | None, Meta(examples=["Ada Lindqvist"])]
    facts: Annotated[dict[str, Any], Meta(examples=[{"role": "localizer", "market": "DE"}])]
    request_id: Annotated[str | None, Meta(description="the answer's `X-Request-Id`", examples=["req_5f3a9c1e7b204d6"])]
    address: Annotated[str | None, Meta(description="where the request came from", examples=["203.0.113.7"])]


class EntryPage(Page[Entry], frozen=True):
    """Some of the log."""
