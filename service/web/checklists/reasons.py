"""Why an item stands as it stands, in the reader's language: the API's codes, each with its sentence."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from schemas.checklists import Reason
from service.web.words import Language

Facts = Mapping[str, Any]
MOST_CHANGES = 2
CHANGED = ("_changed", "_added", "_withdrawn", "_stale")


def why(language: Language, reason: Reason | None) -> str:
    """The reason, with what changed. A code that has no sentence here is told as the API tells it."""
    if reason is None:
        return ""
    code, facts = reason.code, reason.facts
    said = _waits(language, code, facts) or _changed(language, code, _shown(language, facts))
    because = [_change(language, one) for one in reason.facts.get("changes", ())[:MOST_CHANGES]]
    return " ".join([said, *(one for one in because if one)]) if said else reason.detail


def is_change(reason: Reason | None) -> bool:
    """Whether it says that something became other than it was."""
    return reason is not None and reason.code.endswith(CHANGED)


def _waits(language: Language, code: str, facts: Facts) -> str:
    """Who or what an item waits for, or why there is nothing to answer."""
    say = language.say
    match code:
        case "waits_for_person":
            return say("Waits for a person.")
        case "cannot_measure":
            return say("Nothing measures this yet; somebody must look.")
        case "not_measured_yet":
            return say("It is being measured.")
        case "unmeasurable":
            return say("The film could not be measured.")
        case "no_film":
            return say("There is no film of this cut yet.")
        case "release_missing":
            names = language.listing([language.of(one) for one in facts.get("locales", ())])
            return say("No approved captions in %(locales)s.", locales=names)
        case "nothing_said":
            return say("Nothing is said in this cut.")
        case "no_sound":
            return say("The film has no sound.")
        case "no_text":
            return say("No text on screen is declared; somebody must say that there is none.")
        case "no_ai":
            return say("Nothing in it is declared to be made by AI.")
        case "ai_labelled":
            return say("AI made a part of it, and text on screen says so; somebody must look.")
        case "ai_not_labelled":
            return say("AI made a part of it, and no text on screen says so.")
        case "no_labels":
            return say("No law in force here asks for certain words.")
        case "fails":
            return say("It is measured to fail: mend it, or waive it with a reason.")
    return ""


def _changed(language: Language, code: str, shown: dict[str, str]) -> str:
    """What became other than it was since somebody answered."""
    say = language.say
    match code:
        case "film_changed":
            return say("Answered for film %(then)s; now it is film %(now)s.", **shown)
        case "film_withdrawn":
            return say("Answered for film %(then)s, which was taken back.", **shown)
        case "film_added":
            return say("Answered when there was no film; now it is film %(now)s.", **shown)
        case "edit_changed":
            return say("Answered for edit list %(then)s; now it is edit list %(now)s.", **shown)
        case "contents_changed":
            return say("What is declared to stand in the cut, text or AI, has changed since.")
        case "release_changed":
            return say("Answered for release %(then)s in %(locale)s; now it is release %(now)s.", **shown)
        case "release_added":
            return say("Answered without captions in %(locale)s, which there are now.", **shown)
        case "release_withdrawn":
            return say("Answered for release %(then)s in %(locale)s, which was withdrawn.", **shown)
        case "release_stale":
            return say("The captions in %(locale)s changed after release %(number)s.", **shown)
        case "pack_changed":
            return say("The rule has changed since it was answered.")
        case "confirmation_withdrawn":
            return say("Counsel's word on its basis (%(pack)s) was taken back.", **shown)
    return ""


def _change(language: Language, change: Facts) -> str:
    say = language.say
    match change.get("code"):
        case "edit":
            return say("The edit list changed.")
        case "cue":
            return say("A text changed: “%(words)s”.", words=change.get("text", ""))
        case "timing":
            return say("A cue moved: “%(words)s”.", words=change.get("text", ""))
        case "fact":
            return say("The market fact %(key)s changed.", key=change.get("key", ""))
        case "override":
            return say("A text of this cut alone changed: “%(words)s”.", words=change.get("text", ""))
        case "pack":
            return say("The rules of the language changed.")
    return ""


def _shown(language: Language, facts: Facts) -> dict[str, str]:
    """The facts as they are read: numbers as the language writes them, a locale by its name."""
    found = {}
    for name, value in facts.items():
        if isinstance(value, (int, float)):
            found[name] = language.number(value)
        elif isinstance(value, str):
            found[name] = language.of(value) if name == "locale" else value
    return {"then": "–", "now": "–", "number": "–", "locale": "", "pack": ""} | found
