"""Why nothing was done with a post, in the reader's language; and what a clock that changes asks. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from schemas.posts import PlannedPost
from service.posts.problems import AlreadyOnRecord, NotInThisState
from service.posts.scheduling import NoSuchZone, Skipped, Twice, instant
from service.problems import PreconditionFailed, Problem
from service.web.posts import words as post_words
from service.web.posts.form import local_time
from service.web.words import Language

TYPED_TIMES = ("local_at", "posted_at")


def words(language: Language, problem: Problem, post: PlannedPost) -> str | None:
    """What happened instead; None for a problem that is no answer of this room."""
    last = post.last
    told = f"{last.name} {post_words.step(language, last.verb)}, {language.moment(last.at)}."
    match problem:
        case PreconditionFailed():
            return language.say("Somebody was here before you: %(what)s Nothing of yours was done.", what=told)
        case NotInThisState():
            return language.say("That cannot be done with it any more: %(what)s", what=told)
        case AlreadyOnRecord() if "cut" in problem.facts:
            return language.say(
                "%(cut)s on %(channel)s is on record with this address. Correct that one first.",
                cut=problem.facts["cut"],
                channel=problem.facts["handle"],
            )
        case AlreadyOnRecord():
            return language.say("Another post is on record with this address. Correct that one first.")
    if problem.slug == "gate-closed":
        return language.say("A gate is closed, so nothing was done. What opens it stands beside it.")
    return None


def twice(typed: Mapping[str, str], zone: str) -> str | None:
    """The field in which a time stands that the clock shows twice."""
    return _asked(typed, zone, Twice)


def skipped(typed: Mapping[str, str], zone: str) -> tuple[str, datetime, datetime] | None:
    """The field with a time that the clock skips, and the nearest moments before and after."""
    for name in TYPED_TIMES:
        if isinstance(error := _trouble(typed, name, zone), Skipped):
            return name, error.before, error.after
    return None


def _asked(typed: Mapping[str, str], zone: str, kind: type[Exception]) -> str | None:
    return next((name for name in TYPED_TIMES if isinstance(_trouble(typed, name, zone), kind)), None)


def _trouble(typed: Mapping[str, str], name: str, zone: str) -> Exception | None:
    try:
        instant(datetime.fromisoformat(local_time(typed[name])), typed.get("zone") or zone)
    except (Skipped, Twice) as error:
        return error
    except (KeyError, ValueError, OverflowError, NoSuchZone):
        return None
    return None
