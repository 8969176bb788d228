"""What people do all day, several at once, until told to stop."""

from __future__ import annotations

import asyncio
import itertools
import random
from asyncio import Event
from collections.abc import Callable, Coroutine, Iterator
from typing import Any

from tests.faults.caller import Caller, expect
from tests.faults.film import (
    BEGINS,
    LASTS_MS,
    MOST_EDITS,
    MOST_MOVES,
    SOURCE,
    Film,
    edit_list,
    encode,
    make_cut,
    make_source,
    make_story,
    open_locale,
    variant,
)

NUMBERS = itertools.count(1)
State = Callable[[dict[str, Any]], bool]


def everybody(
    caller: Caller, films: list[Film], data: bytes, stop: Event, seed: int
) -> Iterator[Coroutine[Any, Any, None]]:
    """The people of an agency: on each film seven, and four who begin new things."""
    for number, film in enumerate(films):
        rng = random.Random(f"{seed} {number}")
        yield localize(caller, film, SOURCE, film.cues, stop, 2.0, rng)
        yield localize(caller, film, "de-DE", film.cues[:2], stop, 0.1, rng)
        yield localize(caller, film, "de-DE", film.cues[2:], stop, 0.1, rng)
        yield localize(caller, film, "ar-AE", film.cues, stop, 0.1, rng)
        yield move(caller, film, stop, rng)
        yield edit(caller, film, stop, rng)
        yield review(caller, film, stop, rng)
    for _ in range(2):
        yield plan(caller, stop)
        yield keys(caller, stop)
    yield upload(caller, data, stop)


async def localize(
    caller: Caller, film: Film, locale: str, cues: list[str], stop: Event, pause_s: float, rng: random.Random
) -> None:
    """Write what is missing or stale of some cues, rewrite one, ask for approval."""
    while not stop.is_set():
        await write(caller, film, locale, cues, {rng.choice(cues)})
        await approve(caller, film.tracks[locale])
        await asyncio.sleep(rng.uniform(0, 2 * pause_s))


async def write(caller: Caller, film: Film, locale: str, cues: list[str], anyway: set[str]) -> None:
    """Give each cue that needs one, or is named, a text that was never there before."""
    track = film.tracks[locale]
    for cue in (await caller.get(f"/v1/tracks/{track}/cues"))["data"]:
        if cue["id"] not in cues or (cue["status"] == "draft" and cue["id"] not in anyway):
            continue
        text = f"{locale} {next(NUMBERS)}"
        address = f"/v1/tracks/{track}/cues/{cue['id']}"
        await caller.change(address, {"text": text}, cue["revision"], has("text", text))
        caller.ledger.texts[track, cue["id"]].append(text)


async def approve(caller: Caller, track: str) -> bool:
    """Approve a locale as it is, if it can be; whether it was."""
    now = await caller.get(f"/v1/tracks/{track}")
    address, seen = f"/v1/tracks/{track}/approve", {"if-match": f'"r{now["revision"]}"'}
    response = await caller.send("POST", address, headers=seen)
    if response is None or response.status_code in (409, 412):  # unknown, not translated, or written on meanwhile
        return False
    expect(response, 200)
    caller.ledger.approved.add((track, now["revision"]))
    caller.ledger.acknowledged += 1
    return True


async def move(caller: Caller, film: Film, stop: Event, rng: random.Random) -> None:
    """Move cues by a millisecond."""
    for number in range(4 * MOST_MOVES):
        if stop.is_set():
            break
        place, later = number % 4, number // 4 + 1
        cue, begin = film.cues[place], BEGINS[place] + later
        timing = await caller.get(f"/v1/cues/{cue}/timing")
        new = {"begin_ms": begin, "end_ms": begin + LASTS_MS}
        await caller.change(f"/v1/cues/{cue}/timing", new, timing["revision"], has("begin_ms", begin))
        caller.ledger.timings[cue].append(begin)
        await asyncio.sleep(rng.uniform(0.1, 0.5))


async def edit(caller: Caller, film: Film, stop: Event, rng: random.Random) -> None:
    """Let cuts begin a frame later."""
    for number in range(len(film.cuts) * MOST_EDITS):
        if stop.is_set():
            break
        cut, first = film.cuts[number % len(film.cuts)], number // len(film.cuts) + 1
        now = await caller.get(f"/v1/cuts/{cut}")
        await caller.change(
            f"/v1/cuts/{cut}/edit_list",
            edit_list(film.source, first),
            now["revision"],
            begins_at(first),
            at=f"/v1/cuts/{cut}",
        )
        caller.ledger.edits[cut].append(first)
        await asyncio.sleep(rng.uniform(0.2, 0.6))


async def review(caller: Caller, film: Film, stop: Event, rng: random.Random) -> None:
    """Approve the releases that wait because a cue was clipped."""
    while not stop.is_set():
        releases = (await caller.get(f"/v1/cuts/{film.clipped}/releases?limit=20"))["data"]
        for release in releases:
            if release["status"] == "in_review":
                response = await caller.send("POST", f"/v1/releases/{release['id']}/approve")
                if response is not None and response.status_code != 409:  # an earlier request did it after all
                    expect(response, 200)
                    caller.ledger.reviewed.add(release["id"])
                    caller.ledger.acknowledged += 1
        await asyncio.sleep(rng.uniform(0.2, 0.6))


async def plan(caller: Caller, stop: Event) -> None:
    """Begin campaigns."""
    while not stop.is_set():
        name = f"Plan {next(NUMBERS)}"
        _, story = await make_story(caller, name)
        await caller.make("/v1/videos", encode({"story_id": story, "title": name}))


async def keys(caller: Caller, stop: Event) -> None:
    """Make keys; revoke every second one."""
    for number in itertools.count():
        if stop.is_set():
            break
        new = {"name": f"key {next(NUMBERS)}", "scopes": ["campaigns:read"]}
        made = await caller.make("/v1/keys", encode(new))
        if number % 2:
            expect(await caller.ask("DELETE", f"/v1/keys/{made['id']}"), 204)
            caller.ledger.revoked.add(made["id"])
            caller.ledger.acknowledged += 1
        await asyncio.sleep(0.2)


async def upload(caller: Caller, data: bytes, stop: Event) -> None:
    """Bring in films with their captions, open a locale, make cuts."""
    _, story = await make_story(caller, "Uploads")
    while not stop.is_set():
        number = next(NUMBERS)
        source, _ = await make_source(caller, story, f"Film {number}", variant(data, number))
        await open_locale(caller, source, "de-DE")
        video = (await caller.get(f"/v1/sources/{source}"))["video_id"]
        for code in "ABC":
            await make_cut(caller, video, source, code, number % MOST_EDITS)


async def finish(caller: Caller, film: Film) -> None:
    """Translate and approve everything, in the order in which texts depend on each other."""
    for locale, track in film.tracks.items():
        await write(caller, film, locale, film.cues, set())
        assert await approve(caller, track)


def has(name: str, value: Any) -> State:
    """Whether a resource is as it was to become."""
    return lambda now: bool(now[name] == value)


def begins_at(frame: int) -> State:
    """The same of a cut's edit list."""
    return lambda now: [segment["in_frame"] for segment in now["segments"]] == [frame]
