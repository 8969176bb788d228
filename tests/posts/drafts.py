"""A post that every platform takes, to be changed in one thing."""

from __future__ import annotations

from fractions import Fraction

from service.posts.breaches import Breach
from service.posts.draft import Draft, FilmFacts
from service.posts.preflight import preflight
from service.rulebook import load
from service.rulebook.platforms import Platform

FILM = FilmFacts(
    container="mp4",
    video_codec="h264",
    audio_codec="aac",
    width=1080,
    height=1920,
    fps=Fraction(30000, 1001),
    duration_ms=15_000,
    size_bytes=12_000_000,
    video_bitrate=6_000_000,
    audio_rate=48_000,
    audio_channels=2,
    faststart=True,
)
GOOD = Draft(text="The empty chair.", title="The empty chair")


def platform(key: str) -> Platform:
    return load().platforms[key]


def only(key: str, draft: Draft, film: FilmFacts | None = FILM) -> Breach:
    (found,) = preflight(platform(key), draft, film)
    return found
