"""What a platform would refuse of a post, before anybody tries: its words, its declarations and its film. Pure.

Every breach shows what was measured beside its limit, in the platform's own unit. It is an error where the platform
itself states the limit and no other source anything else; otherwise a warning, with how well the limit is known. What
nobody has measured breaks nothing; what nobody knows of the platform is said.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from schemas.platforms import PostPart
from service.posts.breaches import Breach, breach, unknown
from service.posts.draft import Draft, FilmFacts
from service.posts.film_limits import film_breaches
from service.posts.measuring import Between, hashtags_in, length, mentions_in, tags_length
from service.rulebook.platforms import Declaration, Marked, Platform, TextField

SWITCHED: tuple[Declaration, ...] = ("third_party_paid", "synthetic")
"""What is declared on every platform; one's own brand is declared where a platform asks for that."""


def preflight(pack: Platform, draft: Draft, film: FilmFacts | None = None) -> list[Breach]:
    """Everything that is in the way of this post on this platform: words first, then declarations, then the film."""
    found = [*_words(pack, draft), *_declared(pack, draft), *_cover(pack, draft, film)]
    if film is not None:
        found += film_breaches(pack.film, film) if pack.film else [unknown("film")]
    return found


def _words(pack: Platform, draft: Draft) -> Iterator[Breach]:
    posted = draft.posted_text
    if pack.text is None:
        yield unknown("text")
    else:
        yield from _field("text", pack.text, posted)
    if pack.title is not None:
        yield from _field("title", pack.title, draft.title)
    if pack.tags is not None and (taken := tags_length(draft.tags)) > pack.tags.max:
        yield breach(pack.tags, "tags", "max", taken, pack.tags.max, "use_fewer", "characters")
    yield from _counted("hashtags", pack.hashtags, posted, hashtags_in)
    yield from _counted("mentions", pack.mentions, posted, mentions_in)


def _counted(
    name: PostPart, limits: Marked | None, posted: str, found_in: Callable[[str, Between], int]
) -> Iterator[Breach]:
    if limits is None:
        return
    count = found_in(posted, limits.between)
    if limits.max is not None and count > limits.max:
        yield breach(limits, name, "max", count, limits.max, "use_fewer", "count")
    elif limits.in_app is not None and count > limits.in_app:
        yield breach(limits, name, "in_app", count, limits.in_app, "use_fewer", "count")


def _field(name: PostPart, limits: TextField, words: str) -> Iterator[Breach]:
    if limits.required and not words.strip():
        yield breach(limits, name, "required", 0, 1, "write", "count")
    if (taken := length(words, limits.unit)) > limits.max:
        yield breach(limits, name, "max", taken, limits.max, "shorten", limits.unit)
    if there := [sign for sign in limits.forbidden if sign in words]:
        yield breach(limits, name, "forbidden", " ".join(there), " ".join(limits.forbidden), "remove_characters")


def _declared(pack: Platform, draft: Draft) -> Iterator[Breach]:
    """Declarations that the platform has no switch for, and an audience that it does not have."""
    if pack.disclosure is None:
        if draft.disclosure:
            yield unknown("disclosure")
    else:
        for one in SWITCHED:
            if one in draft.disclosure and one not in pack.flags:
                yield breach(pack.disclosure, "disclosure", one, one, "", "declare_in_text", binds=False)
    limits, seen = pack.audience, draft.visibility
    if limits is None or seen is None:
        return
    if seen not in limits.choices:
        yield breach(limits, "audience", "choices", seen, ", ".join(limits.choices), "choose_other_audience")
    elif seen in limits.paid_not and "third_party_paid" in draft.disclosure:
        yield breach(limits, "audience", "paid_not", seen, ", ".join(limits.paid_not), "choose_other_audience")


def _cover(pack: Platform, draft: Draft, film: FilmFacts | None) -> Iterator[Breach]:
    """A cover at a time that the film does not have: refused, or replaced without a word."""
    if pack.cover is None or draft.cover_ms is None or film is None or film.duration_ms is None:
        return
    if draft.cover_ms >= film.duration_ms:
        refused = pack.cover.beyond == "refused"
        at, end = draft.cover_ms, film.duration_ms
        yield breach(pack.cover, "cover", "beyond", at, end, "choose_earlier_cover", "ms", binds=refused)
