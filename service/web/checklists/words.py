"""What the checklists say in the reader's language: the states, groups and levels of items, and who answers."""

from __future__ import annotations

from service.web.words import Language

SYMBOLS = {
    "open": "open",
    "fails": "bad",
    "stale": "stale",
    "holds": "measured",
    "signed": "signed",
    "waived": "waived",
    "not_applicable": "na",
}
DONE = frozenset({"holds", "signed", "waived", "not_applicable"})


def symbol_of(state: str, *, warns: bool = False) -> str:
    """The shape of a state; `warns`: what fails keeps nothing back."""
    return "stale" if warns and state == "fails" else SYMBOLS[state]


def state_word(language: Language, state: str, *, warns: bool = False) -> str:
    """What a state of an item is called; `warns`: what fails keeps nothing back."""
    say = language.say
    if warns and state == "fails":
        return say("Warns")
    words = {
        "open": say("Open"),
        "fails": say("Fails"),
        "stale": say("Stale"),
        "holds": say("Holds"),
        "signed": say("Signed"),
        "waived": say("Waived"),
        "not_applicable": say("Not applicable"),
    }
    return words.get(state, state)


def subject_word(language: Language, kind: str) -> str:
    """What an answer is bound to."""
    say = language.say
    words = {"cut": say("the cut"), "rendition": say("its film"), "release": say("its captions")}
    return words.get(kind, kind)


def role_word(language: Language, role: str) -> str:
    """The role in which somebody answered."""
    say = language.say
    words = {
        "admin": say("Admin"),
        "producer": say("Producer"),
        "reviewer": say("Reviewer"),
        "marketer": say("Marketer"),
        "counsel": say("Counsel"),
    }
    return words.get(role, role)


def text_roles(language: Language) -> dict[str, str]:
    """What words on screen are."""
    say = language.say
    return {
        "price": say("Price"),
        "legal": say("Legal line"),
        "disclosure": say("Says that it is advertising"),
        "super": say("Words of the story"),
        "other": say("Other text"),
    }


def ai_words(language: Language) -> dict[str, str]:
    """What AI made."""
    say = language.say
    return {
        "script": say("Script"),
        "image": say("Pictures"),
        "video": say("Moving pictures"),
        "music": say("Music"),
        "voice": say("Voice"),
    }
