"""The rules of a story's beats and archetype. Pure."""

from __future__ import annotations

import difflib
from collections.abc import Collection, Iterable, Iterator, Sequence

from msgspec import Struct

from schemas.ids import BeatId, Id, ShotId
from schemas.stories import StoryBeat
from schemas.vocabulary import BeatKind
from service.problems import Fault
from service.rulebook.archetypes import Archetype


class Kept(Struct, frozen=True):
    """The beats and shots that a story has now."""

    beats: list[BeatId]
    shots: list[ShotId]


NOTHING = Kept([], [])


def beats_of(archetype: Archetype) -> list[StoryBeat]:
    """An archetype's beats as a new story's own."""
    return [
        StoryBeat(kind=BeatKind(beat.kind), title=beat.name, begin_ms=beat.begin_ms, end_ms=beat.end_ms)
        for beat in archetype.beats
    ]


def archetype_faults(known: Collection[str], given: str) -> list[Fault]:
    """A fault with the nearest key, or none."""
    if given in known:
        return []
    near = difflib.get_close_matches(given.lower().replace(" ", "_").replace("-", "_"), known, n=1, cutoff=0.5)
    hint = f"did you mean {near[0]}?" if near else f"known are {', '.join(sorted(known))}"
    return [Fault("/archetype", "unknown_archetype", f"{given[:40]!r} is not an archetype; {hint}")]


def beat_faults(beats: Sequence[StoryBeat], kept: Kept) -> list[Fault]:
    """Windows that are empty or do not follow each other, and identifiers that the story never gave."""
    beat_ids = ((f"/beats/{index}/id", beat.id) for index, beat in enumerate(beats))
    shot_ids = (
        (f"/beats/{index}/shots/{place}/id", shot.id)
        for index, beat in enumerate(beats)
        for place, shot in enumerate(beat.shots)
    )
    return [
        *_windows(beats),
        *_identities(beat_ids, kept.beats, "beat"),
        *_identities(shot_ids, kept.shots, "shot"),
    ]


def _windows(beats: Sequence[StoryBeat]) -> Iterator[Fault]:
    free_ms = 0
    for index, beat in enumerate(beats):
        if beat.end_ms <= beat.begin_ms:
            empty = f"the beat begins at {beat.begin_ms} ms and ends at {beat.end_ms} ms; it has to last"
            yield Fault(f"/beats/{index}/end_ms", "end_before_begin", empty)
        if beat.begin_ms < free_ms:
            early = f"the beat begins at {beat.begin_ms} ms, before the one before it ends at {free_ms} ms"
            yield Fault(f"/beats/{index}/begin_ms", "overlap", early)
        free_ms = max(free_ms, beat.end_ms)


def _identities(given: Iterable[tuple[str, Id | None]], known: Collection[Id], what: str) -> Iterator[Fault]:
    seen: set[Id] = set()
    for at, one in given:
        if one is None:
            continue
        if one in seen:
            yield Fault(at, "twice", f"another {what} of this list has this id too")
        elif one not in known:
            yield Fault(at, "not_found", f"this story has no such {what}; leave id out for a new one")
        seen.add(one)
