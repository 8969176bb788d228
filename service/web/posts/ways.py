"""The ways out of a closed gate, as links into the exact place. Pure."""

from __future__ import annotations

from msgspec import Struct

from schemas.gates import GateReason
from schemas.posts import PlannedPost
from service.web.frame import Head
from service.web.words import Language


class Way(Struct, frozen=True):
    """Where a link leads, and what it says it will open."""

    href: str
    word: str


def way(language: Language, head: Head, post: PlannedPost, kind: str, reason: GateReason) -> Way | None:
    """The way out of one reason; None where there is none, or nothing is in the way."""
    if reason.severity == "holds":
        return None
    say, ids = language.say, reason.way_out.ids if reason.way_out else {}
    match kind:
        case "rights":
            return Way(f"{head.room('brief')}#rights", say("Open the rights"))
        case "brief":
            return Way(head.room("brief"), say("Open the brief"))
        case "film":
            return Way(f"{head.room('cuts')}/{post.cut_id}", say("Open the cut"))
        case "captions":
            locale = ids.get("locale") or reason.facts.get("locale")
            if isinstance(locale, str):
                return Way(f"{head.room('captions')}/{post.cut_id}/{locale}", say("Open the captions"))
            return Way(head.room("captions"), say("Open the captions"))
        case "checklist":
            return Way(f"{head.room('checklists')}/{post.cut_id}/{post.market}", say("Open the checklist"))
        case "duplicate":
            other = ids.get("post_id")
            return Way(f"{head.room('posts')}/{other}", say("Open the other post")) if other else None
        case "disclosure":
            return Way(f"{head.room('posts')}/{post.id}#disclosure", say("Say what is disclosed"))
    return Way(f"{head.room('posts')}/{post.id}#says", say("Open what it says"))
