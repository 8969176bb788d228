"""What a platform would refuse, in the reader's language: what was measured beside its limit, in its unit."""

from __future__ import annotations

from typing import Any

from service.web.posts.limits import unit_name
from service.web.posts.words import disclosure
from service.web.words import Language

Facts = dict[str, Any]


def breach(language: Language, facts: Facts) -> str:
    """One rule that is not kept; where the platform does not say so itself, that is told."""
    said = _said(language, facts)
    if facts.get("rule") == "unknown" or facts.get("confidence") in (None, "source_text"):
        return said
    return f"{said} {language.say('The platform does not say so itself.')}"


def _said(language: Language, facts: Facts) -> str:
    say, rule, name = language.say, str(facts["rule"]), str(facts["field"])
    what = thing(language, name, rule)
    measured, limit = (value(language, facts[one], facts.get("unit") or "") for one in ("measured", "limit"))
    told = {"what": what, "measured": measured, "limit": limit}
    match name, rule:
        case _, "unknown":
            return say("What the platform allows here is not known: %(what)s.", what=what)
        case _, "required":
            return say("%(what)s: the platform wants one.", what=what)
        case _, "forbidden":
            return say("%(what)s: %(measured)s is not taken by the platform.", **told)
        case "disclosure", _:
            word = disclosure(language, rule)
            return say("The platform has no switch for this; say it in the text: %(what)s.", what=word)
        case "film", "claimed_over_ms":
            return say("Longer than %(limit)s the platform blocks it everywhere if anything in it is claimed.", **told)
        case "film", "faststart":
            return say("The index of the film comes last; the platform wants it first.")
    if rule.startswith("min"):
        return say("%(what)s: %(measured)s, at least %(limit)s.", **told)
    if rule.startswith("max") or name == "cover":
        return say("%(what)s: %(measured)s, at most %(limit)s.", **told)
    return say("%(what)s: %(measured)s; the platform takes %(limit)s.", **told)


def thing(language: Language, name: str, rule: str) -> str:
    """What a limit is about."""
    say = language.say
    fields = {
        "text": say("Text"),
        "title": say("Title"),
        "tags": say("Key words"),
        "hashtags": say("Hashtags"),
        "mentions": say("Mentions"),
        "cover": say("Cover"),
        "disclosure": say("Disclosure"),
        "audience": say("Audience"),
        "film": say("Film"),
    }
    of_film = {
        "containers": say("File format"),
        "video_codecs": say("Video codec"),
        "audio_codecs": say("Audio codec"),
        "width": say("Width"),
        "fps": say("Frame rate"),
        "ms": say("Length"),
        "bytes": say("File size"),
        "video_bitrate": say("Video bitrate"),
        "audio_rate": say("Audio sampling rate"),
        "audio_channels": say("Audio channels"),
        "side": say("Side of the picture"),
        "aspect": say("Shape of the picture"),
    }
    key = rule.removeprefix("min_").removeprefix("max_")
    return of_film.get(key, fields["film"]) if name == "film" else fields.get(name) or name


def value(language: Language, given: int | str, unit: str) -> str:
    """A value with its unit, as people read it."""
    if not isinstance(given, int):
        return str(given)
    number = language.number
    match unit:
        case "ms":
            return language.say("%(number)s s", number=number(given / 1000))
        case "bytes":
            return f"{number(round(given / 1_000_000, 1))} MB"
        case "bits_per_second":
            return f"{number(round(given / 1_000_000, 2))} Mbit/s"
        case "px" | "hz":
            return f"{number(given)} {'px' if unit == 'px' else 'Hz'}"
        case "fps":
            return language.say("%(number)s frames a second", number=number(given))
        case "characters" | "utf16_units" | "utf8_bytes":
            return f"{number(given)} {unit_name(language, unit)}"
    return number(given)
