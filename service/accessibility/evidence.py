"""The evidence of a checklist in one archive: how it stands, everything that was answered, what was measured, and the
captions that it speaks of.

`manifest.json` names each file with its sha256. The archive is a function of what it holds: the same evidence is the
same bytes, and its ETag says whether there is other.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import UTC, datetime
from functools import partial
from typing import Any

import msgspec
from msgspec import Struct

from schemas.checklists import Answer, Checklist
from schemas.ids import CampaignId, CutId, OrganizationId
from service.accessibility import records
from service.accessibility.actions import looked_at, measurements_of
from service.accessibility.model import Released
from service.assets.store import Store
from service.captions.zipping import Archive, Member, held, safe_name, size_of
from service.db.pool import Tx
from service.decoding import to_text
from service.identity import Person
from service.problems import Missing
from service.rulebook import Rulebook

WRITTEN_AS = "evidence 1"  # counts in the ETag: an archive written in another way has other bytes
NEEDED = "files:read"
EPOCH = datetime(1980, 1, 1, tzinfo=UTC)


class Piece(Struct, frozen=True):
    """A file of the archive as the manifest lists it."""

    file: str
    sha256: str
    size_bytes: int
    what: str


class Manifest(Struct, frozen=True):
    """What the evidence is of, and what is in the archive. Nothing in it is legal advice or a certificate."""

    campaign_id: CampaignId
    cut_id: CutId
    cut: str
    market: str
    packs: list[str]
    edit_sha256: str
    film_sha256: str | None
    holds: int
    total: int
    files: list[Piece]


async def evidence_of(tx: Tx, store: Store, person: Person, rulebook: Rulebook, cut: CutId, market: str) -> Archive:
    """The archive; Missing outside the walls, and for whom the files of the market are not."""
    checklist, ground = await looked_at(tx, rulebook, cut, market)
    if not person.may(NEEDED, ground.place.brand_id, market):
        raise Missing
    answers = await records.list_every_answer(tx, cut, market)
    told = {
        "checklist.json": _written(checklist),
        "answers.json": _written(answers),
        "measurements.json": _written(await measurements_of(tx, cut)),
    }
    return _archive(store, person.scope.organization, checklist, answers, told, ground.in_force)


def _archive(
    store: Store,
    organization: OrganizationId,
    checklist: Checklist,
    answers: Sequence[Answer],
    told: dict[str, bytes],
    releases: Sequence[Released],
) -> Archive:
    newest = max((one.at for one in answers), default=EPOCH)
    captions = {_name(one): one for one in releases}
    pieces = [Piece(name, hashlib.sha256(data).hexdigest(), len(data), WHAT[name]) for name, data in told.items()]
    pieces += [
        Piece(name, one.file_sha256.hex(), one.file_bytes, f"release {one.number} in {one.locale}")
        for name, one in captions.items()
    ]
    manifest = _written(_manifest(checklist, pieces))
    members = [held("manifest.json", manifest, newest), *(held(name, data, newest) for name, data in told.items())]
    members += [
        Member(name, one.file_bytes, newest, partial(store.read, organization, one.file_sha256))
        for name, one in captions.items()
    ]
    tag = hashlib.sha256(WRITTEN_AS.encode() + manifest).hexdigest()
    name = safe_name(f"{checklist.code}.{checklist.market}.evidence.zip").encode("ascii", "replace").decode()
    return Archive(name.replace("?", "-"), f'"{tag}"', size_of(members), members)


def _manifest(of: Checklist, pieces: list[Piece]) -> Manifest:
    standing = of.standing
    return Manifest(
        campaign_id=of.campaign_id,
        cut_id=of.cut_id,
        cut=of.code,
        market=of.market,
        packs=of.packs,
        edit_sha256=of.edit_sha256,
        film_sha256=of.film_sha256,
        holds=standing.holds,
        total=standing.total,
        files=pieces,
    )


def _name(one: Released) -> str:
    return f"captions/{one.locale}.{one.kind}.r{one.number}.vtt"


def _written(value: Any) -> bytes:
    return msgspec.json.format(msgspec.json.encode(value, enc_hook=to_text), indent=2) + b"\n"


WHAT = {
    "checklist.json": "every item as it stands, with its basis and what was measured",
    "answers.json": "everything that was answered, the newest first",
    "measurements.json": "what was measured of the film, by what",
}
