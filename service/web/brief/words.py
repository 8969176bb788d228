"""What the parts of a brief are called, and where it stands with the client, in one sentence."""

from __future__ import annotations

from datetime import date

from schemas.approvals import BriefStanding, ChangedPart
from schemas.rights import Rights
from service.web.words import Language

KINDS = ("on_screen", "show", "say", "not_say", "disclosure", "logo_space")
STATES = ("open", "substantiated", "rejected")
RIGHTS_OF = ("talent", "music", "footage", "font")
LINK_KINDS = ("landing", "affiliate")
SOON_DAYS = 30


def kind_name(language: Language, kind: str) -> str:
    """What a requirement asks for."""
    say = language.say
    names = {
        "on_screen": say("On screen, at least"),
        "show": say("Must show"),
        "say": say("Must say"),
        "not_say": say("Must not say"),
        "disclosure": say("Disclosure"),
        "logo_space": say("Room for the logo"),
    }
    return names.get(kind, kind)


def claim_state(language: Language, state: str) -> tuple[str, str]:
    """The symbol and the words of a claim's state."""
    say = language.say
    states = {
        "open": ("open", say("Nothing shows it yet")),
        "substantiated": ("ok", say("Substantiated")),
        "rejected": ("bad", say("May not be said")),
    }
    return states.get(state, ("open", state))


def rights_of(language: Language, what: str) -> str:
    """What may be used."""
    say = language.say
    names = {"talent": say("Talent"), "music": say("Music"), "footage": say("Footage"), "font": say("Font")}
    return names.get(what, what)


def medium_name(language: Language, medium: str) -> str:
    """A medium."""
    say = language.say
    names = {
        "paid_social": say("Paid social"),
        "organic_social": say("Organic social"),
        "web": say("Web"),
        "tv": say("Television"),
        "cinema": say("Cinema"),
        "out_of_home": say("Out of home"),
        "in_store": say("In store"),
        "print": say("Print"),
    }
    return names.get(medium, medium)


def link_kind(language: Language, kind: str) -> str:
    """What a link is."""
    return language.say("Affiliate link") if kind == "affiliate" else language.say("Landing page")


def window_state(language: Language, rights: Rights, today: date) -> tuple[str, str]:
    """The symbol and the words of a rights window today."""
    if rights.ends_on is not None and rights.ends_on < today:
        return "bad", language.say("Ended %(day)s", day=language.day(rights.ends_on))
    if rights.starts_on > today:
        return "scheduled", language.say("Begins %(day)s", day=language.day(rights.starts_on))
    if rights.ends_on is None:
        return "ok", language.say("Without end")
    left = (rights.ends_on - today).days
    if left <= SOON_DAYS:
        return "stale", language.plural("Ends in %(num)s day", "Ends in %(num)s days", left) if left else language.say(
            "Ends today"
        )
    return "ok", language.say("Until %(day)s", day=language.day(rights.ends_on))


def standing_state(language: Language, standing: BriefStanding) -> tuple[str, str]:
    """The symbol of where the brief stands, and a sentence."""
    say, who = language.say, named(language, standing.by, guest=standing.guest)
    day = language.day(standing.at) if standing.at else ""
    match standing.state:
        case "none":
            return "missing", say("Nothing is written yet.")
        case "draft" if standing.by:
            return "draft", say(
                "It was changed after %(person)s asked for changes. Nobody was asked again.", person=who
            )
        case "draft":
            return "draft", say("The client was not asked yet.")
        case "waiting":
            return "review", say("The client was asked by %(person)s on %(day)s.", person=who, day=day)
        case "approved":
            return "ok", say("Approved by %(person)s on %(day)s.", person=who, day=day)
        case "changes_asked":
            return "bad", say("%(person)s asked for changes on %(day)s.", person=who, day=day)
    return "stale", say("Approved by %(person)s on %(day)s, and changed since.", person=who, day=day)


def named(language: Language, name: str | None, *, guest: bool) -> str:
    """Who said it; of a guest, that it is the name they typed."""
    return language.say("%(person)s (guest)", person=name or "") if guest else name or ""


def standing_name(language: Language, state: str) -> str:
    """Where the brief stands, in a word or two."""
    say = language.say
    names = {
        "none": say("Empty"),
        "draft": say("Draft"),
        "waiting": say("Waits for the client"),
        "approved": say("Approved"),
        "changes_asked": say("Changes asked for"),
        "stale": say("Approval is stale"),
    }
    return names.get(state, state)


def changed_part(language: Language, part: ChangedPart) -> str:
    """What changed after the approval; the title is said beside it."""
    say = language.say
    match part.kind, part.how:
        case "words", _:
            return say("The words of the brief were changed")
        case "requirement", "added":
            return say("Requirement added:")
        case "requirement", "withdrawn":
            return say("Requirement withdrawn:")
        case "requirement", _:
            return say("Requirement changed:")
        case "claim", "added":
            return say("Claim added:")
        case "claim", "withdrawn":
            return say("Claim withdrawn:")
    return say("Claim changed:")


def decision_word(language: Language, word: str) -> tuple[str, str]:
    """The symbol and the words of what was said."""
    say = language.say
    words = {
        "asked": ("review", say("Asked for approval")),
        "approved": ("ok", say("Approved")),
        "changes_asked": ("bad", say("Asked for changes")),
    }
    return words.get(word, ("draft", word))


def saved(language: Language, things: str) -> str:
    """A part was written."""
    say = language.say
    said = {
        "requirements": say("The requirement is written."),
        "claims": say("The claim is written."),
        "rights": say("The rights window is written."),
        "brief_links": say("The link is written."),
    }
    return said[things]


def withdrawn(language: Language, things: str) -> str:
    """A part was withdrawn."""
    say = language.say
    said = {
        "requirements": say("The requirement is withdrawn."),
        "claims": say("The claim is withdrawn."),
        "rights": say("The rights window is withdrawn."),
        "brief_links": say("The link is withdrawn."),
    }
    return said[things]
