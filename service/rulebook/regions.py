"""The region packs: what a place asks of a film's accessibility and honesty, by whose law, and how well that is known.

`locales/regions/items.toml` has the items that a checklist is made of, and each other file one place. A pack is
engineering research, not legal advice: everything in it names its source, the day it was read, and a confidence.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Annotated, Literal

from msgspec import Meta, field

from service.rulebook.problems import BadRule
from service.rulebook.reading import LOCALES, RuleFile, Written, files_of

FOLDER = LOCALES / "regions"
ITEMS, BASELINE, UNION = "items", "WCAG", "EU"

Text = Annotated[str, Meta(min_length=1)]
Level = Literal["required", "required_if_in_scope", "recommended"]
Group = Literal["see_and_hear", "say_what_it_is", "judge_with_care"]
Subject = Literal["cut", "rendition", "release"]
AnsweredBy = Literal["measured", "signed", "assisted"]
Known = Literal["source_text", "not_confirmed", "memory"]
Topic = Literal[
    "captions", "flash", "picture", "sound", "description", "transcript", "sign", "post", "player", "warning",
    "rating", "representation", "disclosure", "platform", "ai",
]  # fmt: skip


class Seen(RuleFile, frozen=True):
    """What was read, where, and on which day."""

    title: Text
    read: datetime.date
    address: str = ""


class CatalogItem(RuleFile, frozen=True):
    """One thing that a film is held to, wherever it is asked. `wcag` gives the level of each success criterion."""

    title: Text
    guidance: Text
    group: Group
    topic: Topic
    subject: Subject
    answered_by: AnsweredBy
    metric: Text
    threshold: Text
    origin: Text
    source: Seen
    confidence: Known
    wcag: dict[str, Literal["A", "AA", "AAA"]] = field(default_factory=dict)
    en301549: tuple[str, ...] = ()
    note: str = ""


class Asked(RuleFile, frozen=True):
    """How strongly a place asks for an item. `house_gate`: Cutdown holds a post back for it, where its basis is
    confirmed."""

    level: Level
    house_gate: bool = False
    why: str = ""


class Law(RuleFile, frozen=True):
    """A law, a standard or a code. `topics` are the items it speaks to, `unread` what of it nobody read again."""

    id: Text
    law: Text
    topics: tuple[Topic, ...]
    source: Seen
    confidence: Known
    binds: str = ""
    valid_from: datetime.date | None = None
    pending: bool = False
    note: str = ""
    unread: tuple[str, ...] = ()

    def in_force(self, today: datetime.date) -> bool:
        return not self.pending and (self.valid_from is None or self.valid_from <= today)


class LabelRule(Law, frozen=True, kw_only=True):
    """A law that asks for words on the film. `labels_in` are those of one language; `labels_when` says of a label what
    it is only good for, so that it does not count for everything."""

    placement: Text
    labels: tuple[Text, ...] = ()
    labels_in: dict[str, tuple[Text, ...]] = field(default_factory=dict)
    labels_when: dict[str, Text] = field(default_factory=dict)

    def every_label(self) -> list[str]:
        return [*self.labels, *(label for labels in self.labels_in.values() for label in labels)]


class Ratings(RuleFile, frozen=True):
    """Content warnings and age ratings of a place, in a sentence."""

    says: Text
    source: Seen
    confidence: Known


class RegionPack(RuleFile, frozen=True):
    """One place. `follows` is the pack whose items and laws hold there too; `members` are the markets of a union."""

    code: Text
    name: Text
    date: datetime.date
    languages: tuple[Text, ...]
    wcag_reference: Text
    content_warning: Ratings
    items: dict[str, Asked] = field(default_factory=dict)
    legal_basis: tuple[Law, ...] = ()
    disclosure: tuple[LabelRule, ...] = ()
    ai_label: tuple[LabelRule, ...] = ()
    follows: str | None = None
    members: tuple[Text, ...] = ()
    note: str = ""

    def laws(self) -> Iterator[Law]:
        yield from self.legal_basis
        yield from self.disclosure
        yield from self.ai_label


class ItemFile(RuleFile, frozen=True):
    date: datetime.date
    items: dict[str, CatalogItem]


def read_catalog(folder: Path = FOLDER) -> dict[str, CatalogItem]:
    """The items by id, in the order of the file; raises BadRule."""
    written = Written(folder / f"{ITEMS}.toml")
    for key in written.keys("items"):
        written.take(CatalogItem, "items", key)
    return written.take(ItemFile).items


def read_region_packs(
    catalog: dict[str, CatalogItem], markets: Iterable[str], folder: Path = FOLDER
) -> list[RegionPack]:
    """The packs in the order of their codes; raises BadRule."""
    files = [Written(path) for path in files_of(folder) if path.stem != ITEMS]
    packs = [_read(written, catalog) for written in files]
    codes = {*markets, UNION, BASELINE}
    for written, pack in zip(files, packs, strict=True):
        _check(written, pack, packs, codes)
    for code in (UNION, BASELINE):
        if code not in {pack.code for pack in packs}:
            raise BadRule(folder.name, f"{code}.toml is missing")
    return packs


def _read(written: Written, catalog: dict[str, CatalogItem]) -> RegionPack:
    for key in written.keys("items"):
        if key not in catalog:
            raise written.bad(f"`items.{key}` is no item of {ITEMS}.toml", "items", key)
        written.take(Asked, "items", key)
    pack = written.take(RegionPack)
    missing = next((key for key in catalog if key not in pack.items), None)
    if missing is not None and pack.follows is None:
        raise written.bad(f"`items` does not have {missing}, and no pack is followed that would", "items")
    return pack


def _check(written: Written, pack: RegionPack, packs: list[RegionPack], codes: set[str]) -> None:
    """What a pack says of others, and of itself twice."""
    if f"{pack.code}.toml" != Path(written.name).name or pack.code not in codes:
        raise written.bad(f"`code` is {pack.code!r} and must be a market (ISO 3166-1) and the file's name", "code")
    followed = {one.code: one for one in packs if one.follows is None and one is not pack}
    if pack.follows is not None and pack.code not in getattr(followed.get(pack.follows), "members", ()):
        raise written.bad(
            f"`follows` is {pack.follows!r}, which is no pack that has {pack.code} as a member", "follows"
        )
    strange = next((one for one in pack.members if one not in codes or pack.members.count(one) > 1), None)
    if strange is not None:
        raise written.bad(f"`members` has {strange!r} twice, or it is no market", "members")
    seen: set[str] = set()
    for table, laws in (
        ("legal_basis", pack.legal_basis),
        ("disclosure", pack.disclosure),
        ("ai_label", pack.ai_label),
    ):
        for number, law in enumerate(laws):
            if law.id in seen:
                raise written.bad(f"`{table}[{number}].id` is {law.id!r} again", table, str(number), "id")
            seen.add(law.id)
