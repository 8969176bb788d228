"""What can go wrong with captions."""

from __future__ import annotations

from typing import ClassVar

from service.problems import Conflict, Fault, Invalid, Problem, Unreadable


class UnreadableCaptions(Unreadable):
    """The caption file breaks the rules of its format.

    `problems` lists every place, with its line, a code and what is wrong there; `line` and `reason` are the first. Mend
    the file and send it again; nothing was imported. Where `repairable` is true, the same file with `?mode=repair` is
    imported as far as it can be, and the answer lists what was mended; `dry_run=true` shows that without changing
    anything.
    """

    slug, title = "unreadable-captions", "This caption file cannot be read"
    example: ClassVar = {
        "detail": "line 6: The cue does not end after it begins. Correct its times.",
        "line": 6,
        "reason": "The cue does not end after it begins. Correct its times.",
        "problems": [
            {
                "line": 6,
                "code": "reversed",
                "detail": "The cue does not end after it begins. Correct its times.",
                "repaired": False,
            }
        ],
        "repairable": True,
    }


class TrackExists(Conflict):
    """This source or cut already has a track in this locale and kind.

    Change its cues one by one at `/v1/tracks/{id}/cues/{cue_id}`; `track_id` names it.
    """

    slug, title = "track-exists", "There is such a track already"


class NoSourceCaptions(Conflict):
    """A locale can be opened, and a cue added, only where there are captions in the source language.

    Import them first: `PUT /v1/sources/{id}/captions/{locale}`, or `PUT /v1/cuts/{id}/captions/{locale}` for one cut.
    """

    slug, title = "no-source-captions", "Import the source captions first"


class LocaleNotReady(Conflict):
    """The locale still has errors, so it cannot be approved.

    `findings` lists each: the cue, the rule, what was measured and the limit. Mend them and approve again.
    """

    slug, title = "locale-not-ready", "This locale still has errors"


class FourEyes(Conflict):
    """This campaign asks for four eyes, and two of them wrote what is to be approved.

    Let somebody approve it who wrote none of its texts. A campaign says at `four_eyes` whether it asks for this.
    """

    slug, title = "four-eyes", "Somebody else must approve this"


class ReleaseIncomplete(Conflict):
    """There is no complete, approved release of this cut for this market and locale, or the newest one was withdrawn.

    `done` and `total` count its cues; `detail` says what is in the way, as the matrix does. Finish and approve the
    locale; where a release was withdrawn, approve a newer one or release it again. To see what there is now, ask with
    `?incomplete=omit` (untranslated cues left out) or `?incomplete=source` (in the source language); such an answer is
    never cached and never called a release.
    """

    slug, title = "release-incomplete", "Not released yet"


class FactsMissing(Conflict):
    """The captions name market facts that have no value in this market, or no words in this locale.

    `missing` names them. Say them: `PUT /v1/campaigns/{id}/facts/{key}/{market}`.
    """

    slug, title = "facts-missing", "Market facts are missing"


class OverridesContested(Conflict):
    """Overrides of this cut were written over something that has changed since, so somebody must decide.

    `conflicts` lists each: what it was written over (`base`), what is derived now (`derived`), what the cut wants
    (`value`), and its `address`. Read the address, then PATCH it with its ETag: the value again keeps it, null takes
    what is derived. A kept one waits for approval with its release.
    """

    slug, title = "overrides-contested", "Overrides wait for a decision"


class NotApproved(Conflict):
    """The texts of this locale are not approved in their present state, so no release can be made of them."""

    slug, title = "not-approved", "Approve the locale first"


class ReleaseExists(Conflict):
    """A release of exactly these captions exists: nothing has changed since. `release_id` names it."""

    slug, title = "release-exists", "Released already"


class Conforming(Conflict):
    """A worker is still placing the cues in this cut's newest edit list. Try again in a second."""

    slug, title = "conforming", "The cut is being conformed"


class CutFilmMismatch(Conflict):
    """The uploaded film of the cut differs from its edit list, or could not be compared, so its captions may not fit.

    `findings` lists what differs (none where the film or a source could not be decoded; `detail` then says why). Upload
    the right film, correct the edit list, take the film back, or have it accepted with a reason:
    `POST /v1/cuts/{id}/film/accept`. The releases then go on by themselves.
    """

    slug, title = "cut-film-mismatch", "The film differs from the edit list"


class CutFilmPending(Conflict):
    """A worker is still comparing the uploaded film of the cut with its edit list. Try again in some seconds."""

    slug, title = "cut-film-pending", "The film is being compared"


class BeyondMedia(Invalid):
    """A cue would end after its source or cut does."""

    def __init__(self, duration_ms: int, word: str) -> None:
        super().__init__(Fault("/end_ms", "beyond_media", f"the {word} ends at {duration_ms} ms"))


class Withdrawn(Conflict):
    """This cue was withdrawn: it stands nowhere, and its texts are kept.

    Bring it back first: `POST /v1/cues/{id}/restore`, or import a file that contains it.
    """

    slug, title = "cue-withdrawn", "This cue was withdrawn"


class Gone(Problem):
    """The release that this file belongs to was withdrawn.

    A newer one, once it is approved, is at `/v1/cuts/{id}/captions/{market}/{locale}.vtt`.
    """

    status, slug, title = 410, "withdrawn", "Withdrawn"


class NotWaiting(Conflict):
    """Only a release that waits for a person can be approved; this one was approved or withdrawn already."""

    slug, title = "not-waiting", "This release does not wait for approval"


class AlreadyAssigned(Conflict):
    """Somebody looks after this locale of the video in this role already.

    Give it to somebody else with `PATCH /v1/assignments/{id}`, or withdraw it first. `GET /v1/videos/{id}/assignments`
    lists who looks after what.
    """

    slug, title = "already-assigned", "Somebody has this already"


class NotInReview(Conflict):
    """Only a locale that waits for approval can be sent back; this one was not submitted, or was approved already.

    To change an approved text, write it: that takes the approval back.
    """

    slug, title = "not-in-review", "This locale does not wait for approval"
