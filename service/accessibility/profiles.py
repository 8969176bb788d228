"""By what bytes are measured: what a measurement is found again by, so that other rules make another measurement."""

from __future__ import annotations

from service.accessibility.model import Place, Released
from service.captions.judging import pack_of
from service.captions.model import ENGINE
from service.media import loudness
from service.rulebook import Rulebook

TIMED_TEXT = "timedtext"
VERSION = f"{ENGINE}.1"  # and of what this room counts of it


def caption_key(rulebook: Rulebook, place: Place, release: Released) -> tuple[str, str, str]:
    """Tool, version and profile of what is measured of a release: everything besides its bytes that the result is
    made of."""
    film = f"{place.aspect} {place.duration_ms} ms at {place.fps_num}/{place.fps_den}"
    return TIMED_TEXT, VERSION, f"{pack_of(rulebook, release.locale)} {release.kind} {film}"


def sound_key() -> tuple[str, str, str]:
    """The same of a film's sound."""
    return loudness.TOOL, loudness.VERSION, ""
