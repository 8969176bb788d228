"""HLS: the media playlist (RFC 8216) by which a player takes a WebVTT file as it is.

A cut lasts some minutes at most, so the whole file is one segment. The file needs no X-TIMESTAMP-MAP: without it cue
time 0 is MPEG time 0 (section 3.5). This is a way to deliver captions, and no format of them: it has no cues.
"""

from __future__ import annotations

from service.timedtext.model import Document

MEDIA_TYPE = "application/vnd.apple.mpegurl"


def write(document: Document) -> bytes:
    """The playlist of a document, to stand beside its WebVTT file, which is named after its language.

    The segment lasts until the last cue ends. The target is whole seconds and not below it (section 4.3.3.1), and at
    least 1. Version 3 is the first whose durations have decimals (section 7).
    """
    end_ms = max((cue.end_ms for cue in document.cues), default=0)
    lines = (
        "#EXTM3U",
        "#EXT-X-VERSION:3",
        f"#EXT-X-TARGETDURATION:{max(1, -(-end_ms // 1000))}",
        "#EXT-X-PLAYLIST-TYPE:VOD",
        f"#EXTINF:{end_ms // 1000}.{end_ms % 1000:03},",
        f"{document.language}.vtt",
        "#EXT-X-ENDLIST",
    )
    return "".join(f"{line}\n" for line in lines).encode()
