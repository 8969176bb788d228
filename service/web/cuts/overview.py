"""What a campaign has to cut from, and what was cut: gathered in a handful of queries, however many cuts there are."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from msgspec import Struct

from schemas.captions import Cell
from schemas.coverage import VideoCoverage
from schemas.ids import CampaignId, CutId
from schemas.videos import CutFacts, Source, Video
from schemas.vocabulary import SourceRole
from service.captions.matrix import matrix_of
from service.db.pool import Tx
from service.videos import covering, records, records_films
from service.videos.films import FilmStanding
from service.web.cuts.measures import Bar, bars

WORST = ("blocked", "stale", "missing", "draft", "in_review")  # of the captions of a cut, what is said first


class Standing(Struct, frozen=True):
    """The captions of a cut: how many of its releases are approved, and the worst state of the others."""

    approved: int
    total: int
    worst: str = ""
    count: int = 0


class CutRow(Struct, frozen=True):
    """A cut in the list. `kept` is what it keeps of the master, on the master's time."""

    cut: CutFacts
    kept: list[Bar]
    film: FilmStanding | None
    captions: Standing


class Shelf(Struct, frozen=True):
    """One video: its sources, the master first, and its cuts, the longest first."""

    video: Video
    sources: list[Source]
    cuts: list[CutRow]

    @property
    def master(self) -> Source | None:
        """What the cuts are cut from."""
        return next((one for one in self.sources if one.role is SourceRole.MASTER), None)


async def shelves_of(tx: Tx, campaign: CampaignId) -> list[Shelf]:
    """Every video of a campaign."""
    videos = await records.list_videos_of_campaign(tx, campaign)
    sources = await records.list_media_of_campaign(tx, campaign)
    cuts = await records.list_cuts_of_campaign(tx, campaign)
    films = await records_films.list_standings(tx, [one.id for one in cuts])
    cells = (await matrix_of(tx, campaign)).data if cuts else []
    coverage = [await covering.cover_video(tx, one.id) for one in videos]
    kept = {cut: found for video in coverage for cut, found in _kept(video).items()}
    return [_shelf(video, sources, cuts, kept, films, cells) for video in videos]


def standing(cells: Sequence[Cell]) -> Standing:
    """How the captions of one cut stand."""
    counts: Counter[str] = Counter(cell.state for cell in cells)
    worst = next((state for state in WORST if counts[state]), "")
    return Standing(counts["approved"], len(cells), worst, counts[worst])


def _kept(video: VideoCoverage) -> dict[CutId, list[Bar]]:
    if video.master is None:
        return {}
    whole = video.master.duration_ms
    return {cut.cut_id: bars([(one.begin_ms, one.end_ms) for one in cut.on_master], whole) for cut in video.cuts}


def _shelf(
    video: Video,
    sources: Sequence[Source],
    cuts: Sequence[CutFacts],
    kept: Mapping[CutId, list[Bar]],
    films: Mapping[CutId, FilmStanding],
    cells: Sequence[Cell],
) -> Shelf:
    rows = [
        CutRow(cut, kept.get(cut.id, []), films.get(cut.id), standing([one for one in cells if one.cut_id == cut.id]))
        for cut in cuts
        if cut.video_id == video.id
    ]
    return Shelf(video, [one for one in sources if one.video_id == video.id], rows)
