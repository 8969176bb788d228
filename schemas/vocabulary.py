"""The closed word lists of the contract; each word has one meaning."""

from __future__ import annotations

from enum import StrEnum


class BeatKind(StrEnum):
    """A narrative step. `other` is for what a story needs besides the four of the archetypes."""

    HOOK = "hook"
    ESCALATION = "escalation"
    CLIMAX = "climax"
    RESOLUTION = "resolution"
    OTHER = "other"


class Treatment(StrEnum):
    """`cinematic`: crafted; `raw`: handheld, honest. Both win, and they are judged differently."""

    CINEMATIC = "cinematic"
    RAW = "raw"


class ShotSize(StrEnum):
    """How much of the scene the picture takes in."""

    WIDE = "wide"
    MEDIUM = "medium"
    CLOSE = "close"
    EXTREME_CLOSE = "extreme_close"


class ShotMovement(StrEnum):
    """What the camera does during a shot."""

    STILL = "still"
    PUSH_IN = "push_in"
    PULL_BACK = "pull_back"
    WHIP_PAN = "whip_pan"
    TRACKING = "tracking"


class SourceRole(StrEnum):
    """`master`: the film itself, one for each video; `insert`: an end card, a packshot; `dub`: another sound."""

    MASTER = "master"
    INSERT = "insert"
    DUB = "dub"


class UploadState(StrEnum):
    """`receiving`: parts are missing; `received`: all has arrived; `composed`: it can be used as a source."""

    RECEIVING = "receiving"
    RECEIVED = "received"
    COMPOSED = "composed"


class Aspect(StrEnum):
    """Width to height of a cut's picture."""

    TALL = "9:16"
    SQUARE = "1:1"
    PORTRAIT = "4:5"
    WIDE = "16:9"


class Layer(StrEnum):
    """What a segment gives to the cut: its picture or its sound."""

    PICTURE = "picture"
    SOUND = "sound"


class Presence(StrEnum):
    """How much of a planned beat or shot a cut shows. `present`: all of it; `trimmed`: a part; `absent`: nothing;
    `unplaced`: nobody has said yet where it stands in the film, so nobody can tell.
    """

    PRESENT = "present"
    TRIMMED = "trimmed"
    ABSENT = "absent"
    UNPLACED = "unplaced"
