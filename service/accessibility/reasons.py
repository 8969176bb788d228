"""Why an item stands as it stands, in a code, its facts and an English sentence. Other languages are the client's."""

from __future__ import annotations

from typing import Any

from schemas.checklists import Reason
from service.captions.outdating import Change

SAYS = {
    "waits_for_person": "Only a person can judge this; it waits for somebody to sign it.",
    "cannot_measure": "The engine cannot measure this yet; somebody must look and sign it.",
    "not_measured_yet": "It is being measured.",
    "unmeasurable": "The film could not be measured: {why}",
    "no_film": "There is no film of this cut yet.",
    "release_missing": "There are no approved captions in {named}.",
    "nothing_said": "Nothing is said in this cut.",
    "no_sound": "The film has no sound.",
    "no_text": "No text on screen is declared in this cut.",
    "no_ai": "Nothing in this cut is declared to be made by AI.",
    "no_labels": "No law in force here asks for certain words.",
    "film_changed": "It was answered for film {then}; now it is film {now}.",
    "film_withdrawn": "It was answered for film {then}, which was taken back.",
    "film_added": "It was answered when there was no film; now it is film {now}.",
    "edit_changed": "It was answered for edit list {then}; the edit list has changed since ({now}).",
    "contents_changed": "What is declared to stand in the cut (text on screen, AI) has changed since.",
    "release_changed": "It was answered for release {then} in {locale}; now it is release {now}.{because}",
    "release_added": "It was answered without {locale}, which has captions now.",
    "release_withdrawn": "It was answered for release {then} in {locale}, which was withdrawn.",
    "release_stale": "The captions in {locale} changed after release {number}.{because}",
    "pack_changed": "The rule has changed since it was answered.",
    "confirmation_withdrawn": "The confirmation of its basis ({pack}) was withdrawn since it was answered.",
}
CHANGES = {
    "edit": "The edit list has changed.",
    "cue": "A text has changed: “{text}”.",
    "timing": "A cue has moved: “{text}”.",
    "fact": "The fact {key} has changed.",
    "override": "An override has changed: “{text}”.",
    "pack": "The rules of the locale have changed.",
    "other": "Something that they are made of has changed.",
}
_SHORT = 60


def reason(code: str, **facts: Any) -> Reason:
    """The reason with its sentence. `changes` among the facts say what changed under captions."""
    changes: tuple[Change, ...] = facts.pop("changes", ())
    named = {"named": ", ".join(facts.get("locales", ())), "because": "".join(f" {_said(one)}" for one in changes[:2])}
    told = [_told(one) for one in changes]
    detail = SAYS[code].format(**facts, **named)
    return Reason(code=code, facts=facts | ({"changes": told} if told else {}), detail=detail)


def _said(change: Change) -> str:
    return CHANGES[change.code].format(key=change.key, text=_short(change.text))


def _told(change: Change) -> dict[str, Any]:
    facts = {"key": change.key, "text": _short(change.text), "begin_ms": change.begin_ms}
    return {"code": change.code} | {name: value for name, value in facts.items() if value not in ("", None)}


def _short(text: str) -> str:
    one_line = " ".join(text.split())
    return one_line if len(one_line) <= _SHORT else f"{one_line[:_SHORT]}…"
