"""The rules of beats, in a story and in an archetype. Pure."""

from __future__ import annotations

import difflib
from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import Protocol

from msgspec import Struct

from schemas.archetypes import Archetype, NewArchetypeBeat
from schemas.ids import BeatId, Id, ShotId
from schemas.stories import StoryBeat
from schemas.vocabulary import BeatKind
from service.problems import Fault


class Telling(Struct, frozen=True):
    """Which version of which archetype a story is told with. `own_archetype`: its key again, unless it is built in."""

    archetype: str
    version: int
    own_archetype: str | None


class Kept(Struct, frozen=True):
    """The beats and shots that a story has now."""

    beats: list[BeatId]
    shots: list[ShotId]


NOTHING = Kept([], [])


class Window(Protocol):
    """Anything that begins and ends in a story."""

    @property
    def begin_ms(self) -> int: ...

    @property
    def end_ms(self) -> int: ...


def beats_of(archetype: Archetype) -> list[StoryBeat]:
    """An archetype's beats as a new story's own."""
    return [
        StoryBeat(kind=beat.kind, title=beat.name, begin_ms=beat.begin_ms, end_ms=beat.end_ms)
        for beat in archetype.beats
    ]


def told_with(archetype: Archetype) -> Telling:
    """What a story remembers of its archetype."""
    return Telling(archetype.key, archetype.version, None if archetype.built_in else archetype.key)


def unknown_archetype(given: str, known: Collection[str]) -> Fault:
    """With the nearest key."""
    near = difflib.get_close_matches(given.lower().replace(" ", "_").replace("-", "_"), known, n=1, cutoff=0.5)
    hint = f"did you mean {near[0]}?" if near else f"known are {', '.join(sorted(known))}"
    return Fault("/archetype", "unknown_archetype", f"{given[:40]!r} is not an archetype; {hint}")


def pattern_faults(beats: Sequence[NewArchetypeBeat]) -> list[Fault]:
    """Windows that are empty or do not follow each other, kinds that come twice, an open end before the last beat."""
    return [*_windows(beats), *_kinds(beats), *_open_ends(beats)]


def _kinds(beats: Sequence[NewArchetypeBeat]) -> Iterator[Fault]:
    first: dict[BeatKind, int] = {}
    for index, beat in enumerate(beats):
        if beat.kind is not BeatKind.OTHER and first.setdefault(beat.kind, index) != index:
            detail = f"beat {first[beat.kind]} is the {beat.kind}; a further step is of the kind other"
            yield Fault(f"/beats/{index}/kind", "twice", detail)


def _open_ends(beats: Sequence[NewArchetypeBeat]) -> Iterator[Fault]:
    for index, beat in enumerate(beats[:-1]):
        if beat.open_ended:
            yield Fault(f"/beats/{index}/open_ended", "not_last", "only the last beat lasts as long as the film does")


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


def _windows(beats: Sequence[Window]) -> Iterator[Fault]:
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
