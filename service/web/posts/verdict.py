"""What is to be said of a post in one breath: whether it may go out, what keeps it, how long there is still. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from msgspec import Struct

from service.web.posts import times
from service.web.posts.cards import Card, State
from service.web.words import Language


class Verdict(Struct, frozen=True):
    """The shape, the words that count, and the rest of the sentence."""

    symbol: str
    lead: str
    rest: str = ""


def verdict(language: Language, card: Card, now: datetime) -> Verdict:
    """The verdict on one post."""
    say, post = language.say, card.post
    match post.status:
        case "live":
            return _of_live(language, card)
        case "unknown":
            return Verdict("unknown", say("Nobody knows whether it is there."), _until_known(language))
        case "taken_down":
            said = say("%(name)s, %(moment)s", name=post.last.name, moment=language.moment(post.last.at))
            return Verdict("waived", say("It was taken down."), said)
        case "withdrawn":
            said = say("%(name)s, %(moment)s", name=post.last.name, moment=language.moment(post.last.at))
            return Verdict("waived", say("It was taken out of the plan."), said)
    gates, left = _gates(language, card), _left(language, card, now)
    if not post.open:
        return Verdict("bad", say("Cannot go out."), _joined(gates, left))
    symbol = "stale" if card.state is State.WARNED or card.overdue else card.state.value
    if card.overdue:
        return Verdict(symbol, say("Its time has passed, and nothing is on record."), _joined(gates, left))
    if post.status == "scheduled":
        return Verdict(symbol, say("It goes out as planned."), _joined(gates, left))
    if post.due_at is None:
        return Verdict(symbol, say("Every gate lets it out."), _joined(gates, say("It has no time yet.")))
    return Verdict(symbol, say("It can be scheduled."), _joined(gates, left))


def sentence(language: Language, cards: Sequence[Card]) -> str:
    """The state of the whole plan, in one line."""
    if not cards:
        return language.say("Nothing is planned yet.")
    count = {state: sum(card.state is state for card in cards) for state in State}
    live = count[State.LIVE]
    said = [language.plural("%(num)s live.", "%(num)s live.", live)] if live else []
    if count[State.UNKNOWN]:
        unknown = count[State.UNKNOWN]
        said.append(language.plural("%(num)s with an unknown outcome.", "%(num)s with an unknown outcome.", unknown))
    if count[State.BLOCKED]:
        blocked = count[State.BLOCKED]
        said.append(language.plural("%(num)s cannot go out.", "%(num)s cannot go out.", blocked))
    elif late := sum(card.overdue for card in cards):
        said.append(language.plural("The time of %(num)s has passed.", "The time of %(num)s has passed.", late))
    else:
        said.append(language.say("Nothing is blocked."))
    return " ".join(said)


def _of_live(language: Language, card: Card) -> Verdict:
    say = language.say
    if card.down:
        return Verdict("bad", say("It is live, and must come down."))
    if card.taken_back:
        return Verdict("bad", say("It is live with captions that were taken back."))
    if card.drift:
        live, newest = card.drift
        said = say("Live is release %(live)s; release %(newest)s is approved.", live=live, newest=newest)
        return Verdict("stale", say("It is live with older captions."), said)
    return Verdict("live", say("It is live."))


def _until_known(language: Language) -> str:
    return language.say("Until somebody has looked, nobody may post it again.")


def _gates(language: Language, card: Card) -> str:
    closed = sum(gate.state == "blocks" for gate in card.post.gates)
    warned = sum(gate.state == "warns" for gate in card.post.gates)
    passed = sum(gate.state == "overridden" for gate in card.post.gates)
    said = []
    if closed:
        said.append(language.plural("%(num)s gate is closed.", "%(num)s gates are closed.", closed))
    if warned:
        said.append(language.plural("%(num)s gate warns.", "%(num)s gates warn.", warned))
    if passed:
        said.append(language.plural("%(num)s gate was opened by hand.", "%(num)s gates were opened by hand.", passed))
    return " ".join(said)


def _left(language: Language, card: Card, now: datetime) -> str:
    if card.post.due_at is None:
        return ""
    span = card.post.due_at - now
    lasting = times.lasting(language, span)
    if span.total_seconds() < 0:
        return language.say("%(time)s too late.", time=lasting)
    return language.say("%(time)s left.", time=lasting).replace("..", ".")  # of an abbreviation, too


def _joined(*parts: str) -> str:
    return " ".join(part for part in parts if part)
