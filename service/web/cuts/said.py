"""What people say of a cut, as its page shows it: comments on frames, and the client's word."""

from __future__ import annotations

from msgspec import Struct, field

from schemas.comments import Comment, CutDecision, CutStanding
from schemas.videos import Cut
from service.db.pool import Tx
from service.videos.deciding import find_standing
from service.videos.records_comments import list_comments, list_decisions
from service.web.words import Language


class Typed(Struct, frozen=True):
    """The forms below a cut as text, and what is wrong with them, by field."""

    text: dict[str, str] = field(default_factory=dict)
    wrong: dict[str, str] = field(default_factory=dict)


class Client(Struct, frozen=True):
    """Where a cut stands with the client; `symbol` and `word` say its state."""

    standing: CutStanding
    symbol: str
    word: str
    words: list[tuple[str, CutDecision]]
    open: list[Comment]
    resolved: list[Comment]


async def client_of(tx: Tx, language: Language, cut: Cut) -> Client:
    """What was said of a cut, the newest word first, the comments in the order of their frames."""
    standing = await find_standing(tx, cut.id)
    comments = sorted(await list_comments(tx, cut.id), key=lambda one: (one.frame, one.at))
    symbol, word = state(language, standing)
    return Client(
        standing=standing,
        symbol=symbol,
        word=word,
        words=[(decision(language, one.word), one) for one in await list_decisions(tx, cut.id)],
        open=[one for one in comments if one.resolved_at is None],
        resolved=[one for one in comments if one.resolved_at is not None],
    )


def state(language: Language, standing: CutStanding) -> tuple[str, str]:
    """The symbol and the words of where a cut stands with the client."""
    say = language.say
    match standing.state:
        case "approved":
            return "ok", say("Approved by the client")
        case "waiting":
            return "review", say("Waits for the client")
        case "changes_asked":
            return "bad", say("The client asks for changes")
        case "stale":
            changed = say("another film") if standing.changed == "film" else say("another edit")
            return "stale", say("Approved, but changed since: %(what)s", what=changed)
    return "draft", say("The client was not asked")


def decision(language: Language, word: str) -> str:
    """What somebody did."""
    say = language.say
    return {
        "asked": say("asked for approval"),
        "approved": say("approved"),
        "changes_asked": say("asked for changes"),
    }[word]
