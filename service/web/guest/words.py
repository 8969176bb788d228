"""What a guest is told of a cut, and why something that they said was not taken."""

from __future__ import annotations

from schemas.approvals import BriefStanding
from schemas.comments import CutStanding
from service.problems import Invalid
from service.videos.problems import CutMoved
from service.web.brief import words
from service.web.words import Language


def brief_state(language: Language, standing: BriefStanding) -> tuple[str, str, str]:
    """The symbol of where the brief stands, its words, and a sentence for the one who is asked."""
    symbol, sentence = words.standing_state(language, standing)
    match standing.state:
        case "waiting":
            who = standing.by or ""
            return (
                symbol,
                language.say("Waits for your word"),
                language.say("%(person)s asks for your word.", person=who),
            )
        case "draft" | "none":
            return symbol, language.say("Draft"), language.say("This brief is still being written.")
    return symbol, words.standing_name(language, standing.state), sentence


def cut_state(language: Language, standing: CutStanding) -> tuple[str, str]:
    """The symbol of where a cut stands, and its words."""
    say, who = language.say, words.named(language, standing.by_name, guest=standing.guest)
    match standing.state:
        case "approved":
            return "ok", say("Approved by %(person)s", person=who)
        case "changes_asked":
            return "bad", say("%(person)s asked for changes", person=who)
        case "stale":
            return "stale", say("Changed since %(person)s approved it", person=who)
        case "waiting":
            return "review", say("Waits for your word")
    return "draft", say("Not approved yet")


def why_not(language: Language, refused: CutMoved | Invalid) -> str:
    """Why a word on a cut, or a comment, was not taken."""
    say = language.say
    if isinstance(refused, CutMoved):
        return say("The cut was changed while you watched it. Watch it as it is now, then say it again.")
    match refused.faults[0].pointer:
        case "/name":
            return say("Type your name, so that people know who said it.")
        case "/frame":
            return say("The cut is shorter than that.")
        case "/text":
            return say("Say something, in at most 2000 characters.")
    return say("Say what should be different.")
