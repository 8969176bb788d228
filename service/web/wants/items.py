"""One thing that waits, as its row says it: a state, what is the matter, one verb, and the exact place. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from msgspec import Struct

from schemas.wants import Want
from service.web.words import Language


class Item(Struct, frozen=True):
    """A row. `late` and `near` say how its day presses; `tag` is the locale, empty for every language."""

    want: Want
    symbol: str
    word: str
    said: str
    verb: str
    href: str
    due: str
    late: bool
    near: bool

    @property
    def tag(self) -> str:
        """The locale."""
        return self.want.locale


def items(language: Language, wants: Sequence[Want], today: date) -> list[Item]:
    """The rows, in the order in which they came."""
    return [_item(language, one, today) for one in wants]


def sentence(language: Language, rows: Sequence[Item]) -> str:
    """How much waits, and how much of it is late."""
    if not rows:
        return language.say("Nothing waits for you.")
    said = [language.plural("%(num)s thing waits for you.", "%(num)s things wait for you.", len(rows))]
    if late := sum(row.late for row in rows):
        said.append(language.plural("%(num)s is overdue.", "%(num)s are overdue.", late))
    elif near := sum(row.near for row in rows):
        said.append(language.plural("%(num)s is due soon.", "%(num)s are due soon.", near))
    return " ".join(said)


def _item(language: Language, one: Want, today: date) -> Item:
    symbol, word, said, verb = _told(language, one)
    near = one.due_on is not None and not one.overdue and one.due_on <= today + timedelta(days=3)
    due = language.day(one.due_on) if one.due_on else ""
    return Item(one, symbol, word, said, verb, _place(one), due, one.overdue, near)


def _told(language: Language, one: Want) -> tuple[str, str, str, str]:
    """Its shape, the word beside it, what is the matter, and the verb."""
    say, plural = language.say, language.plural
    match one.kind:
        case "localize" if one.missing and one.stale:
            absent = plural("%(num)s text is missing.", "%(num)s texts are missing.", one.missing)
            old = plural("%(num)s is stale.", "%(num)s are stale.", one.stale)
            return "stale", say("Stale"), f"{absent} {old}", say("Translate")
        case "localize" if one.missing:
            absent = plural("%(num)s text is missing.", "%(num)s texts are missing.", one.missing)
            return ("draft" if one.missing < one.total else "missing"), say("To translate"), absent, say("Translate")
        case "localize" if one.stale:
            old = plural(
                "The source changed after %(num)s text was written.",
                "The source changed after %(num)s texts were written.",
                one.stale,
            )
            return "stale", say("Stale"), old, say("Look at the changes")
        case "localize":
            return "draft", say("Draft"), say("Every cue has its text. Submit them for review."), say("Submit")
        case "sent_back":
            return "stale", say("Sent back"), say("A reviewer asks for changes."), say("Read the remarks")
        case "review":
            return "review", say("In review"), say("This language waits for your approval."), say("Review")
        case "release":
            detail = say("This cut clips, splits or changes a cue, or breaks a rule. Somebody must look.")
            return "review", say("In review"), detail, say("Look at the cut")
        case "conflict":
            detail = plural(
                "%(num)s cue changed under what this cut does differently.",
                "%(num)s cues changed under what this cut does differently.",
                one.count,
            )
            return "bad", say("Blocked"), detail, say("Decide")
        case "finding":
            wrong = plural("%(num)s error", "%(num)s errors", one.count)
            where = plural("in %(num)s cut.", "in %(num)s cuts.", one.total)
            return "bad", say("Breaks a rule"), f"{wrong} {where}", say("Mend")
        case "takedown":
            detail = say("It is live on %(channel)s and must not be any more.", channel=one.note)
            return "bad", say("Must come down"), detail, say("Take it down")
        case "outcome":
            detail = say(
                "Nobody knows whether it arrived on %(channel)s. Nobody may post it again yet.", channel=one.note
            )
            return "unknown", say("Outcome unknown"), detail, say("Check the channel")
        case "late_post":
            detail = say("It was due on %(channel)s and is not on record.", channel=one.note)
            return "bad", say("Overdue"), detail, say("Open the post")


def _place(one: Want) -> str:
    """Where it is done."""
    captions = f"/c/{one.campaign_id}/captions"
    if one.post_id:
        return f"/c/{one.campaign_id}/posts/{one.post_id}{'#down' if one.kind == 'takedown' else ''}"
    if one.kind in ("review", "sent_back"):
        return f"/c/{one.campaign_id}/review/{one.track_id}"
    if one.kind == "localize" and one.source_id:
        return f"/c/{one.campaign_id}/masters/{one.source_id}/{one.locale}"
    if one.kind == "conflict" and one.cut_id and one.locale:
        return f"{captions}/{one.cut_id}/{one.locale}"
    if one.cut_id and one.market:
        return f"{captions}?cell={one.cut_id}.{one.market}.{one.locale}.{one.track_kind}"
    return f"{captions}?status=blocked" if one.kind == "conflict" else captions
