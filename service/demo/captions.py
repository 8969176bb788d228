"""The demo's captions on their way: imported, translated, reworded, submitted, approved, released.

Every function may be called again after a load was cut off in it.
"""

from __future__ import annotations

import asyncio

from service.demo.client import Answer, Client, DemoFailed
from service.demo.content import Content, Film, Reworded, Work

VTT = {"content-type": "text/vtt"}
PATIENCE_S = 90.0
PAUSE_S = 0.2


async def caption(editor: Client, approver: Client, film: Film, source: str, before: Reworded | None = None) -> str:
    """The captions of a film in its own language, approved; the id of their track. `before`: with a cue as it was."""
    name, address = f"captions {film.name}", f"/v1/sources/{source}/captions/{film.locale}"
    words = film.captions({before.cue: before.before} if before else None)
    track = str((await editor.once(name, "PUT", address, content=words, headers=VTT))["id"])
    await approve(approver, track, name)
    return track


async def translate(writer: Client, demo: Content, work: Work, source: str, *, again: bool) -> str:
    """A locale as its localizer hands it in; the id of its track. `again`: the one cue that was reworded."""
    made = await writer.once(
        f"translation {work.locale}",
        "PUT",
        f"/v1/sources/{source}/captions/{work.locale}",
        content=demo.master.translation(work),
        headers=VTT,
    )
    track = str(made["id"])
    if again:
        await _write(writer, demo, track, f"{work.locale} again", demo.reworded.cue)
    return track


async def reword(editor: Client, approver: Client, demo: Content, track: str) -> None:
    """A cue of the source says something else from now on."""
    await _write(editor, demo, track, "reworded", demo.reworded.cue)
    await approve(approver, track, "reworded")


async def _write(writer: Client, demo: Content, track: str, name: str, key: str) -> None:
    """Write a cue anew, whatever it says now: the same text for another source says that it is still right."""
    if f"text {name}" in writer.ledger.made:
        return
    number = next(number for number, cue in enumerate(demo.master.cues) if cue.key == key)
    cue = (await writer.read(f"/v1/tracks/{track}/cues", limit=1000))["data"][number]
    text = _text(demo, key, (await writer.read(f"/v1/tracks/{track}"))["locale"])
    seen = {"if-match": f'"r{cue["revision"]}"'}
    address = f"/v1/tracks/{track}/cues/{cue['id']}"
    await writer.once(f"text {name}", "PUT", address, json={"text": text}, headers=seen)


def _text(demo: Content, key: str, locale: str) -> str:
    cue = next(cue for cue in demo.master.cues if cue.key == key)
    return cue.text if locale == demo.master.locale else cue.translations[locale]


async def submit(writer: Client, track: str, name: str) -> None:
    """Ask for approval of a locale."""
    await _decide(writer, track, "submit", name)


async def approve(approver: Client, track: str, name: str) -> None:
    """Approve every text of a locale."""
    await _decide(approver, track, "approve", name)


async def _decide(client: Client, track: str, verb: str, name: str) -> None:
    if f"{verb} {name}" not in client.ledger.made:
        now = await client.read(f"/v1/tracks/{track}")
        seen = {"if-match": f'"r{now["revision"]}"'}
        await client.once(f"{verb} {name}", "POST", f"/v1/tracks/{track}/{verb}", headers=seen)


async def override(writer: Client, demo: Content, cut: str) -> None:
    """Say something else in one cut, where its picture leaves before the line is over."""
    ours = demo.override
    if "override" in writer.ledger.made:
        return
    theirs = _text(demo, ours.cue, ours.locale)
    query = {"locale": ours.locale, "kind": "subtitles"}
    cues = (await writer.send("GET", f"/v1/cuts/{cut}/cues", params=query))["cues"]
    cue = next(cue for cue in cues if _flat(cue["derived"]["text"]) == _flat(theirs))
    address = f"/v1/cuts/{cut}/cues/{cue['cue_id']}/{cue['segment_id']}"
    said = {"json": {"text": ours.text}, "headers": {"if-match": f'"r{cue["revision"]}"'}}
    await writer.once("override", "PATCH", address, params=query, **said)


async def look(approver: Client, campaign: str, cut: str, locale: str) -> None:
    """Approve a release that waits for a person, because its cue was clipped."""
    if "look" not in approver.ledger.made:
        [waiting] = [cell for cell in await _cells(approver, campaign, locale) if cell["cut_id"] == cut]
        if waiting["state"] == "in_review":
            await approver.send("POST", f"/v1/releases/{waiting['release_id']}/approve")
        approver.ledger.keep("look", waiting["release_id"])


def _flat(text: str | None) -> str:
    """Without line breaks, which a cut makes by itself."""
    return " ".join((text or "").split())


async def until_there(client: Client, path: str) -> None:
    """Wait for the worker to have released a file."""
    for _ in range(int(PATIENCE_S / PAUSE_S)):
        if (await client.http.head(path, headers=client.headers)).is_success:
            return
        await asyncio.sleep(PAUSE_S)
    raise DemoFailed(f"{path} was not released within {PATIENCE_S:g} s; is the worker running?")


async def until_released(client: Client, campaign: str, locale: str) -> None:
    """Wait for the worker to have made a release of every cut in a locale."""
    for _ in range(int(PATIENCE_S / PAUSE_S)):
        if all(cell["release_id"] for cell in await _cells(client, campaign, locale)):
            return
        await asyncio.sleep(PAUSE_S)
    raise DemoFailed(f"{locale} was not released within {PATIENCE_S:g} s; is the worker running?")


async def _cells(client: Client, campaign: str, locale: str) -> list[Answer]:
    cells: list[Answer] = (await client.read(f"/v1/campaigns/{campaign}/matrix"))["data"]
    return [cell for cell in cells if cell["locale"] == locale]
