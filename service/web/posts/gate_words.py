"""Gates and what they find, in the reader's language: by kind and code, grouped where many things say the same.

A code without a sentence here is told in English, as the API tells it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from schemas.gates import Gate, GateReason
from service.web.posts import limit_words
from service.web.posts.words import disclosure, media
from service.web.words import Language, isolated

MOST = 5  # lines of a gate; names of a line
Facts = dict[str, Any]
Sayer = Callable[[Language, Facts], str]


class Line(Struct, frozen=True):
    """What a gate found, the reason whose way out leads on, and `en` where the sentence is the API's own. `names` are
    what it speaks of, where the sentence does not name it."""

    said: str
    reason: GateReason
    tag: str = ""
    names: Sequence[str] = ()


def kind(language: Language, name: str) -> str:
    """What a gate is called."""
    say = language.say
    names = {
        "rights": say("Rights"),
        "brief": say("Brief"),
        "film": say("Film"),
        "captions": say("Captions"),
        "checklist": say("Checklist"),
        "disclosure": say("Disclosure"),
        "platform": say("Platform's limits"),
        "duplicate": say("Posted before"),
    }
    return names.get(name) or name


def state(language: Language, name: str) -> tuple[str, str]:
    """The shape and the word of a gate's state."""
    say = language.say
    match name:
        case "holds":
            return "ok", say("open")
        case "warns":
            return "stale", say("warns")
        case "overridden":
            return "waived", say("opened by hand")
    return "bad", say("closed")


def lines(language: Language, titles: Mapping[str, str], gate: Gate) -> list[Line]:
    """What a gate found: what is in the way, or else why it is open. `titles` are those of items by their ids."""
    found = [one for one in gate.reasons if one.severity != "holds"] or gate.reasons
    said = _items(language, titles, found) if gate.kind == "checklist" else [_line(language, one) for one in found]
    if len(said) > MOST:
        more = language.plural("and %(num)s more", "and %(num)s more", len(said) - MOST)
        said = [*said[:MOST], Line(more, said[MOST].reason)]
    return said


def _line(language: Language, one: GateReason) -> Line:
    say = REASONS.get(one.code)
    if say is not None:
        return Line(say(language, one.facts), one)
    if "rule" in one.facts:
        return Line(limit_words.breach(language, one.facts), one)
    return Line(one.detail, one, "en")


def _items(language: Language, titles: Mapping[str, str], found: Sequence[GateReason]) -> list[Line]:
    """The items of a checklist, those in the same state in one line."""
    groups: dict[tuple[str, str], list[GateReason]] = {}
    for one in found:
        groups.setdefault((one.severity, one.code), []).append(one)
    said = []
    for (_, code), here in groups.items():
        if code == "items_warn":
            said += [replace(_line(language, one), names=_named(titles, one)) for one in here]
            continue
        counted = ITEMS.get(code)
        if counted is None:
            said += [_line(language, one) for one in here]
            continue
        names = [titles.get(str(one.facts.get("item"))) or str(one.facts.get("title", "")) for one in here]
        named = language.listing(names[:MOST]) + (" …" if len(names) > MOST else "")
        said.append(Line(counted(language, len(here), named), here[0]))
    return said


def _named(titles: Mapping[str, str], one: GateReason) -> list[str]:
    items = one.facts.get("items")
    return [titles.get(item) or item for item in items] if isinstance(items, list) else []


def _day(language: Language, written: object) -> str:
    return language.day(date.fromisoformat(str(written)))


def _thing(language: Language, facts: Facts) -> str:
    say = language.say
    kinds = {
        "talent": say("talent"),
        "music": say("music"),
        "footage": say("footage"),
        "font": say("font"),
    }
    return language.say(
        "“%(name)s” (%(what)s)", name=isolated(facts["name"]), what=kinds.get(facts["what"]) or facts["what"]
    )


def _hold(language: Language, facts: Facts) -> str:
    thing = _thing(language, facts)
    if not facts.get("ends_on"):
        return language.say("%(thing)s: without end.", thing=thing)
    return language.say("%(thing)s: until %(day)s.", thing=thing, day=_day(language, facts["ends_on"]))


def _elsewhere(language: Language, facts: Facts) -> str:
    places = language.listing([language.market(one) for one in facts["territories"][:8]])
    more = " …" if len(facts["territories"]) > 8 else ""
    return language.say(
        "%(thing)s is cleared for %(places)s only.", thing=_thing(language, facts), places=places + more
    )


def _part(language: Language, text: str, facts: Facts) -> str:
    if facts.get("needed_ms") is None:
        return f"{isolated(facts['title'])}: {text}"
    seconds = {name: language.number((facts.get(name) or 0) / 1000) for name in ("kept_ms", "needed_ms")}
    part = language.say("%(kept_ms)s of %(needed_ms)s s", **seconds)
    return f"{isolated(facts['title'])}: {text} ({part})"


def _approved(language: Language, facts: Facts) -> str:
    at = facts.get("at")
    day = language.day(datetime.fromisoformat(str(at))) if at else ""
    name = isolated(facts.get("by") or "")
    if facts.get("guest"):
        name = language.say("%(person)s (guest)", person=name)
    return language.say("%(name)s approved it, %(day)s.", name=name, day=day)


def _made(language: Language, facts: Facts) -> str:
    say = language.say
    kinds = {"image": say("pictures"), "video": say("moving pictures"), "voice": say("a voice"), "music": say("music")}
    named = language.listing([kinds.get(one) or one for one in facts["made"]])
    return say("AI made a part of it (%(what)s); the post does not say so.", what=named)


def _disclosed(language: Language, facts: Facts) -> str:
    words = facts.get("disclosure") or []
    if not words:
        return language.say("There is nothing to disclose.")
    return language.listing([disclosure(language, one) for one in words])


def _captions(text: str) -> Sayer:
    return lambda language, facts: f"{language.of(str(facts['locale']))}: {language.say(text)}"


def _done(language: Language, facts: Facts) -> str:
    done, total = language.number(facts.get("done") or 0), language.number(facts.get("total") or 0)
    place = language.of(str(facts["locale"]))
    return language.say("%(language)s: %(done)s of %(total)s cues have a text.", language=place, done=done, total=total)


def _plain(text: str) -> Sayer:
    return lambda language, facts: language.say(text)


def _of_thing(text: str) -> Sayer:
    return lambda language, facts: language.say(text, thing=_thing(language, facts))


def _title(text: str) -> Sayer:
    return lambda language, facts: _part(language, language.say(text), facts)


def _twin(text: str) -> Sayer:
    return lambda language, facts: language.say(text, cut=isolated(facts.get("cut") or ""))


def _(text: str) -> str:
    """Marks a sentence for the catalogs; it is said later."""
    return text


REASONS: dict[str, Sayer] = {
    "rights_not_needed": _plain(_("Nothing in this cut has limited rights.")),
    "rights_unmarked": _plain(_("The campaign has limited rights, and none is marked in this cut.")),
    "rights_withdrawn": _of_thing(_("%(thing)s was taken back.")),
    "rights_elsewhere": _elsewhere,
    "rights_medium": lambda language, facts: language.say(
        "%(thing)s is not cleared for this: %(medium)s.",
        thing=_thing(language, facts),
        medium=media(language, facts["medium"]),
    ),
    "rights_not_yet": lambda language, facts: language.say(
        "%(thing)s begins on %(day)s only.", thing=_thing(language, facts), day=_day(language, facts["starts_on"])
    ),
    "rights_ended": lambda language, facts: language.say(
        "%(thing)s ended on %(day)s.", thing=_thing(language, facts), day=_day(language, facts["ends_on"])
    ),
    "rights_ending": lambda language, facts: language.say(
        "%(thing)s ends on %(day)s.", thing=_thing(language, facts), day=_day(language, facts["ends_on"])
    ),
    "rights_hold": _hold,
    "brief_approved": _approved,
    "brief_none": _plain(_("There is no brief.")),
    "brief_draft": _plain(_("The client has not been asked for the brief as it stands.")),
    "brief_waiting": _plain(_("The client was asked and has not answered.")),
    "brief_changes_asked": _plain(_("The client asked for changes.")),
    "brief_stale": _plain(_("The brief changed after the client approved it.")),
    "requirement_trimmed": _title(_("the cut keeps too little of it")),
    "requirement_missing": _title(_("nothing of it is in the cut")),
    "requirement_unmarked": _title(_("nobody marked where it is in the film")),
    "requirement_broken": _title(_("it is in the cut and must not be")),
    "cut_withdrawn": _plain(_("The cut was withdrawn.")),
    "film_missing": _plain(_("The cut has no film yet.")),
    "film_pending": _plain(_("The film is still being compared with the edit list.")),
    "film_mismatching": _plain(_("The film differs from the edit list, and nobody accepted that.")),
    "film_unreadable": _plain(_("The film cannot be decoded throughout.")),
    "film_holds": _plain(_("The film is what the edit list says, or was accepted.")),
    "captions_not_planned": lambda language, facts: language.say(
        "The cut is not made for %(market)s.", market=language.market(facts["market"])
    ),
    "captions_approved": lambda language, facts: language.say(
        "%(language)s: release %(number)s is approved.",
        language=language.of(str(facts["locale"])),
        number=facts.get("number"),
    ),
    "captions_missing": _done,
    "captions_draft": _done,
    "captions_in_review": _captions(_("waits for approval")),
    "captions_stale": _captions(_("changed since it was approved")),
    "captions_blocked": _captions(_("blocked by an error")),
    "checklist_none": _plain(_("There is no checklist for this market.")),
    "checklist_holds": lambda language, facts: language.say(
        "%(holds)s of %(total)s items hold.",
        holds=language.number(facts["holds"]),
        total=language.number(facts["total"]),
    ),
    "items_warn": lambda language, facts: language.plural(
        "%(num)s item that keeps nothing back does not hold.",
        "%(num)s items that keep nothing back do not hold.",
        len(facts["items"]),
    ),
    "disclosure_unsaid": _plain(_("Nobody has said what is disclosed, or that there is nothing.")),
    "ai_undisclosed": _made,
    "label_missing": _title(_("neither the cut nor the text says it")),
    "disclosure_said": _disclosed,
    "platform_unknown": _plain(_("Nothing is known of the platform's limits.")),
    "platform_holds": lambda language, facts: language.say(
        "%(platform)s has nothing against it.", platform=facts["platform"]
    ),
    "same_post": _twin(_("This film with this text is on the channel already, or about to be (%(cut)s).")),
    "same_film": _twin(_("This film is on the channel already, or about to be (%(cut)s).")),
    "same_text": _twin(_("This text is on the channel already, or about to be (%(cut)s).")),
    "only_one": _plain(_("Nothing like it is on the channel.")),
}

ITEMS: dict[str, Callable[[Language, int, str], str]] = {
    "item_fails": lambda language, number, names: language.plural(
        "%(num)s item fails: %(names)s", "%(num)s items fail: %(names)s", number, names=names
    ),
    "item_open": lambda language, number, names: language.plural(
        "%(num)s item is open: %(names)s", "%(num)s items are open: %(names)s", number, names=names
    ),
    "item_stale": lambda language, number, names: language.plural(
        "%(num)s signature is stale: %(names)s", "%(num)s signatures are stale: %(names)s", number, names=names
    ),
}
