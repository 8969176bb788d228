"""The one way in which reading media fails."""

from __future__ import annotations

from typing import Literal

Code = Literal["not_media", "audio_only", "no_video", "truncated", "undecodable", "too_much"]

# What is wrong, and what to do about it, for each code.
ADVICE: dict[Code, tuple[str, str]] = {
    "not_media": (
        "This is not a film in a container that Cutdown reads.",
        "Send an MP4, MOV, WebM, MKV, MPEG-TS, MXF or AVI file.",
    ),
    "audio_only": ("The file has sound and no picture.", "Send the film with its picture."),
    "no_video": ("The file has neither picture nor sound.", "Export the film again and send that file."),
    "truncated": ("The file ends before the film does.", "Copy or export the film again and send the whole file."),
    "undecodable": ("The picture cannot be decoded.", "Export the film as H.264 or H.265 in MP4 and send that file."),
    "too_much": (
        "Reading the film took more time or memory than one film may take.",
        "Export it as H.264 in MP4, at most 4096 pixels wide or high, and send that file.",
    ),
}


class UnreadableMedia(Exception):
    """A file that cannot be taken as a film: a code for machines, the reason and the way out for people."""

    def __init__(self, code: Code, fact: str = "") -> None:
        self.code = code
        reason, self.way_out = ADVICE[code]
        self.reason = f"{reason} {fact}".strip()
        super().__init__(f"{self.reason} {self.way_out}")
