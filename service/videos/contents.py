"""What cuts contain, computed on read from what is marked in their sources, through their edit lists in force.

Each function takes many cuts and asks a fixed number of queries, however many they are; cuts outside the walls are left
out of the answer.

    cut_states(tx, cuts)      -> {CutId: CutState}                 4 queries at most
    requirements_in(tx, cuts) -> {CutId: [RequirementInCut]}       of every requirement that holds in the cut's market
    rights_in(tx, cuts)       -> {CutId: [RightsInCut]}            only those that are used
    shown_in(tx, cuts)        -> {CutId: Shown(texts, ai)}
    contents_of(tx, cuts)     -> {CutId: CutContents}              all of it, 5 queries

A cut of no market is held to all requirements; each says its `markets`, so that whoever asks for one market leaves out
the others'.
"""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Mapping, Sequence

from msgspec import Struct

from schemas.contents import (
    AiInCut,
    CutContents,
    CutState,
    FilmFacts,
    RequirementInCut,
    RightsInCut,
    TextInCut,
    VideoContents,
)
from schemas.ids import CutId, RequirementId, RightsId, VideoId
from schemas.videos import FrameRate
from service.db.pool import Tx
from service.problems import Missing
from service.videos import records, records_contents
from service.videos.occurrences import (
    Asked,
    Fall,
    Take,
    Window,
    ai_in,
    contents_hash,
    edit_hash,
    falls,
    meets,
    requirement_in,
    texts_in,
    uses,
)
from service.videos.occurrences import rights_in as used_in


class Shown(Struct, frozen=True):
    """Text on the screen of a cut, and what AI made of it, on the cut's time."""

    texts: list[TextInCut]
    ai: list[AiInCut]


class Filled(Struct, frozen=True):
    """A cut and where every mark of its video falls in it; also those that it leaves out, with no ranges."""

    take: Take
    fallen: list[Fall]


async def cut_states(tx: Tx, cuts: Sequence[CutId]) -> dict[CutId, CutState]:
    """What each cut is, as hashes, with its film."""
    filled = await _fill(tx, cuts)
    films = await records_contents.list_film_facts(tx, cuts)
    return {cut: _state(one, films.get(cut)) for cut, one in filled.items()}


async def requirements_in(tx: Tx, cuts: Sequence[CutId]) -> dict[CutId, list[RequirementInCut]]:
    """How each cut keeps each requirement that holds in its market."""
    filled = await _fill(tx, cuts)
    asked = await _asked(tx, filled)
    return {cut: _requirements(one, asked) for cut, one in filled.items()}


async def rights_in(tx: Tx, cuts: Sequence[CutId]) -> dict[CutId, list[RightsInCut]]:
    """What each cut uses of things with limited rights."""
    filled = await _fill(tx, cuts)
    windows = await _windows(tx, filled)
    return {cut: _rights(one, windows) for cut, one in filled.items()}


async def shown_in(tx: Tx, cuts: Sequence[CutId]) -> dict[CutId, Shown]:
    """The words in the picture of each cut, and what AI made of it."""
    return {cut: Shown(texts_in(one.fallen), ai_in(one.fallen)) for cut, one in (await _fill(tx, cuts)).items()}


async def contents_of(tx: Tx, cuts: Sequence[CutId]) -> dict[CutId, CutContents]:
    """All that is known of what each cut contains."""
    filled = await _fill(tx, cuts)
    asked, windows = await _asked(tx, filled), await _windows(tx, filled)
    films = await records_contents.list_film_facts(tx, list(filled))
    return {
        cut: CutContents(
            state=_state(one, films.get(cut)),
            requirements=_requirements(one, asked),
            rights=_rights(one, windows),
            texts=texts_in(one.fallen),
            ai=ai_in(one.fallen),
        )
        for cut, one in filled.items()
    }


async def contents_of_cut(tx: Tx, cut: CutId) -> CutContents:
    """The same of one cut; Missing outside the walls."""
    found = (await contents_of(tx, [cut])).get(cut)
    if found is None:
        raise Missing
    return found


async def contents_of_video(tx: Tx, video: VideoId) -> VideoContents:
    """The same of every cut of a video, the longest first; Missing outside the walls."""
    if await records.get_video(tx, video) is None:
        raise Missing
    found = await contents_of(tx, await records_contents.list_cut_ids(tx, video))
    return VideoContents(video_id=video, cuts=list(found.values()))


async def _fill(tx: Tx, cuts: Sequence[CutId]) -> dict[CutId, Filled]:
    takes = await records_contents.list_takes(tx, cuts)
    marks = await records_contents.list_marked(tx, list({take.video_id for take in takes}))
    of_video = defaultdict(list)
    for mark in marks:
        of_video[mark.video_id].append(mark)

    def laid() -> dict[CutId, Filled]:
        return {take.id: Filled(take, falls(take.edit(), of_video[take.video_id])) for take in takes}

    return await asyncio.to_thread(laid) if len(takes) > 1 else laid()  # a hundred long cuts take a while


async def _asked(tx: Tx, filled: Mapping[CutId, Filled]) -> list[Asked]:
    return await records_contents.list_asked(tx, list({one.take.campaign_id for one in filled.values()}))


async def _windows(tx: Tx, filled: Mapping[CutId, Filled]) -> list[Window]:
    used = {key for one in filled.values() for fall in one.fallen if (key := uses(fall)) is not None}
    return await records_contents.list_windows(tx, list(used))


def _requirements(one: Filled, asked: Sequence[Asked]) -> list[RequirementInCut]:
    fallen: dict[RequirementId, list[Fall]] = defaultdict(list)
    for fall in one.fallen:
        if (key := meets(fall)) is not None:
            fallen[key].append(fall)
    take = one.take
    return [
        requirement_in(wanted, fallen[wanted.id])
        for wanted in asked
        if wanted.campaign_id == take.campaign_id
        and (take.market is None or not wanted.markets or take.market in wanted.markets)
    ]


def _rights(one: Filled, windows: Sequence[Window]) -> list[RightsInCut]:
    fallen: dict[RightsId, list[Fall]] = defaultdict(list)
    for fall in one.fallen:
        if (key := uses(fall)) is not None:
            fallen[key].append(fall)
    found = (used_in(window, fallen[window.id]) for window in windows if window.id in fallen)
    return [used for used in found if used is not None]


def _state(one: Filled, film: FilmFacts | None) -> CutState:
    take = one.take
    segments, contents = take.sha256, contents_hash(one.fallen)
    return CutState(
        cut_id=take.id,
        campaign_id=take.campaign_id,
        video_id=take.video_id,
        code=take.code,
        market=take.market,
        aspect=take.aspect,
        fps=FrameRate(num=take.rate.num, den=take.rate.den),
        frames=take.frames,
        duration_ms=take.rate.ms(take.frames),
        edit_revision=take.edit_revision,
        edit_sha256=edit_hash(segments, contents),
        segments_sha256=segments,
        contents_sha256=contents,
        film=film,
        edited_at=take.edited_at,
        unfilmed_since=None if film else take.unfilmed_since,
    )
