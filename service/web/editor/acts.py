"""What the editor's forms do. Each calls the action that the API has for it, in the transaction of the page."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct

from schemas.captions import NewTrack, TextChange, TimingChange
from schemas.ids import CueId, CutId, TrackId
from service.captions import actions, cues
from service.captions.sheets import Sheet
from service.db.pool import Tx
from service.exchange import ApiRequest
from service.problems import Fault, Invalid
from service.web.editor.place import Place, cue_id
from service.web.words import Language

Form = Mapping[str, str]


class Act(Struct, frozen=True):
    """A form that was sent: what it asks for, of which cue, and where."""

    request: ApiRequest
    place: Place
    form: Form

    @property
    def name(self) -> str:
        """What it asks for."""
        return self.form.get("act", "save")

    @property
    def cue(self) -> CueId | None:
        """The cue that it is about."""
        return cue_id(self.form.get("cue"))

    @property
    def seen(self) -> int:
        """The revision that was changed; a form without one is of another page."""
        return number(self.form.get("seen", ""))

    @property
    def text(self) -> str:
        """What shall stand there, as a form's line ends have it."""
        return self.form.get("fixed") or self.form.get("text", "")


async def carry_out(tx: Tx, act: Act, language: Language) -> str:
    """Do it; what is said of it. Raises the problems of its action."""
    match act.name, act.cue:
        case "save" | "still", CueId() as cue:
            return await _save(tx, act, language, cue)
        case "move", CueId() as cue:
            return await _move(tx, act, language, cue)
        case "withdraw", CueId() as cue:
            await cues.withdraw_cue(tx, act.request.user, cue, act.seen)
            return language.say("The cue was taken out.")
        case "restore", CueId() as cue:
            await cues.restore_cue(tx, act.request.user, cue, act.seen)
            return language.say("The cue is back.")
        case "submit" | "approve", _:
            return await _pass_on(tx, act, language)
        case _:
            raise Invalid(Fault("/act", "unknown", f"there is nothing to do that is called {act.name!r}"))


async def _save(tx: Tx, act: Act, language: Language, cue: CueId) -> str:
    text = act.text.replace("\r\n", "\n")
    if not text.strip():
        raise Invalid(Fault("/text", "empty", language.say("A text cannot be empty. What was there stays.")))
    if len(text) > 2000:
        raise Invalid(Fault("/text", "too_long", language.say("A text has at most 2,000 characters.")))
    track = await _track(tx, act, cue)
    await actions.write_text(tx, act.request.user, track, cue, act.seen, TextChange(text))
    return language.say("Saved.")


async def _track(tx: Tx, act: Act, cue: CueId) -> TrackId:
    """The track that is written; the first text of a locale opens it."""
    if act.form.get("track"):
        return TrackId.parse(act.form["track"])
    sheet = await act.place.sheet(tx, act.request)
    track = sheet.line(cue).track
    if track.track_id is not None:
        return track.track_id
    home = track.source_id or CutId(track.home_id)
    new = NewTrack(sheet.locale, sheet.main.kind or "subtitles")
    return (await actions.open_track(tx, act.request.user, act.request.rulebook, home, new)).id


async def _move(tx: Tx, act: Act, language: Language, cue: CueId) -> str:
    begin, end = number(act.form.get("begin_ms", "")), number(act.form.get("end_ms", ""))
    if end <= begin:
        raise Invalid(Fault("/end_ms", "end_before_begin", language.say("A cue ends after it begins.")))
    await actions.move_cue(tx, act.request.user, cue, act.seen, TimingChange(begin, end))
    return language.say("The cue has a new time.")


async def _pass_on(tx: Tx, act: Act, language: Language) -> str:
    """Submit or approve what was seen of every track."""
    request = act.request
    for one in act.form.get("tracks", "").split():
        track, _, seen = one.partition(":")
        if act.name == "submit":
            await actions.submit_locale(tx, request.user, TrackId.parse(track), number(seen))
        else:
            await actions.approve_locale(tx, request.user, request.rulebook, TrackId.parse(track), number(seen))
    return language.say("Approval was requested.") if act.name == "submit" else language.say("Approved.")


def tracks_seen(sheet: Sheet) -> str:
    """The tracks of a sheet with the revisions that were seen, for its forms."""
    return " ".join(f"{one.track_id}:{one.revision}" for one in sheet.tracks if one.track_id)


def number(text: str) -> int:
    """A revision or a time that a form carries; Invalid for anything else."""
    if not text.isdecimal() or len(text) > 9:
        raise Invalid(Fault("", "number", f"{text[:20]!r} is no number"))
    return int(text)
