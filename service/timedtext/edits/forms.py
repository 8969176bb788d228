"""The forms of edit lists that are read."""

from __future__ import annotations

from collections.abc import Callable

from msgspec import Struct

from service.timedtext.edits import cut_json, edl, otio
from service.timedtext.edits.model import EditList
from service.timedtext.edits.otio_shapes import rate_of
from service.timedtext.problems import Unreadable
from service.timedtext.timing import Rate


class Form(Struct, frozen=True):
    """`read` takes the rate of the cut, which a list may say itself; raises Unreadable."""

    title: str
    suffix: str
    media_type: str
    read: Callable[[bytes, Rate | None], EditList]


def _edl(data: bytes, rate: Rate | None) -> EditList:
    if rate is None:
        raise Unreadable(1, "an EDL does not say its frame rate; say at which rate its time code counts")
    return edl.read(data, rate)


FORMS = {
    "edl": Form("CMX 3600 EDL", ".edl", "text/x-cmx3600-edl", _edl),
    "otio": Form("OpenTimelineIO", ".otio", "application/vnd.pixar.opentimelineio+json", otio.read),
    "json": Form("JSON", ".json", "application/json", cut_json.read),
}


def for_suffix(file_name: str) -> Form | None:
    """The form that a file's name ends with."""
    return next((form for form in FORMS.values() if file_name.lower().endswith(form.suffix)), None)


def rate_named(text: str) -> Rate:
    """The rate that a person writes: 25, 23.976, 29.97 or 24000/1001; ValueError for anything else."""
    num, slash, den = text.strip().partition("/")
    if slash:
        return Rate(int(num), int(den))
    return rate_of(float(num))
