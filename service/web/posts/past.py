"""What a step of a post changed, in the reader's words. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from markupsafe import Markup
from msgspec import Struct

from schemas.post_history import PastStep, StepChange
from service.posts.scheduling import due_at
from service.web.posts import gate_words, times, words
from service.web.words import Language


class Told(Struct, frozen=True):
    """One line under a step: what it is about, what stood before (empty: nothing is told of that) and what stands now.
    `typed` is not the reader's language: an address. What is Markup is so for its own such parts."""

    label: str
    now: str
    was: str = ""
    typed: bool = False


def told(language: Language, now: datetime, step: PastStep) -> list[Told]:
    """Everything that is known of a step beside who, when and why."""
    say, changed = language.say, {one.field: one for one in step.changes}
    found = _gate(language, step) + _time(language, now, step, changed)
    if one := changed.get("media"):
        found.append(Told(say("Rights"), words.media(language, one.now or ""), words.media(language, one.was or "")))
    if one := changed.get("posted_at"):
        before, after = (_moment(language, now, moment, step.zone) for moment in (one.was, one.now))
        found.append(Told(say("Live since"), after or say("none"), before))
    if one := changed.get("url"):
        found.append(Told(say("Address"), one.now or say("none"), one.was or "", typed=one.now is not None))
    if one := changed.get("evidence_sha256"):
        found.append(Told(say("Evidence"), _proof(language, one)))
    if own := [words.field(language, one.field) for one in step.changes if one.field in words.OWN_WORDS]:
        found.append(Told(say("What the post says"), language.listing(own)))
    if step.locales:
        found.append(Told(say("Captions"), language.listing([language.of(one) for one in step.locales])))
    return found


def _gate(language: Language, step: PastStep) -> list[Told]:
    return [Told(language.say("Gate"), gate_words.kind(language, step.gate))] if step.gate else []


def _time(language: Language, now: datetime, step: PastStep, changed: Mapping[Any, StepChange]) -> list[Told]:
    """When it was to go out: how that changed, or what it was when it was planned or scheduled."""
    named = "zone" in changed
    after = _due(language, now, step.local_at, step.zone, step.fold, named)
    if not changed.keys() & {"local_at", "zone", "fold"}:
        return [Told(language.say("Day and time"), after)] if after and step.verb in ("planned", "scheduled") else []
    local_at, zone, fold = (
        changed[name].was if name in changed else getattr(step, name) for name in ("local_at", "zone", "fold")
    )
    before = _due(language, now, local_at, zone, fold, named)
    return [Told(language.say("Day and time"), after or language.say("none"), before or language.say("none"))]


def _due(
    language: Language, now: datetime, local_at: str | None, zone: str | None, fold: str | None, named: bool = False
) -> str:
    """A moment on the clock of its zone; `named` where two zones may call their time the same."""
    if not local_at or not zone:
        return ""
    clock = times.zone_of(zone)
    if clock is None:
        return f"{local_at} {zone}"
    due = due_at(datetime.fromisoformat(local_at), zone, "second" if fold == "second" else "first" if fold else None)
    said = times.marked(language, now, due.at.astimezone(clock))
    return Markup('{} <span translate="no">({})</span>').format(said, zone) if named else said


def _moment(language: Language, now: datetime, moment: str | None, zone: str | None) -> str:
    if not moment:
        return ""
    return times.marked(
        language, now, datetime.fromisoformat(moment).astimezone(times.zone_of(zone) or ZoneInfo("UTC"))
    )


def _proof(language: Language, one: StepChange) -> str:
    if one.now is None:
        return language.say("none")
    return language.say("another file is kept") if one.was else language.say("a file is kept")
