"""The ways out of a closed gate, as links into the exact place. Pure."""

from __future__ import annotations

from msgspec import Struct

from schemas.gates import GateReason
from service.web.frame import Head
from service.web.words import Language

OF_WORDS = frozenset({"shorten", "remove_characters", "write", "use_fewer", "say_label"})
OF_FILM = frozenset({"convert_film", "trim_film", "lengthen_film", "upload_film"})
OF_BRIEF = frozenset({"write_brief", "ask_client", "remind_client", "change_brief"})
NOWHERE = frozenset({"wait", "ask_platform", "clear_claims"})


class Way(Struct, frozen=True):
    """Where a link leads, and what it says it will open."""

    href: str
    word: str

    @property
    def page(self) -> str:
        """Where it leads, whatever the place on that page."""
        return self.href.partition("#")[0]


def way(language: Language, head: Head, reason: GateReason) -> Way | None:
    """The way out of one reason; None where nothing is in the way, or nothing can be done."""
    out = reason.way_out
    if out is None or reason.severity == "holds" or out.code in NOWHERE:
        return None
    say, ids = language.say, out.ids
    cut, post = f"{head.room('cuts')}/{ids.get('cut_id')}", f"{head.room('posts')}/{ids.get('post_id')}"
    if out.code in OF_FILM:
        return Way(f"{cut}/film", say("Upload its film"))
    if out.code in OF_BRIEF:
        return Way(head.room("brief"), say("Open the brief"))
    match out.code:
        case "extend_rights":
            return Way(f"{head.room('brief')}#{ids.get('rights_id') or 'rights'}", say("Open the rights"))
        case "mark_rights" | "mark_requirement" | "open_film":
            return Way(cut, say("Open the cut"))
        case "edit_cut":
            return Way(f"{cut}/edit", say("Open the edit list"))
        case "open_captions":
            place = f"/{ids.get('cut_id')}/{ids['locale']}" if "locale" in ids else ""
            return Way(f"{head.room('captions')}{place}", say("Open the captions"))
        case "open_market":
            return Way(head.room("settings"), say("Open the campaign's markets"))
        case "open_checklist":
            item = f"#item-{ids['item']}" if "item" in ids else ""
            href = f"{head.room('checklists')}/{ids.get('cut_id')}/{ids.get('market')}{item}"
            return Way(href, say("Open the checklist"))
        case "open_other":
            return Way(f"{head.room('posts')}/{ids.get('other_post_id')}", say("Open the other post"))
        case "say_disclosure":
            return Way(f"{post}?own=disclosure#disclosure", say("Say what is disclosed"))
        case "choose_earlier_cover":
            return Way(f"{post}?own=cover_ms#cover_ms", say("Choose another cover"))
    return Way(f"{post}?own=text#text" if out.code in OF_WORDS else f"{post}#says", say("Open what it says"))
