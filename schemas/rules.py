"""The rule packs of regions: what a place asks for, by whose law, how well that is known, and who confirmed it."""

from __future__ import annotations

import datetime
from typing import Annotated, Literal

from msgspec import Meta

from schemas.bases import Moment, Name, Page, Received, Returned, Sha256, form
from schemas.checks import Check, within_reach
from schemas.ids import PersonId, RuleConfirmationId

PackCode = Annotated[
    str,
    form(
        "^[A-Z]{2}$|^WCAG$",
        "a market's two capital letters, EU, or WCAG",
        description="a market (ISO 3166-1), `EU`, or `WCAG` for markets without a pack",
        examples=["CO"],
    ),
]
ItemId = Annotated[
    str,
    form("^[A-Z]{2,4}-[0-9]{2}$", "an item such as CAP-01", description="an item of the catalog", examples=["CAP-01"]),
]
Confidence = Annotated[
    Literal["source_text", "not_confirmed", "memory"],
    Meta(description="how well it is known: its text was seen, nothing was found, or recalled only"),
]
Address = Annotated[
    str,
    form(
        r"^(https?://[^ \n]+)?$(?!\n)",
        "nothing, or an address that begins with http:// or https://",
        max_length=2000,
        examples=["https://www.suin-juriscol.gov.co/viewDocument.asp?id=1685302"],
    ),
]


class NewRuleConfirmation(Received, frozen=True):
    """What counsel read, and when. `item_hash` is that of the pack's item as it was shown."""

    pack: PackCode
    item: ItemId
    item_hash: Sha256
    source_title: Annotated[Name, Meta(examples=["Ley 1618 de 2013, art. 16"])]
    seen_on: Annotated[
        datetime.date, Check(within_reach), Meta(description="the day it was read", examples=["2026-11-20"])
    ]
    source_url: Address = ""
    note: Annotated[str, Meta(max_length=2000, examples=["Binds shops that sell to consumers."])] = ""


class RuleConfirmation(Returned, frozen=True):
    """Counsel's word that a pack's item rests on law that they read. It holds while the item stays the same."""

    id: RuleConfirmationId
    pack: PackCode
    item: ItemId
    item_hash: Sha256
    source_title: Annotated[str, Meta(examples=["Ley 1618 de 2013, art. 16"])]
    source_url: Annotated[str, Meta(examples=["https://www.suin-juriscol.gov.co/viewDocument.asp?id=1685302"])]
    seen_on: Annotated[datetime.date, Meta(examples=["2026-11-20"])]
    note: Annotated[str, Meta(examples=["Binds shops that sell to consumers."])]
    by: PersonId
    person: Annotated[str, Meta(description="their name", examples=["Helena Sørensen"])]
    at: Moment
    withdrawn_at: Annotated[Moment | None, Meta(examples=[None])]


class RuleConfirmationPage(Page[RuleConfirmation], frozen=True):
    """Some confirmations."""


class RuleSource(Returned, frozen=True):
    """What was read, and when."""

    title: Annotated[str, Meta(examples=["EN 301 549 V3.2.1, clause 7"])]
    address: Annotated[str, Meta(description="empty: in print, or nothing", examples=["https://www.etsi.org/"])]
    read: Annotated[datetime.date, Meta(examples=["2026-11-21"])]


class RuleBasis(Returned, frozen=True):
    """A law, standard or code that an item rests on. `confirmed`: its text was seen, or counsel confirmed it."""

    pack: PackCode
    id: Annotated[str, Meta(examples=["BFSG"])]
    law: Annotated[str, Meta(examples=["BFSG/BFSGV since 28 Jun 2025"])]
    binds: Annotated[str, Meta(description="whom it binds", examples=["shop/site/app video"])]
    confirmed: bool
    by_counsel: bool
    in_force: bool
    valid_from: Annotated[datetime.date | None, Meta(examples=["2025-06-28"])]
    source: RuleSource
    confidence: Confidence
    note: Annotated[str, Meta(examples=["Microenterprises are out."])]
    labels: Annotated[list[str], Meta(description="the words it asks for", examples=[["Werbung", "Anzeige"]])]
    placement: Annotated[str, Meta(description="where these words stand", examples=["at the beginning of the video"])]


class PackItemState(Returned, frozen=True):
    """An item as one pack has it: what counsel confirms. `holds`: the confirmation is of the item as it is now."""

    pack: PackCode
    item_hash: Sha256
    confirmation: RuleConfirmation | None
    holds: bool


class RegionItem(Returned, frozen=True):
    """An item as it holds in a place. `blocks`: a post waits for it, because its basis is confirmed and in force."""

    item: ItemId
    title: Annotated[str, Meta(examples=["A caption track for every language"])]
    guidance: Annotated[str, Meta(examples=["Open the list of the market's caption files."])]
    group: Annotated[Literal["see_and_hear", "say_what_it_is", "judge_with_care"], Meta(examples=["see_and_hear"])]
    topic: Annotated[str, Meta(examples=["captions"])]
    level: Annotated[
        Literal["required", "required_if_in_scope", "recommended"], Meta(examples=["required_if_in_scope"])
    ]
    answered_by: Annotated[Literal["measured", "signed", "assisted"], Meta(examples=["measured"])]
    metric: Annotated[str, Meta(examples=["track exists, parses, >=1 cue"])]
    threshold: Annotated[str, Meta(examples=["exists"])]
    origin: Annotated[str, Meta(description="where the limit comes from", examples=["A/AA baseline"])]
    wcag: Annotated[dict[str, str], Meta(description="success criteria with their levels", examples=[{"1.2.2": "A"}])]
    en301549: Annotated[list[str], Meta(examples=[["9.1.2.2"]])]
    house_gate: Annotated[bool, Meta(description="whether posts wait for it where its basis is confirmed")]
    blocks: bool
    why: Annotated[str, Meta(description="why it is asked for, where that is not law", examples=["platform terms"])]
    labels: Annotated[list[str], Meta(examples=[["Werbung", "Anzeige"]])]
    basis: list[RuleBasis]
    packs: list[PackItemState]


class RegionSummary(Returned, frozen=True):
    """A pack at a glance. `unconfirmed` are its laws that nobody has read yet, `waiting` its items that would hold a
    post back if their basis was confirmed."""

    code: PackCode
    name: Annotated[str, Meta(examples=["Colombia"])]
    date: Annotated[datetime.date, Meta(description="the day for which it was compiled", examples=["2026-11-21"])]
    languages: Annotated[list[str], Meta(examples=[["es-CO"]])]
    wcag_reference: Annotated[str, Meta(examples=["WCAG 2.1 AA"])]
    follows: Annotated[PackCode | None, Meta(description="the pack that holds there too", examples=[None])]
    members: Annotated[list[str], Meta(description="the markets of a union", examples=[[]])]
    laws: Annotated[int, Meta(ge=0, examples=[2])]
    unconfirmed: Annotated[int, Meta(ge=0, examples=[1])]
    gates: Annotated[int, Meta(description="items that hold a post back", ge=0, examples=[1])]
    waiting: Annotated[int, Meta(ge=0, examples=[4])]


class RegionSummaries(Returned, frozen=True):
    """Every pack."""

    data: list[RegionSummary]


class Region(RegionSummary, frozen=True):
    """A pack with every item as it holds in the place, with what general packs say."""

    note: Annotated[str, Meta(examples=[""])]
    ratings: Annotated[str, Meta(description="content warnings and age ratings", examples=["TV bands only."])]
    ratings_source: RuleSource
    ratings_confidence: Confidence
    items: list[RegionItem]
