"""An edit list as it is shown: every segment in its place of the cut, with time codes and a picture. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction

from msgspec import Struct

from schemas.ids import SourceId
from schemas.pictures import Pictures
from schemas.videos import CutFacts, Segment, Source
from schemas.vocabulary import Layer
from service.timedtext.timing import Rate, half_up
from service.videos.edit_list import pace
from service.web.cuts.measures import Bar, bar, code
from service.web.cuts.stills import Tile, tile_at
from service.web.cuts.words import rate_of


class Piece(Struct, frozen=True):
    """A segment: where it stands in its source and in the cut, both as time code; `bar` on the time of the cut.
    `heard`: a segment of the sound is the same stretch in the same place, and is no piece of its own."""

    layer: str
    heard: bool
    source: Source
    in_code: str
    out_code: str
    at_code: str
    at_ms: int
    ms: int
    speed: str
    in_ms: int
    out_ms: int
    bar: Bar
    tile: Tile | None


def pieces(
    cut: CutFacts,
    segments: Sequence[Segment],
    sources: Mapping[SourceId, Source],
    pictures: Mapping[SourceId, Pictures],
) -> list[Piece]:
    """Every segment, the picture's first; `sources` are those of the cut's video."""
    rate, found = rate_of(cut.fps), []
    shown_too = {_stretch(one) for one in segments if one.layer is Layer.PICTURE}
    heard_too = {_stretch(one) for one in segments if one.layer is Layer.SOUND}
    for one in segments:
        if one.layer is Layer.SOUND and _stretch(one) in shown_too:
            continue
        source = sources[one.source_id]
        of_source = rate_of(source.fps)
        frames = _frames(one, of_source, rate)
        begin, end = rate.ms(one.cut_in_frame), rate.ms(one.cut_in_frame + frames)
        shown = pictures.get(one.source_id)
        in_ms, out_ms = of_source.ms(one.in_frame), of_source.ms(one.out_frame)
        found.append(
            Piece(
                layer=one.layer.value,
                heard=one.layer is Layer.PICTURE and _stretch(one) in heard_too,
                source=source,
                in_code=code(one.in_frame, of_source),
                out_code=code(one.out_frame, of_source),
                at_code=code(one.cut_in_frame, rate),
                at_ms=begin,
                ms=end - begin,
                speed="" if one.speed.num == one.speed.den else f"{one.speed.num}/{one.speed.den}",
                in_ms=in_ms,
                out_ms=out_ms,
                bar=bar(begin, end, cut.duration_ms or 1),
                tile=tile_at(shown.sheet if shown else None, (in_ms + out_ms) // 2),
            )
        )
    return found


def _stretch(segment: Segment) -> tuple[object, ...]:
    return segment.source_id, segment.in_frame, segment.out_frame, segment.speed, segment.cut_in_frame


def _frames(segment: Segment, source: Rate, cut: Rate) -> int:
    """How many frames of the cut a segment lasts."""
    speed = Fraction(segment.speed.num, segment.speed.den)
    return half_up((segment.out_frame - segment.in_frame) * pace(speed, source, cut))
