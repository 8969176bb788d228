"""What the editor's forms do. Each calls the action that the API has for it, in the transaction of the page."""

from __future__ import annotations

from schemas.captions import NewTrack, TextChange
from schemas.ids import CueId, CutId, TrackId
from service.captions import actions
from service.captions.sheets import Sheet
from service.db.pool import Tx
from service.problems import Fault, Invalid, Missing
from service.web.editor import moves
from service.web.editor.forms import Act, number
from service.web.editor.moves import Done
from service.web.words import Language

MOST_CHARS = 2000


async def carry_out(tx: Tx, act: Act, language: Language) -> Done:
    """Do it; what is said of it, and how it is taken back. Raises the problems of its action."""
    match act.name, act.cue:
        case "save" | "still", CueId() as cue:
            return await _save(tx, act, language, cue), None
        case "move", CueId() as cue:
            return await moves.move(tx, act, language, cue)
        case "withdraw", CueId() as cue:
            return await moves.withdraw(tx, act, language, cue)
        case "restore", CueId() as cue:
            return await moves.restore(tx, act, language, cue)
        case "override", CueId() as cue:
            return await moves.override(tx, act, language, cue)
        case "take_back", _:
            return await moves.take_back(tx, act, language)
        case "add", _:
            return await moves.add(tx, act, language)
        case "submit" | "approve", _:
            return await _pass_on(tx, act, language), None
        case _:
            raise Invalid(Fault("/act", "unknown", f"there is nothing to do that is called {act.name!r}"))


async def _save(tx: Tx, act: Act, language: Language, cue: CueId) -> str:
    if not act.text.strip():
        raise Invalid(Fault("/text", "empty", language.say("A text cannot be empty. What was there stays.")))
    if len(act.text) > MOST_CHARS:
        raise Invalid(Fault("/text", "too_long", language.say("A text has at most 2,000 characters.")))
    track = await _track(tx, act, cue)
    await actions.write_text(tx, act.request.user, track, cue, act.number("seen"), TextChange(act.text))
    return language.say("Saved.")


async def _track(tx: Tx, act: Act, cue: CueId) -> TrackId:
    """The track that is written; the first text of a locale opens it."""
    if act.form.get("track"):
        return _track_id(act.form["track"])
    sheet = await act.place.sheet(tx, act.request)
    track = sheet.line(cue).track
    if track.track_id is not None:
        return track.track_id
    home = track.source_id or CutId(track.home_id)
    new = NewTrack(sheet.locale, sheet.main.kind or "subtitles")
    return (await actions.open_track(tx, act.request.user, act.request.rulebook, home, new)).id


async def _pass_on(tx: Tx, act: Act, language: Language) -> str:
    """Submit or approve what was seen of every track."""
    request = act.request
    for one in act.form.get("tracks", "").split():
        track, _, seen = one.partition(":")
        if act.name == "submit":
            await actions.submit_locale(tx, request.user, _track_id(track), number(seen))
        else:
            await actions.approve_locale(tx, request.user, request.rulebook, _track_id(track), number(seen))
    return language.say("Approval was requested.") if act.name == "submit" else language.say("Approved.")


def tracks_seen(sheet: Sheet) -> str:
    """The tracks of a sheet with the revisions that were seen, for its forms."""
    return " ".join(f"{one.track_id}:{one.revision}" for one in sheet.tracks if one.track_id)


def _track_id(text: str) -> TrackId:
    try:
        return TrackId.parse(text)
    except ValueError:
        raise Missing from None
