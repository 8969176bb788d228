"""Series: stories of a campaign as episodes, in their order."""

from __future__ import annotations

from typing import Annotated

from msgspec import UNSET, Meta, UnsetType, field

from schemas.bases import Moment, Name, Page, Received, Returned, Revision
from schemas.ids import BrandId, CampaignId, SeriesId, StoryId
from schemas.stories import Premise, Text

MOST_EPISODES = 500

Title = Annotated[Name, Meta(examples=["Five kitchens"])]
Previously = Annotated[
    Text, Meta(description="what to say of earlier episodes", examples=["Last time, a chair stayed empty."])
]
Cliffhanger = Annotated[
    Text, Meta(description="what keeps people waiting for the next one", examples=["Who poured the second cup?"])
]
Number = Annotated[int, Meta(description="1 is the first", ge=1, le=MOST_EPISODES, examples=[2])]


class Character(Received, frozen=True):
    """Somebody who comes back from episode to episode."""

    name: Annotated[Name, Meta(examples=["The daughter"])]
    about: Annotated[Text, Meta(examples=["Moves out in the first episode."])] = ""


class NewEpisode(Received, frozen=True, kw_only=True):
    """A story as an episode. A story is an episode of one series at most."""

    story_id: StoryId
    previously: Previously = ""
    cliffhanger: Cliffhanger = ""


class InsertedEpisode(NewEpisode, frozen=True, kw_only=True):
    """A story as an episode, and where it is put in; left out: at the end."""

    number: Number | None = None


class EpisodeChange(Received, frozen=True):
    """What to change of an episode; what is left out stays. Another `number` moves it, and the others make room."""

    number: Number | UnsetType = UNSET
    previously: Previously | UnsetType = UNSET
    cliffhanger: Cliffhanger | UnsetType = UNSET


Characters = Annotated[list[Character], Meta(max_length=50)]
Episodes = Annotated[list[NewEpisode], Meta(description="in their order", max_length=MOST_EPISODES)]


class NewSeries(Received, frozen=True, kw_only=True):
    """A series to be made of stories of one campaign."""

    campaign_id: CampaignId
    title: Title
    premise: Premise = ""
    characters: Characters = field(default_factory=list)
    episodes: Episodes = field(default_factory=list)


class SeriesChange(Received, frozen=True):
    """What to change of a series; what is left out stays. `episodes` replaces the whole list, in a new order too."""

    title: Title | UnsetType = UNSET
    premise: Premise | UnsetType = UNSET
    characters: Characters | UnsetType = UNSET
    episodes: Episodes | UnsetType = UNSET


class Episode(Returned, frozen=True):
    """A story in its place in a series."""

    number: Number
    story_id: StoryId
    title: Annotated[str, Meta(description="the story's", examples=["The empty chair"])]
    previously: Previously
    cliffhanger: Cliffhanger


class Series(Returned, frozen=True):
    """Stories of a campaign as episodes, in their order."""

    id: SeriesId
    brand_id: BrandId
    campaign_id: CampaignId
    title: Title
    premise: Premise
    characters: list[Character]
    episodes: list[Episode]
    revision: Revision
    created_at: Moment
    updated_at: Moment


class SeriesPage(Page[Series], frozen=True):
    """Some series."""


class EpisodeInSeries(Returned, frozen=True):
    """An episode and its neighbours."""

    series_id: SeriesId
    series_title: Title
    count: Annotated[int, Meta(description="episodes of the series", examples=[5])]
    before: Episode | None
    episode: Episode
    after: Episode | None
    revision: Annotated[Revision, Meta(description="of the series")]
