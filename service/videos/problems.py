"""What can go wrong with videos, sources and cuts."""

from __future__ import annotations

from typing import ClassVar

from service.media.problems import UnreadableMedia
from service.problems import Conflict, Fault, Invalid, Problem, Unreadable


class NotAFilm(Problem):
    """The bytes that arrived cannot be taken as a film.

    `reason` says why: `not_media`, `audio_only`, `no_video`, `truncated`, `undecodable`, `too_much`, or
    `uneven_rate` when the frames do not come evenly, so that a frame number would not stand for one time. `detail`
    says what to do. Nothing was added to the video.
    """

    status, slug, title = 422, "not-a-film", "This file cannot be used as a film"

    @classmethod
    def because(cls, error: UnreadableMedia) -> NotAFilm:
        """What the probe found."""
        return cls(str(error), reason=error.code)


class UnreadableEditList(Unreadable):
    """The edit list breaks the rules of its format, or says what Cutdown would have to guess.

    `problems` lists every place, with its line, a code and what is wrong there; `line` and `reason` are the first. Mend
    the list or export it again; nothing was changed.
    """

    slug, title = "unreadable-edit-list", "This edit list cannot be read"
    example: ClassVar = {
        "detail": "line 6: 00:00:01:25 does not exist at 25 frames a second; the last frame is 24",
        "line": 6,
        "reason": "00:00:01:25 does not exist at 25 frames a second; the last frame is 24",
        "problems": [
            {
                "line": 6,
                "code": "time_code",
                "detail": "00:00:01:25 does not exist at 25 frames a second; the last frame is 24",
            }
        ],
    }


class UploadInterrupted(Problem):
    """The connection ended before the film did.

    Nothing was kept. Send the whole film again; with the same `Idempotency-Key` it is added once, whatever happens.
    """

    status, slug, title = 400, "upload-interrupted", "The film did not arrive whole"


class SecondMaster(Conflict):
    """A video has one master, and this one has it already.

    Add the film with `role=insert`, or make another video for it.
    """

    slug, title = "second-master", "This video has a master"

    def __init__(self) -> None:
        super().__init__("this video has a master; send the film with role=insert, or make another video for it")


class CutCodeTaken(Conflict):
    """Another cut of this video has this code. Choose another code, or change that cut."""

    slug, title = "cut-code-taken", "This code is taken"

    def __init__(self) -> None:
        super().__init__("another cut of this video has this code; choose another one, or change that cut")


class StoryElsewhere(Invalid):
    """The story is not one of the video's campaign."""

    def __init__(self) -> None:
        super().__init__(Fault("/story_id", "not_found", "the video's campaign has no such story"))


class ParentElsewhere(Invalid):
    """The parent is not a cut of the same video."""

    def __init__(self) -> None:
        super().__init__(Fault("/parent_cut_id", "not_found", "this video has no such cut"))


class ShotElsewhere(Invalid):
    """A shot is not one of the video's story."""

    def __init__(self) -> None:
        detail = "the video's story does not plan one of these shots any more; read the story again"
        super().__init__(Fault("/placements", "not_found", detail))


class ShotsPlaced(Conflict):
    """Shots of the present story stand in the sources of this video, so it cannot tell another story.

    Empty the placements of its sources first, or make another video for the other story.
    """

    slug, title = "shots-placed", "This video shows its story"

    def __init__(self) -> None:
        super().__init__(
            "shots of the present story stand in this video's sources; take them out of the placements first"
        )


class FilmHasNothingToAccept(Conflict):
    """Only a film that was compared with the edit list in force and differs, or cannot be read, can be accepted.

    Read `/v1/cuts/{id}/film`: `state` says how it stands, and `accepted` who accepted it already.
    """

    slug, title = "film-has-nothing-to-accept", "There is nothing to accept"


class RequirementElsewhere(Invalid):
    """The campaign's brief has no such requirement."""

    def __init__(self) -> None:
        super().__init__(
            Fault("/what/requirement_id", "not_found", "the brief of this campaign has no such requirement")
        )


class RightsElsewhere(Invalid):
    """The campaign has no such rights window."""

    def __init__(self) -> None:
        super().__init__(Fault("/what/rights_id", "not_found", "the brief of this campaign has no such rights window"))


class TooManyMarks(Conflict):
    """The sources and cuts of this video have as many marks as they may. Take away what says the same twice."""

    slug, title = "too-many-marks", "This video has too many marks"


class CutMoved(Conflict):
    """The cut is not what was watched: it has another edit list, other text or work of AI in it, or another film.

    `edit_sha256` and `film_sha256` say what it is now. Watch it again, and say your word of that.
    """

    slug, title = "cut-moved", "The cut is another by now"
    example: ClassVar = {
        "detail": "the cut was changed since it was watched; look at it again",
        "edit_sha256": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
        "film_sha256": None,
    }
