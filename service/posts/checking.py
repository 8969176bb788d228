"""A post that somebody thinks of, held to a platform's rules. Pure: nothing is kept, nothing is asked."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from schemas.platforms import FilmToCheck, PlatformBreach, PostCount, PostToCheck, PostVerdict
from service.posts.breaches import Breach, sentence
from service.posts.draft import Draft, FilmFacts
from service.posts.measuring import hashtags_in, length, mentions_in, tags_length
from service.posts.platform_rules import source_of
from service.posts.preflight import preflight
from service.posts.problems import UnknownPlatform
from service.rulebook.platform_files import Platforms
from service.rulebook.platforms import Platform


def check_post(platforms: Platforms, asked: PostToCheck) -> PostVerdict:
    """What the platform would refuse; UnknownPlatform where there is no pack of this key."""
    pack = platforms.get(asked.platform)
    if pack is None:
        raise UnknownPlatform(asked.platform, platforms)
    draft = _draft(asked)
    found = preflight(pack, draft, _facts(asked.film) if asked.film else None)
    return PostVerdict(
        platform=pack.key,
        passes=not any(one.severity == "error" for one in found),
        posted_text=draft.posted_text,
        counts=list(_counts(pack, draft)),
        breaches=[shown(one, pack, platforms) for one in found],
    )


def shown(found: Breach, pack: Platform, platforms: Platforms) -> PlatformBreach:
    """A breach as it goes over the wire, with its sentence and its source."""
    return PlatformBreach(
        part=found.field,
        rule=found.rule,
        severity=found.severity,
        measured=found.measured,
        limit=found.limit,
        unit=found.unit,
        way_out=found.way_out,
        confidence=found.confidence,
        source=source_of(platforms, found.source) if found.source else None,
        disputed=found.disputed,
        detail=sentence(found, pack.name),
    )


def _draft(asked: PostToCheck) -> Draft:
    return Draft(
        text=asked.text,
        title=asked.title,
        hashtags=tuple(asked.hashtags),
        tags=tuple(asked.tags),
        cover_ms=asked.cover_ms,
        disclosure=frozenset(asked.disclosure),
        visibility=asked.visibility,
    )


def _facts(film: FilmToCheck) -> FilmFacts:
    given = {name: getattr(film, name) for name in film.__struct_fields__ if name != "fps"}
    return FilmFacts(**given, fps=Fraction(film.fps.num, film.fps.den) if film.fps else None)


def _counts(pack: Platform, draft: Draft) -> Iterator[PostCount]:
    """What is taken of every limit of words."""
    posted = draft.posted_text
    if (text := pack.text) is not None:
        yield PostCount(part="text", taken=length(posted, text.unit), limit=text.max, unit=text.unit)
    if (title := pack.title) is not None:
        yield PostCount(part="title", taken=length(draft.title, title.unit), limit=title.max, unit=title.unit)
    if (tags := pack.tags) is not None:
        yield PostCount(part="tags", taken=tags_length(draft.tags), limit=tags.max, unit="characters")
    if (marks := pack.hashtags) is not None:
        yield PostCount(
            part="hashtags", taken=hashtags_in(posted, marks.between), limit=marks.in_app or marks.max, unit="count"
        )
    if (marks := pack.mentions) is not None:
        yield PostCount(part="mentions", taken=mentions_in(posted, marks.between), limit=marks.max, unit="count")
