"""The order of a series' episodes, and what is wrong with one. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence

from msgspec import UNSET
from msgspec.structs import replace

from schemas.ids import SeriesId, StoryId
from schemas.series import Episode, EpisodeChange, NewEpisode
from service.problems import Fault, Invalid


def as_told(episodes: Sequence[Episode]) -> list[NewEpisode]:
    """Episodes as they would be sent."""
    return [
        NewEpisode(story_id=one.story_id, previously=one.previously, cliffhanger=one.cliffhanger) for one in episodes
    ]


def inserted(episodes: Sequence[NewEpisode], new: NewEpisode, number: int | None) -> list[NewEpisode]:
    """With one more: at this number, or at the end. Invalid when that would leave a gap."""
    at = len(episodes) if number is None else _place(number, len(episodes) + 1)
    return [*episodes[:at], new, *episodes[at:]]


def changed(episodes: Sequence[NewEpisode], story: StoryId, change: EpisodeChange) -> list[NewEpisode]:
    """With one that says something else, or stands at another number; the others keep their order among themselves."""
    (at,) = (index for index, one in enumerate(episodes) if one.story_id == story)
    texts = {"previously": change.previously, "cliffhanger": change.cliffhanger}
    one = replace(episodes[at], **{name: text for name, text in texts.items() if text is not UNSET})
    to = at if change.number is UNSET else _place(change.number, len(episodes))
    others = [*episodes[:at], *episodes[at + 1 :]]
    return [*others[:to], one, *others[to:]]


def _place(number: int, last: int) -> int:
    if not 1 <= number <= last:
        raise Invalid(Fault("/number", "range", f"{number} would leave a gap; it may be 1 to {last}"))
    return number - 1


def episode_faults(
    stories: Sequence[StoryId],
    known: Mapping[StoryId, SeriesId | None],
    series: SeriesId | None = None,
    there: Collection[StoryId] = (),
) -> Iterator[tuple[int, str, str]]:
    """For each story that cannot be an episode beside those that are there: its index, a code, and what would be right.

    `known` are those of the campaign, with the series that each is in; `series` is the one that asks.
    """
    seen = set(there)
    for index, story in enumerate(stories):
        if story in seen:
            yield index, "twice", "this story is an episode of this series already"
        elif story not in known:
            yield index, "not_found", "the series' campaign has no such story"
        elif known[story] not in (None, series):
            yield index, "in_another_series", f"this story is an episode of {known[story]}; take it out there first"
        seen.add(story)
