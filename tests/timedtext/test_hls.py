"""The HLS playlist of a WebVTT file, line for line, and that it is no format of captions."""

from __future__ import annotations

import pytest

from service.timedtext import hls
from service.timedtext.formats import FORMATS
from service.timedtext.model import Cue, Document


def test_the_whole_file_is_one_segment() -> None:
    document = Document(cues=(Cue("", 3000, 4050, "Two."), Cue("", 500, 2000, "One.")), language="de-DE")
    assert hls.write(document).decode().splitlines() == [
        "#EXTM3U",
        "#EXT-X-VERSION:3",
        "#EXT-X-TARGETDURATION:5",
        "#EXT-X-PLAYLIST-TYPE:VOD",
        "#EXTINF:4.050,",
        "de-DE.vtt",
        "#EXT-X-ENDLIST",
    ]


@pytest.mark.parametrize(("end_ms", "target", "lasts"), [(1, 1, "0.001"), (4000, 4, "4.000"), (61_001, 62, "61.001")])
def test_the_target_is_never_below_the_segment(end_ms: int, target: int, lasts: str) -> None:
    said = hls.write(Document(cues=(Cue("", 0, end_ms, "One."),), language="en-US")).decode()
    assert f"#EXT-X-TARGETDURATION:{target}\n" in said
    assert f"#EXTINF:{lasts},\n" in said


def test_a_file_without_cues_has_a_playlist_too() -> None:
    said = hls.write(Document(cues=(), language="en-US")).decode()
    assert "#EXT-X-TARGETDURATION:1\n" in said
    assert "#EXTINF:0.000,\n" in said


def test_it_is_no_format_of_captions() -> None:
    assert hls.MEDIA_TYPE not in {format.media_type for format in FORMATS.values()}
