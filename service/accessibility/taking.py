"""Taking measurements: of the captions of releases, from their files, and of the sound of films.

What is measured belongs to the bytes and to the rules that they were measured by, so that the same bytes are measured
once and other rules make another measurement. Reading never measures: a checklist says that it is not measured yet.
"""

from __future__ import annotations

import asyncio
import hashlib
from collections import defaultdict
from collections.abc import Sequence
from typing import Any

import msgspec
from msgspec import Struct

from schemas.captions import Kind
from schemas.ids import BrandId, CutId
from service.accessibility import records
from service.accessibility.model import Judged, Place, RuleUse, Sound
from service.accessibility.profiles import TIMED_TEXT, VERSION, caption_key, sound_key
from service.assets.store import Store
from service.captions.judging import pack_of
from service.db.pool import Database
from service.events.actions import record
from service.identity import Scope
from service.jobs.queue import Order, enqueue_all
from service.media.loudness import loudness
from service.media.problems import UnreadableMedia
from service.rulebook import Rulebook
from service.timedtext import webvtt
from service.timedtext.checks import check
from service.timedtext.findings import Finding
from service.timedtext.model import Cue
from service.timedtext.timing import Rate
from service.videos.contents import cut_states

MEASURE_JOB = "accessibility.measure_cut"
MOST_PLACES = 20
Key = tuple[str, str, str]


class Lacking(Struct, frozen=True):
    """A caption file to be measured, and by what."""

    sha256: bytes
    key: Key
    place: Place
    locale: str
    kind: Kind


class Due(Struct, frozen=True):
    """What is to be measured of a cut: caption files, and the bytes of its film."""

    brand_id: BrandId
    captions: list[Lacking]
    film: bytes | None


async def measure_cut(db: Database, store: Store, rulebook: Rulebook, scope: Scope, cut: CutId) -> int:
    """Measure what was not measured of a cut; how much that was."""
    due = await _due(db, rulebook, scope, cut)
    if due is None:
        return 0
    found: list[tuple[bytes, Key, Struct]] = []
    for one in due.captions:
        data = await store.read_bytes(scope.organization, one.sha256)
        found.append((one.sha256, one.key, await asyncio.to_thread(judge_file, rulebook, one, data)))
    if due.film is not None:
        found.append((due.film, sound_key(), await _sound(store, scope, due.film)))
    if not found:
        return 0
    async with db.transaction(scope) as tx:
        for sha256, key, value in found:
            await records.insert_measurement(tx, sha256, *key, msgspec.to_builtins(value))
        data_told = {"captions": len(due.captions), "sound": due.film is not None}
        await record(tx, None, "cut.measured", cut, due.brand_id, data_told)
    return len(found)


async def _due(db: Database, rulebook: Rulebook, scope: Scope, cut: CutId) -> Due | None:
    async with db.reading(scope) as tx:
        pairs = await records.list_pairs_of_cut(tx, cut)
        places = {one.market: one for one in await records.list_places(tx, pairs)}
        state = (await cut_states(tx, [cut])).get(cut)
        released = [one for one in await records.list_released(tx, pairs) if not one.withdrawn]
        film = bytes.fromhex(state.film.sha256) if state is not None and state.film else None
        of = {one.file_sha256 for one in released} | ({film} if film else set())
        known = {
            (one.sha256, one.tool, one.tool_version, one.profile)
            for one in await records.list_measurements(tx, list(of))
        }
    if not places:
        return None
    wanted: dict[tuple[Any, ...], Lacking] = {}
    for one in released:
        place = places[one.market]
        key = caption_key(rulebook, place, one)
        if (one.file_sha256, *key) not in known:
            wanted[one.file_sha256, *key] = Lacking(one.file_sha256, key, place, one.locale, one.kind)
    brand = next(iter(places.values())).brand_id
    return Due(brand, list(wanted.values()), film if film and (film, *sound_key()) not in known else None)


def judge_file(rulebook: Rulebook, of: Lacking, data: bytes) -> Judged:
    """What a caption file as it is delivered breaks, by rule."""
    made = webvtt.read(data)
    cues = [
        Cue(str(at), one.begin_ms, one.end_ms, one.text, one.settings, one.markup) for at, one in enumerate(made.cues)
    ]
    rules = rulebook.rules(of.locale, of.kind, aspect=of.place.aspect)
    rate = Rate(of.place.fps_num, of.place.fps_den)
    return judged(cues, check(cues, rules, media_ms=of.place.duration_ms, rate=rate))


def judged(cues: Sequence[Cue], findings: Sequence[Finding]) -> Judged:
    """Findings counted by rule, each with the first places and the worst of what was measured against its limit."""
    by_rule: dict[str, list[Finding]] = defaultdict(list)
    for one in findings:
        by_rule[one.rule].append(one)
    return Judged(len(cues), {rule: _use(found, cues) for rule, found in by_rule.items()})


def _use(found: Sequence[Finding], cues: Sequence[Cue]) -> RuleUse:
    worst = max(found, key=lambda one: abs(float(one.measured) - float(one.limit)))
    places = []
    for one in found[:MOST_PLACES]:
        if one.cue_id:
            cue = cues[int(one.cue_id)]
            places.append((cue.begin_ms, cue.end_ms, float(one.measured), cue.text, one.says))
        else:
            places.append((0, 0, float(one.measured), "", one.says))
    return RuleUse(len(found), float(worst.limit), float(worst.measured), tuple(places))


async def _sound(store: Store, scope: Scope, film: bytes) -> Sound:
    try:
        async with store.local_path(scope.organization, film) as path:
            return Sound(await loudness(path))
    except UnreadableMedia as error:
        return Sound(reason=error.reason)


async def order_unmeasured(db: Database, rulebook: Rulebook) -> int:
    """Have measured what was not measured by the rules of now; how many cuts that are."""
    packs = {language.tag: pack_of(rulebook, language.tag) for language in rulebook.languages}
    tool, version, _ = sound_key()
    async with db.system() as tx:
        cuts = await records.list_unmeasured(tx, packs, TIMED_TEXT, VERSION, tool, version)
        revision = hashlib.sha256(repr((sorted(packs.items()), VERSION, version)).encode()).hexdigest()[:16]
        await enqueue_all(tx, [(one.org, Order(MEASURE_JOB, one.cut_id, revision)) for one in cuts])
    return len(cuts)
