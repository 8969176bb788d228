"""What an answer is bound to, as a hash over what is there now, and what has changed since an answer was given. Pure.

`cut`: the edit list and what is declared in it. `rendition`: the bytes of the film. `release`: the captions in force of
the market, every locale and kind of them.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import Any

import msgspec
from msgspec import Struct

from schemas.checklists import Reason, SubjectKind
from service.accessibility.model import Ground, Released, StoredAnswer
from service.accessibility.reasons import reason
from service.rulebook.market_items import MarketItem

SUBJECTS: tuple[SubjectKind, ...] = ("cut", "rendition", "release")


class Subject(Struct, frozen=True):
    """`sha256` is None where there is nothing to answer for yet. `hindrance` says why nothing can be signed for it;
    `stale`, what of it is older than what it is made of."""

    kind: SubjectKind
    sha256: bytes | None
    inputs: dict[str, Any]
    hindrance: Reason | None = None
    stale: Reason | None = None


def subject_of(kind: SubjectKind, ground: Ground) -> Subject:
    """What an answer would be bound to now."""
    if kind == "cut":
        return _cut(ground)
    return _rendition(ground) if kind == "rendition" else _release(ground)


def _cut(ground: Ground) -> Subject:
    state = ground.state
    inputs = {
        "edit": state.edit_revision,
        "segments": state.segments_sha256,
        "contents": state.contents_sha256,
    }
    return Subject("cut", bytes.fromhex(state.edit_sha256), inputs)


def _rendition(ground: Ground) -> Subject:
    film = ground.state.film
    if film is None:
        return Subject("rendition", None, {}, hindrance=reason("no_film"))
    return Subject("rendition", bytes.fromhex(film.sha256), {"film": film.number})


def _release(ground: Ground) -> Subject:
    releases = sorted(ground.in_force, key=lambda one: (one.locale, one.kind))
    parts = [(one.locale, one.kind, one.document_sha256.hex()) for one in releases]
    inputs = {
        "releases": [
            {"locale": one.locale, "kind": one.kind, "number": one.number, "id": str(one.id), "sha256": sha256}
            for one, (_, _, sha256) in zip(releases, parts, strict=True)
        ]
    }
    missing = [] if ground.silent else ground.missing
    return Subject(
        "release",
        hashlib.sha256(msgspec.json.encode(parts)).digest(),
        inputs,
        hindrance=reason("release_missing", locales=missing) if missing else None,
        stale=_older(releases, ground),
    )


def _older(releases: Sequence[Released], ground: Ground) -> Reason | None:
    """The first of these releases that is older than its captions, and what changed."""
    for one in releases:
        if one.id in ground.stale:
            facts = {"locale": one.locale, "kind": one.kind, "number": one.number}
            return reason("release_stale", **facts, changes=ground.stale[one.id])
    return None


def why_stale(answer: StoredAnswer, item: MarketItem, subject: Subject, ground: Ground) -> Reason | None:
    """Why an answer does not hold any more; None when it does. Bytes that are as they were make it hold again."""
    if answer.item_hash != bytes.fromhex(item.item_hash) or answer.subject != subject.kind:
        return reason("pack_changed", packs=[one.pack for one in item.packs])
    confirmed = confirmed_by(item)
    lost = next((pack for pack in answer.inputs.get("confirmed", ()) if pack not in confirmed), None)
    if lost is not None:
        return reason("confirmation_withdrawn", pack=lost)
    if answer.subject_sha256 != subject.sha256:
        return CHANGED[subject.kind](answer.inputs, subject.inputs, ground)
    return subject.stale


def confirmed_by(item: MarketItem) -> list[str]:
    """The packs whose basis for an item the organization's counsel confirmed."""
    return [one.pack for one in item.packs if one.confirmed]


def _cut_changed(then: dict[str, Any], now: dict[str, Any], _: Ground) -> Reason:
    if then.get("segments") == now["segments"]:
        return reason("contents_changed")
    return reason("edit_changed", then=then.get("edit", 0), now=now["edit"])


def _film_changed(then: dict[str, Any], now: dict[str, Any], _: Ground) -> Reason:
    if not now:
        return reason("film_withdrawn", then=then["film"])
    if "film" not in then:
        return reason("film_added", now=now["film"])
    return reason("film_changed", then=then["film"], now=now["film"])


def _release_changed(then: dict[str, Any], now: dict[str, Any], ground: Ground) -> Reason:
    """The first locale whose captions are others than they were."""
    was, there = _by_track(then), _by_track(now)
    for track, old in was.items():
        new = there.get(track)
        facts = {"locale": track[0], "kind": track[1], "then": old["number"]}
        if new is None:
            return reason("release_withdrawn", **facts)
        if new["sha256"] != old["sha256"]:
            return reason(
                "release_changed", **facts, now=new["number"], changes=ground.since.get((old["id"], new["id"]), ())
            )
    added = next(iter(there.keys() - was.keys()))
    return reason("release_added", locale=added[0], kind=added[1])


def _by_track(inputs: dict[str, Any]) -> dict[tuple[str, str], dict[str, Any]]:
    return {(one["locale"], one["kind"]): one for one in inputs.get("releases", ())}


CHANGED = {"cut": _cut_changed, "rendition": _film_changed, "release": _release_changed}
