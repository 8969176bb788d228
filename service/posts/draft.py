"""What is about to be posted: words, film and declarations, as the rules of a platform look at them."""

from __future__ import annotations

from fractions import Fraction

from msgspec import Struct

from service.rulebook.platforms import Declaration, Seen


class Draft(Struct, frozen=True, kw_only=True):
    """A post as it would go out, with everything that it inherits.

    `hashtags` follow the text, each with or without its sign; `tags` are YouTube's, which nobody sees. `cover_ms` is
    the film's time whose picture stands for it, None for the platform's choice.
    """

    text: str = ""
    title: str = ""
    hashtags: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    cover_ms: int | None = None
    disclosure: frozenset[Declaration] = frozenset()
    visibility: Seen | None = None

    @property
    def posted_text(self) -> str:
        """The text that the platform gets: the words, and the hashtags on a line of their own."""
        hashtags = " ".join(f"#{one.lstrip('#＃')}" for one in self.hashtags)
        return "\n".join(part for part in (self.text, hashtags) if part)


class FilmFacts(Struct, frozen=True, kw_only=True):
    """What the probe knows of the film; None is what nobody has measured.

    Container and codecs are in the probe's words (`service.media.probe`: `mp4`, `h264`, `aac`; "" is no sound), sides
    in pixels as they are shown, `video_bitrate` in bits per second. `faststart`: the index comes before the media.
    """

    container: str | None = None
    video_codec: str | None = None
    audio_codec: str | None = None
    width: int | None = None
    height: int | None = None
    fps: Fraction | None = None
    duration_ms: int | None = None
    size_bytes: int | None = None
    video_bitrate: int | None = None
    audio_rate: int | None = None
    audio_channels: int | None = None
    faststart: bool | None = None
