"""What the editor's forms do besides writing: times, cues that come and go, and what one cut does differently."""

from __future__ import annotations

import re

from schemas.captions import TimingChange
from schemas.ids import CueId, OverrideId, SegmentId
from schemas.imports import NewCue
from schemas.overrides import CutCueChange
from service.captions import cues, overridden, overriding
from service.captions.actions import move_cue
from service.captions.model import Wanted
from service.db.pool import Tx
from service.problems import Fault, Invalid, Missing
from service.web.editor.forms import Act, number
from service.web.notices import Undo
from service.web.words import Language

Done = tuple[str, Undo | None]
_CLOCK = re.compile(r"(?:(?:(\d{1,2}):)?(\d{1,3}):)?(\d{1,3})(?:[.,](\d{1,3}))?")


async def move(tx: Tx, act: Act, language: Language, cue: CueId) -> Done:
    """Give a cue another time on its source."""
    begin, end = (time_of(act.form.get(name, ""), name, language) for name in ("begin", "end"))
    if end <= begin:
        raise Invalid(Fault("/end", "end_before_begin", language.say("A cue ends after it begins.")))
    await move_cue(tx, act.request.user, cue, act.number("timing"), TimingChange(begin, end))
    return language.say("The cue has a new time."), None


async def add(tx: Tx, act: Act, language: Language) -> Done:
    """Add a cue to the captions of a master in their own language."""
    begin, end = (time_of(act.form.get(name, ""), name, language) for name in ("begin", "end"))
    if end <= begin:
        raise Invalid(Fault("/end", "end_before_begin", language.say("A cue ends after it begins.")))
    if act.place.source_id is None or not act.text.strip():
        raise Invalid(Fault("/text", "empty", language.say("A new cue needs a text.")))
    made = await cues.add_cue(tx, act.request.user, act.place.source_id, NewCue(begin, end, act.text))
    undo = Undo(act.place.href, {"act": "withdraw", "cue": str(made.id), "timing": ""})
    return language.say("The cue was added."), undo


async def withdraw(tx: Tx, act: Act, language: Language, cue: CueId) -> Done:
    """Take a cue out."""
    gone = await cues.withdraw_cue(tx, act.request.user, cue, act.known("timing"))
    undo = Undo(act.place.href, {"act": "restore", "cue": str(cue), "timing": str(gone.revision)})
    return language.say("The cue was taken out."), undo


async def restore(tx: Tx, act: Act, language: Language, cue: CueId) -> Done:
    """Bring it back with its translations."""
    await cues.restore_cue(tx, act.request.user, cue, act.known("timing"))
    return language.say("The cue is back."), None


async def override(tx: Tx, act: Act, language: Language, cue: CueId) -> Done:
    """Say, time or show a cue differently in this cut alone."""
    change = CutCueChange()
    form, place = act.form, act.place
    if form.get("only"):
        change = CutCueChange(text=form["only"].replace("\r\n", "\n"))
    elif form.get("hidden"):
        change = CutCueChange(hidden=True)
    elif form.get("begin_ms") or form.get("end_ms"):
        times = {name: number(form[name]) for name in ("begin_ms", "end_ms") if form.get(name)}
        change = CutCueChange(**times)  # type: ignore[arg-type]
    sheet = await place.sheet(tx, act.request)
    if sheet.cut is None or change == CutCueChange():
        raise Invalid(Fault("/only", "missing", language.say("A text cannot be empty. What was there stays.")))
    wanted = Wanted(sheet.cut.id, sheet.locale, sheet.main.kind or "subtitles")
    where = (cue, SegmentId.parse(form.get("segment", "")))
    await overriding.override(tx, act.request.user, sheet.cut, wanted, where, act.known("place"), change)
    return language.say("It holds in this cut only."), None


async def take_back(tx: Tx, act: Act, language: Language) -> Done:
    """Do in this cut what all others do."""
    try:
        known = OverrideId.parse(act.form.get("override", ""))
    except ValueError:
        raise Missing from None
    before = await overridden.find_override(tx, known)
    await overriding.take_back(tx, act.request.user, known, act.known("place"))
    undo = None
    if before.field == "text":
        where = {"cue": str(before.cue_id), "segment": str(before.segment_id), "only": str(before.value)}
        undo = Undo(act.place.href, {"act": "override", "place": "", **where})
    return language.say("This cut shows what all others show."), undo


def time_of(text: str, name: str, language: Language) -> int:
    """Milliseconds of a time as people write it: `16.8`, `00:16.800`, `1:02:03`. Invalid for anything else."""
    found = _CLOCK.fullmatch(text.strip())
    if found is None:
        said = language.say("%(given)s is no time. Write it as 00:16.800.", given=text[:20] or "–")
        raise Invalid(Fault(f"/{name}", "time", said))
    hours, minutes, seconds, rest = found.groups()
    return ((int(hours or 0) * 60 + int(minutes or 0)) * 60 + int(seconds)) * 1000 + int((rest or "0").ljust(3, "0"))
