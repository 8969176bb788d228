"""A cut's film beside its edit list: the same length, the same picture at each edge of a segment, the sound in time.

Film and sources are sampled in child processes with limits, each once and only around the edges; what is compared here
are grids of a few hundred cells and levels of sound.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from fractions import Fraction
from math import sqrt

from msgspec import Struct

from schemas.ids import OrganizationId, SourceId
from service.assets.store import Store
from service.assets.threads import beside
from service.media import likeness
from service.media.likeness import SAME_FRAMED, SAME_PICTURE, SAME_SOUND, Framing, Grid
from service.media.problems import UnreadableMedia
from service.media.samples import ROWS, Samples, sample
from service.timedtext.timing import half_up
from service.videos.edges import NEAR_FRAMES, Edge, Sound, edges_of, sounds_of
from service.videos.films import Check, Comparable, Finding, Footage
from service.videos.model import Edit

SOUND_TOLERANCE_MS = 40  # EBU R 37: sound at most 40 ms early; late it may be more, but one frame at 25/1 is as much
ASPECT_TOLERANCE = 0.02  # of the aspect: encoders want even numbers of pixels


class Sampled(Struct, frozen=True):
    """What was taken of one file: its frames as grids, and the levels of its sounds in the order asked for."""

    grids: dict[int, Grid]
    levels: list[list[int]] | None


async def compare(
    store: Store, organization: OrganizationId, film: Comparable, edit: Edit, footage: list[Footage]
) -> Check:
    """Everything in which a film differs from its edit list. Takes seconds; never inside a transaction."""
    edges = edges_of(edit, film.rate, film.frames, {one.id: one.frames for one in footage})
    sounds = list(sounds_of(edit))
    frames = {at for edge in edges for at in (*edge.film_near, *(look.film_frame for look in edge.looks))}
    try:
        taken = await _sampled(store, organization, film.sha256, frames, [one.film_ms for one in sounds])
        sources = {
            one.id: await _sampled(
                *(store, organization, one.sha256),
                {at for edge in edges if edge.source_id == one.id for at in edge.source_near},
                [sound.source_ms for sound in sounds if sound.source_id == one.id],
            )
            for one in footage
        }
    except UnreadableMedia as error:
        return Check("unreadable", reason=str(error))
    return await beside(judge, film, edit, edges, sounds, taken, sources)


async def _sampled(
    store: Store, organization: OrganizationId, sha256: bytes, frames: set[int], spans: list[tuple[int, int]]
) -> Sampled:
    async with store.local_path(organization, sha256) as path:
        return grids_of(await sample(path, frames, spans))


def grids_of(taken: Samples) -> Sampled:
    """Samples as they are compared."""
    grids = {at: Grid(taken.columns, ROWS, bytes.fromhex(cells)) for at, cells in taken.grids.items()}
    return Sampled(grids, taken.levels)


def judge(
    film: Comparable,
    edit: Edit,
    edges: list[Edge],
    sounds: list[Sound],
    taken: Sampled,
    sources: dict[SourceId, Sampled],
) -> Check:
    """What samples of a film and of its sources say."""
    pictures = [edge for edge in edges if _comparable(edge, taken, sources[edge.source_id])]
    findings = [*_of_the_whole(film, edit)]
    findings += [found for edge in pictures if (found := _picture(edge, taken, sources[edge.source_id]))]
    heard = 0
    levels = {one: iter(sampled.levels or []) for one, sampled in sources.items()}
    for index, sound in enumerate(sounds):
        said = next(levels[sound.source_id], [])
        recognised, found = _sound(sound, taken.levels[index] if taken.levels else [], said)
        heard += recognised
        findings += [found] if found else []
    return Check("mismatching" if findings else "matching", findings, len(pictures), heard)


def _of_the_whole(film: Comparable, edit: Edit) -> Iterator[Finding]:
    rate = edit.cut.rate
    length, should, frame = film.rate.exact_ms(film.frames), rate.exact_ms(edit.cut.frames), rate.frame_ms
    if abs(length - should) > frame:
        detail = f"the film lasts {half_up(length)} ms and the edit list {half_up(should)} ms"
        yield Finding("duration", detail, None, None, float(length), float(should), float(frame))
    across, _, down = film.aspect.value.partition(":")
    wanted, shown = Fraction(int(across), int(down)), Fraction(film.width_px, film.height_px)
    if abs(shown - wanted) > wanted * Fraction(ASPECT_TOLERANCE):
        detail = f"the film has {film.width_px} × {film.height_px} pixels and the cut is {film.aspect.value}"
        tolerance = float(wanted) * ASPECT_TOLERANCE
        yield Finding("aspect", detail, None, None, float(shown), float(wanted), tolerance)


def _comparable(edge: Edge, film: Sampled, source: Sampled) -> bool:
    expected = {half_up(look.source_frame) for look in edge.looks}
    return expected <= source.grids.keys() and all(look.film_frame in film.grids for look in edge.looks)


def _picture(edge: Edge, film: Sampled, source: Sampled) -> Finding | None:
    """What is wrong with the picture at an edge."""
    first = edge.looks[0]
    expected = half_up(first.source_frame)
    shown, wanted = film.grids[first.film_frame], source.grids[expected]
    framing = likeness.framing_of(shown, wanted)
    same = SAME_PICTURE if framing == likeness.WHOLE else SAME_FRAMED
    differs = _measure(framing, film, source)
    here = min(differs(look.film_frame, at) for look in edge.near for at in edge.source_near if look.allows(at))
    facts = (float(first.source_frame), float(first.slack))
    where = f"the cut's frame {edge.cut_frame} should show frame {expected} of the source"
    slip = _slip(edge, film, source, differs, same)
    if slip is not None:
        detail = f"{where} and shows frame {expected + slip}"
        return Finding("picture", detail, edge.segment_id, edge.cut_frame, float(expected + slip), *facts)
    if here <= same:
        return None
    elsewhere = min(edge.film_near, key=lambda near: differs(near, expected))
    if differs(elsewhere, expected) <= same:
        detail = f"{where}; that picture stands at frame {elsewhere} of the film, not {first.film_frame}"
        return Finding("picture", detail, edge.segment_id, edge.cut_frame, None, *facts)
    if framing != likeness.WHOLE:
        detail = f"{where}; film and source differ in shape, and no part of it looks like that"
        return Finding("framing", detail, edge.segment_id, edge.cut_frame, None, *facts)
    return Finding("picture", f"{where} and shows something else", edge.segment_id, edge.cut_frame, None, *facts)


def _slip(edge: Edge, film: Sampled, source: Sampled, differs: Callable[[int, int], float], same: float) -> int | None:
    """How many frames of the source later the film is inside an edge, where that can be seen and is too much."""
    looks = [(look.film_frame, half_up(look.source_frame)) for look in edge.inner if look.film_frame in film.grids]
    slack = edge.looks[0].slack
    reach = half_up(NEAR_FRAMES * slack)
    lags = [lag for lag in range(-reach, reach + 1) if looks and all(at + lag in source.grids for _, at in looks)]
    if not lags:
        return None
    found = {lag: sqrt(sum(differs(frame, at + lag) ** 2 for frame, at in looks) / len(looks)) for lag in lags}
    best = min(lags, key=lambda lag: found[lag])
    here = min((found[lag] for lag in lags if abs(lag) <= slack), default=255.0)
    return best if found[best] <= same and abs(best) > slack and likeness.slipped(here, found[best]) else None


def _measure(framing: Framing, film: Sampled, source: Sampled) -> Callable[[int, int], float]:
    def differs(film_frame: int, source_frame: int) -> float:
        return likeness.difference(*likeness.framed(film.grids[film_frame], source.grids[source_frame], framing))

    return differs


def _sound(sound: Sound, film: list[int], source: list[int]) -> tuple[bool, Finding | None]:
    """Whether a sound could be recognised, and what is wrong with it."""
    where = (sound.segment_id, sound.cut_frame)
    wanted = likeness.at_speed(source, sound.speed)
    if likeness.is_silent(wanted):
        return False, None
    inner = film[likeness.MOST_LAG_STEPS : -likeness.MOST_LAG_STEPS]
    if likeness.is_silent(inner):
        if not sound.expected:
            return False, None
        return True, Finding("sound", "the film is silent where the source is not", *where, 0.0, 1.0, 1 - SAME_SOUND)
    lag = likeness.lag(film, wanted, SOUND_TOLERANCE_MS)
    if lag is None or (lag.correlation < SAME_SOUND and not sound.expected):
        return False, None
    if lag.correlation < SAME_SOUND:
        detail = "the film's sound is not that of the source"
        return True, Finding("sound", detail, *where, round(lag.correlation, 2), 1.0, 1 - SAME_SOUND)
    if abs(lag.ms) <= SOUND_TOLERANCE_MS:
        return True, None
    detail = f"the film's sound is {abs(lag.ms)} ms too {'late' if lag.ms > 0 else 'early'}"
    return True, Finding("sound_offset", detail, *where, float(lag.ms), 0.0, float(SOUND_TOLERANCE_MS))
