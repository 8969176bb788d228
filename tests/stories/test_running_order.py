"""Episodes in any order: nothing is lost, nothing comes twice, and the others keep their order among themselves."""

from __future__ import annotations

from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.ids import SeriesId, StoryId
from schemas.series import EpisodeChange, NewEpisode
from service.problems import Invalid
from service.stories.running_order import changed, episode_faults, inserted

STORIES = [StoryId(UUID(int=number)) for number in range(12)]
SERIES = [SeriesId(UUID(int=number)) for number in range(2)]
ORDERS = st.permutations(STORIES[:-1]).flatmap(
    lambda order: st.integers(1, len(order)).map(lambda count: [NewEpisode(story_id=one) for one in order[:count]])
)


@given(ORDERS, st.data())
def test_an_inserted_episode_stands_at_its_number_and_moves_only_those_after_it(
    episodes: list[NewEpisode], data: st.DataObject
) -> None:
    new = NewEpisode(story_id=STORIES[-1], cliffhanger="Who?")
    number = data.draw(st.none() | st.integers(1, len(episodes) + 1))
    result = inserted(episodes, new, number)
    at = len(episodes) if number is None else number - 1
    assert (result[:at], result[at], result[at + 1 :]) == (episodes[:at], new, episodes[at:])


@given(ORDERS, st.data())
def test_a_moved_episode_stands_at_its_number_and_the_others_keep_their_order(
    episodes: list[NewEpisode], data: st.DataObject
) -> None:
    story = data.draw(st.sampled_from(episodes)).story_id
    number = data.draw(st.integers(1, len(episodes)))
    result = changed(episodes, story, EpisodeChange(number=number, cliffhanger="Who?"))
    assert result[number - 1] == NewEpisode(story_id=story, cliffhanger="Who?")
    assert [one for one in result if one.story_id != story] == [one for one in episodes if one.story_id != story]
    assert len(result) == len(episodes)


@given(ORDERS, st.sampled_from([0, -1, 1]))
def test_a_number_that_would_leave_a_gap_is_refused(episodes: list[NewEpisode], beyond: int) -> None:
    first = episodes[0].story_id
    number = len(episodes) + beyond if beyond > 0 else beyond
    with pytest.raises(Invalid):
        changed(episodes, first, EpisodeChange(number=number))
    with pytest.raises(Invalid):
        inserted(episodes, NewEpisode(story_id=STORIES[-1]), number + (beyond > 0))


@given(st.lists(st.sampled_from(STORIES)), st.dictionaries(st.sampled_from(STORIES), st.sampled_from([None, *SERIES])))
def test_a_story_is_at_fault_when_it_comes_twice_or_is_not_free(
    stories: list[StoryId], known: dict[StoryId, SeriesId | None]
) -> None:
    faults = {index: code for index, code, _ in episode_faults(stories, known, SERIES[0])}
    for index, story in enumerate(stories):
        expected = (
            "twice"
            if story in stories[:index]
            else "not_found"
            if story not in known
            else "in_another_series"
            if known[story] == SERIES[1]
            else None
        )
        assert faults.get(index) == expected
