"""The way out of what keeps an item from being answered: a verb in the reader's language and where it leads. Pure."""

from __future__ import annotations

from msgspec import Struct

from schemas.checklists import Checklist, ChecklistItem
from service.web.frame import Head
from service.web.words import Language

OF_SOUND, OF_CAPTIONS = "sound", "captions"
ON_SCREEN = frozenset({"picture", "disclosure", "ai"})


class Way(Struct, frozen=True):
    """A button that says what it leads to."""

    word: str
    href: str


def way_out(language: Language, head: Head, sheet: Checklist, item: ChecklistItem) -> Way | None:
    """What somebody would do first; None where there is nothing but to answer."""
    say, code = language.say, item.reason.code if item.reason else ""
    facts = item.reason.facts if item.reason else {}
    cut = head.room(f"cuts/{sheet.cut_id}")
    if code == "no_film":
        return Way(say("Upload its film"), f"{cut}/film")
    if code in ("release_missing", "release_stale"):
        locale = str(facts.get("locale") or next(iter(facts.get("locales", ())), ""))
        return Way(say("Open its captions"), _captions(head, sheet, locale))
    if code in ("no_text", "ai_not_labelled"):
        return Way(say("Mark what stands on screen"), cut)
    if item.state != "fails":
        return None
    if item.topic == OF_SOUND:
        return Way(say("Upload another film"), f"{cut}/film")
    if item.topic == OF_CAPTIONS:
        places = item.measured.places if item.measured else []
        locale = next((one.locale for one in places if one.locale), sheet.releases[0].locale if sheet.releases else "")
        return Way(say("Open its captions"), _captions(head, sheet, locale))
    return Way(say("Mark what stands on screen"), cut) if item.topic in ON_SCREEN else None


def _captions(head: Head, sheet: Checklist, locale: str) -> str:
    return f"{head.room('captions')}/{sheet.cut_id}/{locale}" if locale else head.href
