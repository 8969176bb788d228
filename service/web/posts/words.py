"""What the room of posts calls its things: states, steps, levels, disclosures."""

from __future__ import annotations

from schemas.channels import Channel
from schemas.posts import LeftOut, PlannedPost
from service.posts.mending import Price
from service.web.posts.cards import State, platform_name, state_word
from service.web.words import Language


def state_said(language: Language, of: State | PlannedPost) -> str:
    """The word of a state; of a post that was withdrawn, its own."""
    if isinstance(of, State):
        return state_word(language, of)
    return language.say("Withdrawn") if of.status == "withdrawn" else language.say("Taken down")


def step(language: Language, verb: str) -> str:
    """What somebody did."""
    say = language.say
    names = {
        "planned": say("planned it"),
        "changed": say("changed it"),
        "scheduled": say("scheduled it"),
        "unscheduled": say("took the date back"),
        "recorded": say("recorded it as live"),
        "corrected": say("corrected the record"),
        "doubted": say("does not know whether it is there"),
        "not_arrived": say("looked: it is not there"),
        "taken_down": say("took it down"),
        "captioned": say("replaced its captions"),
        "withdrawn": say("took it out of the plan"),
        "overridden": say("opened a gate by hand"),
        "override_ended": say("took an opened gate back"),
    }
    return names.get(verb) or verb.replace("_", " ")


OWN_WORDS = ("text", "title", "hashtags", "cover_ms", "disclosure")


def field(language: Language, name: str) -> str:
    """What a field of the post's own words is called."""
    say = language.say
    names = {
        "text": say("Text"),
        "title": say("Title"),
        "hashtags": say("Hashtags"),
        "cover_ms": say("Cover"),
        "disclosure": say("Disclosure"),
    }
    return names.get(name) or name


def disclosure(language: Language, word: str) -> str:
    """What is disclosed."""
    say = language.say
    names = {
        "third_party_paid": say("Somebody paid for it"),
        "own_brand": say("It promotes the channel's own business"),
        "synthetic": say("AI made or altered what looks real"),
    }
    return names.get(word) or word


def level(language: Language, name: str | None, platform: str | None = None, market: str | None = None) -> str:
    """Where a value was said: the whole campaign, a platform, a market, both, this post."""
    on, there = platform_name(platform) if platform else "", language.market(market) if market else ""
    match name:
        case "post":
            return language.say("this post")
        case "market_platform":
            return language.say("%(platform)s, %(market)s", platform=on, market=there)
        case "market":
            return there
        case "platform":
            return on
        case "campaign":
            return language.say("the whole campaign")
    return language.say("nobody said it")


def delivery(language: Language, how: str) -> str:
    """How captions reach a platform."""
    say = language.say
    names = {
        "sidecar": say("as a file beside the film"),
        "burned": say("burned into the picture"),
        "text": say("within the text of the post"),
    }
    return names.get(how) or how


def price(language: Language, of: Price) -> str:
    """What it takes to mend captions that are live."""
    say = language.say
    if of.way == "post_new_film":
        return say("a new film, because captions are drawn into the picture")
    if of.way == "edit_text":
        return say("an edit of the text")
    if of.units is None or of.quota is None:
        return say("new caption files; what they cost is not known")
    units, quota = language.number(of.units), language.number(of.quota)
    return say("%(units)s of %(quota)s units of the platform's daily quota", units=units, quota=quota)


def media(language: Language, name: str) -> str:
    """Which rights it needs."""
    return language.say("Advertised (paid)") if name == "paid_social" else language.say("Plain post (organic)")


def left_out(language: Language, one: LeftOut, cut: str, channel: Channel | None) -> str:
    """Why a cut does not go out on a channel for a market."""
    say, market = language.say, language.market(one.market)
    handle = channel.handle if channel else ""
    match one.code:
        case "cut_of_other_market":
            return say("%(cut)s was cut for another market.", cut=cut)
        case "channel_of_other_market":
            return say("%(channel)s does not post for %(market)s.", channel=handle, market=market)
        case "cut_of_other_platform":
            return say("%(cut)s was cut for another platform.", cut=cut)
        case "not_allowed":
            return say("Your role may not plan for %(market)s.", market=market)
    return one.detail
