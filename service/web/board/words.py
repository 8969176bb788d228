"""What the board says: what stands in the way of a market, what wants somebody, and the verb that leads there."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from babel.dates import format_interval
from msgspec import Struct

from service.web.board.holding import Holding
from service.web.board.standing import Obstacle, Why
from service.web.frame import Head
from service.web.matrix import State
from service.web.words import Language


class Entry(Struct, frozen=True):
    """What wants somebody: its shape, two sentences, one verb that leads to the place; who has it, and since when.
    `down`: it is live and must not be."""

    symbol: str
    title: str
    text: str
    verb: str
    href: str
    held: Holding = Holding()
    down: bool = False


def way(language: Language, obstacle: Obstacle) -> str:
    """What stands in a market's way, in a few words."""
    say, plural = language.say, language.plural
    cuts, cells = obstacle.cuts, len(obstacle.cells)
    match obstacle.why:
        case Why.FILM:
            return plural(
                "The film of %(codes)s differs", "Films of %(codes)s differ", len(cuts), codes=_few(language, cuts)
            )
        case Why.CONFLICT:
            return say("A change of its own in %(codes)s must be decided", codes=_few(language, cuts))
        case Why.FACTS:
            return say("%(facts)s has no value here", facts=_facts(language, obstacle))
        case Why.WITHDRAWN:
            return plural("%(num)s release was withdrawn", "%(num)s releases were withdrawn", cells)
        case Why.STALE_TEXT:
            return plural("A text in %(num)s cut is stale", "Texts in %(num)s cuts are stale", len(cuts))
        case Why.STALE_RELEASE:
            return plural("%(num)s release is stale", "%(num)s releases are stale", cells)
        case Why.FINDINGS:
            errors = sum(cell.errors for cell in obstacle.cells)
            return plural(
                "%(num)s error in %(codes)s", "%(num)s errors in %(codes)s", errors, codes=_few(language, cuts)
            )
        case Why.LOOK:
            return plural(
                "%(codes)s waits for a look", "%(codes)s wait for a look", len(cuts), codes=_few(language, cuts)
            )
        case Why.REVIEW:
            return say("%(languages)s waits for approval", languages=_languages(language, obstacle))
        case Why.UNTRANSLATED:
            return say("Texts are missing in %(languages)s", languages=_languages(language, obstacle))
        case Why.SUBMIT:
            return say("%(languages)s was not submitted", languages=_languages(language, obstacle))
        case Why.WAITS:
            return say("Files are being written")


def entry(language: Language, head: Head, obstacle: Obstacle, tracks: Mapping[str, str], held: Holding) -> Entry:
    """What wants somebody, with the verb that leads to the place. `tracks` are the texts of cells, by their keys."""
    title, text = _told(language, obstacle)
    verb, href = verb_of(language, head, obstacle, tracks)
    return Entry(obstacle.why.symbol, title, text, verb, href, held)


def _told(language: Language, obstacle: Obstacle) -> tuple[str, str]:
    say, plural, cells = language.say, language.plural, len(obstacle.cells)
    languages, codes = _languages(language, obstacle), _few(language, obstacle.cuts)
    releases = plural("%(num)s release waits for it.", "%(num)s releases wait for it.", cells)
    match obstacle.why:
        case Why.FILM:
            title = plural("A film is not its edit list", "%(num)s films are not their edit lists", len(obstacle.cuts))
            return title, f"{codes}. {releases}"
        case Why.CONFLICT:
            return say("A change of its own meets a new text"), f"{codes}, {languages}. {releases}"
        case Why.FACTS:
            return say(
                "%(facts)s has no value", facts=_facts(language, obstacle)
            ), f"{_markets(language, obstacle)}. {releases}"
        case Why.WITHDRAWN:
            return say("A release was withdrawn"), f"{codes}, {languages}. " + say("Nothing newer has taken its place.")
        case Why.STALE_TEXT:
            number = len(obstacle.locales)
            title = plural("%(num)s locale translates an older text", "%(num)s locales translate an older text", number)
            return title, f"{languages}. {releases}"
        case Why.STALE_RELEASE:
            title = plural(
                "%(num)s release is older than its texts", "%(num)s releases are older than their texts", cells
            )
            return title, f"{languages}: {codes}."
        case Why.FINDINGS:
            errors = sum(cell.errors for cell in obstacle.cells)
            return plural(
                "%(num)s error breaks a rule", "%(num)s errors break a rule", errors
            ), f"{languages}: {codes}."
        case Why.LOOK:
            title = plural("%(num)s release wants a look", "%(num)s releases want a look", cells)
            return title, say("A cue was clipped, split or changed in %(codes)s.", codes=codes)
        case Why.REVIEW:
            return say("%(languages)s waits for approval", languages=languages), releases
        case Why.UNTRANSLATED:
            return _untranslated(language, obstacle), releases
        case _:
            return say("%(languages)s is complete, and nobody asked for a review", languages=languages), releases


def _untranslated(language: Language, obstacle: Obstacle) -> str:
    """How many texts a locale lacks, counted in the cut that lacks most."""
    lacking = max((cell.total - cell.done for cell in obstacle.cells), default=0)
    if len(obstacle.locales) > 1:
        return language.plural("%(num)s locale lacks texts", "%(num)s locales lack texts", len(obstacle.locales))
    name = language.of(obstacle.locales[0])
    if all(cell.state is State.MISSING for cell in obstacle.cells):
        return language.say("%(language)s has no text yet", language=name)
    return language.plural(
        "%(language)s lacks %(num)s text", "%(language)s lacks %(num)s texts", lacking, language=name
    )


def verb_of(language: Language, head: Head, obstacle: Obstacle, tracks: Mapping[str, str]) -> tuple[str, str]:
    """The verb, and the place where it is done: the editor on the cut, the review of a locale, the cell, the fact."""
    say, captions, first = language.say, head.room("captions"), obstacle.cells[0]
    opened, track = f"{captions}?cell={first.key}", tracks.get(first.key)
    editor = f"{captions}/{first.cut.id}/{first.locale}" if track else opened
    match obstacle.why:
        case Why.FACTS:
            return say("Write it"), f"{head.room('facts')}#{first.missing_facts[0]}.{first.market}"
        case Why.FILM:
            return say("Compare"), f"{head.room('cuts')}/{first.cut.id}"
        case Why.CONFLICT:
            return say("Decide"), editor
        case Why.WITHDRAWN:
            return say("See why"), opened
        case Why.STALE_TEXT:
            return say("Review the change"), f"{captions}?status=stale&cell={first.key}"
        case Why.STALE_RELEASE:
            return say("See the difference"), f"{captions}?status=stale&cell={first.key}"
        case Why.FINDINGS:
            return say("Open the findings"), editor
        case Why.LOOK:
            return say("Look"), f"{captions}?status=in_review&cell={first.key}"
        case Why.REVIEW:
            return say("Review"), f"{head.room('review')}/{track}" if track else opened
        case Why.UNTRANSLATED:
            return say("Translate"), editor
        case _:
            return say("Ask for a review"), opened


def runs(language: Language, begins: date | None, ends: date | None) -> str:
    """When a campaign runs."""
    if begins and ends:
        return str(format_interval(begins, ends, "yMMMd", locale=language.locale))
    if begins:
        return language.say("from %(day)s", day=language.day(begins))
    return language.say("until %(day)s", day=language.day(ends)) if ends else ""


def _few(language: Language, names: list[str]) -> str:
    """Two names in full; of more the first two and how many follow."""
    names = [language.apart(name) for name in names]
    if len(names) <= 3:
        return language.listing(names)
    return language.plural(
        "%(names)s and %(num)s more", "%(names)s and %(num)s more", len(names) - 2, names=", ".join(names[:2])
    )


def _languages(language: Language, obstacle: Obstacle) -> str:
    return _few(language, [language.of(tag) for tag in obstacle.locales])


def _markets(language: Language, obstacle: Obstacle) -> str:
    return _few(language, list(dict.fromkeys(language.market(cell.market) for cell in obstacle.cells)))


def _facts(language: Language, obstacle: Obstacle) -> str:
    return _few(language, list(dict.fromkeys(f"{{{key}}}" for cell in obstacle.cells for key in cell.missing_facts)))
