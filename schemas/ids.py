"""Public identifiers: a prefix that says what it names, and a UUIDv7 in Crockford base 32.

`brd_01kd3…` sorts by creation time and is at most 30 characters long. Clients treat it as opaque.
"""

from __future__ import annotations

from typing import ClassVar, Self
from uuid import UUID

ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
_PAIRS = [high + low for high in ALPHABET for low in ALPHABET]
_VALUES = {letter: value for value, letter in enumerate(ALPHABET)}
_DIGITS = 26
_BITS = 128


def encode(uuid: UUID) -> str:
    """26 base-32 digits of a UUID, most significant first."""
    number = uuid.int
    high, low = number >> 60, number & 0xFFFFFFFFFFFFFFF
    pairs = _PAIRS
    return (
        pairs[high >> 60]
        + pairs[(high >> 50) & 1023]
        + pairs[(high >> 40) & 1023]
        + pairs[(high >> 30) & 1023]
        + pairs[(high >> 20) & 1023]
        + pairs[(high >> 10) & 1023]
        + pairs[high & 1023]
        + pairs[low >> 50]
        + pairs[(low >> 40) & 1023]
        + pairs[(low >> 30) & 1023]
        + pairs[(low >> 20) & 1023]
        + pairs[(low >> 10) & 1023]
        + pairs[low & 1023]
    )


def decode(text: str) -> UUID:
    """The UUID of 26 base-32 digits; ValueError for anything else."""
    if len(text) != _DIGITS:
        raise ValueError("an identifier has 26 characters after its prefix")
    number = 0
    for letter in text:
        value = _VALUES.get(letter)
        if value is None:
            raise ValueError(f"'{letter}' does not occur in identifiers")
        number = number << 5 | value
    if number >> _BITS:
        raise ValueError("the identifier is out of range")
    return UUID(int=number)


class Id:
    """A typed identifier. Its text is for the wire, its `bytes` are what PostgreSQL stores."""

    __slots__ = ("uuid",)
    prefix: ClassVar[str] = ""
    names: ClassVar[str] = "a thing"

    def __init__(self, uuid: UUID) -> None:
        self.uuid = uuid

    def __init_subclass__(cls, *, prefix: str, names: str) -> None:
        cls.prefix = prefix
        cls.names = names

    @classmethod
    def parse(cls, text: str) -> Self:
        """The identifier written as `text`; ValueError when it is not one of this kind."""
        prefix, _, digits = text.partition("_")
        if prefix != cls.prefix:
            raise ValueError(f"the identifier of {cls.names} starts with {cls.prefix}_")
        return cls(decode(digits))

    @property
    def bytes(self) -> bytes:
        """Sixteen bytes, as the driver sends a uuid."""
        return self.uuid.bytes

    def __str__(self) -> str:
        return f"{self.prefix}_{encode(self.uuid)}"

    def __repr__(self) -> str:
        return str(self)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Id) and self.prefix == other.prefix and self.uuid == other.uuid

    def __hash__(self) -> int:
        return hash(self.uuid.int)  # as the UUID does, with a call less


class OrganizationId(Id, prefix="org", names="an organization"):
    """The tenant."""


class PersonId(Id, prefix="per", names="a person"):
    """An account."""


class SessionId(Id, prefix="ses", names="a session"):
    """A sign-in of a person."""


class GrantId(Id, prefix="gra", names="a grant"):
    """A role of a person on a brand and in a market."""


class InvitationId(Id, prefix="inv", names="an invitation"):
    """Somebody who was invited; never the link's token."""


class KeyId(Id, prefix="key", names="an API key"):
    """An API key; never its secret."""


class BrandId(Id, prefix="brd", names="a brand"):
    """Who pays."""


class CampaignId(Id, prefix="cmp", names="a campaign"):
    """One body of work with markets and dates."""


class MarketLinkId(Id, prefix="mkl", names="a market's link"):
    """A link of a market; never its token."""


class RequirementId(Id, prefix="req", names="a requirement"):
    """What the films must show, say or leave out."""


class ClaimId(Id, prefix="clm", names="a claim"):
    """What the brand says of its product."""


class BriefLinkId(Id, prefix="lnk", names="a link of a brief"):
    """Where a market sends people."""


class RightsId(Id, prefix="rgt", names="a rights window"):
    """Where and how long something may be used."""


class GuestLinkId(Id, prefix="gst", names="a guest's link"):
    """A link with which a client reads the brief; never its token."""


class DecisionId(Id, prefix="dec", names="a word on a brief"):
    """That somebody asked for approval, approved, or asked for changes."""


class StoryId(Id, prefix="sty", names="a story"):
    """The campaign's own instance of an archetype."""


class BeatId(Id, prefix="bea", names="a beat"):
    """A narrative step of a story."""


class ShotId(Id, prefix="sho", names="a shot"):
    """A shot that a beat plans."""


class SeriesId(Id, prefix="ser", names="a series"):
    """Stories of a campaign as episodes."""


class VideoId(Id, prefix="vid", names="a video"):
    """The film of a story."""


class SourceId(Id, prefix="src", names="a source"):
    """One of a video's media: the master, an insert, a dub."""


class UploadId(Id, prefix="upl", names="an upload"):
    """A file that is sent in parts."""


class CutId(Id, prefix="cut", names="a cut"):
    """A variant of a video."""


class MarkId(Id, prefix="mrk", names="a mark"):
    """What stands in some frames of a source or a cut."""


class CommentId(Id, prefix="cmt", names="a comment"):
    """What somebody says of a frame of a cut."""


class CutDecisionId(Id, prefix="cdc", names="a word on a cut"):
    """That somebody asked for approval of a cut, approved it, or asked for changes."""


class SegmentId(Id, prefix="seg", names="a segment"):
    """A stretch of a source in a cut's edit list."""


class TrackId(Id, prefix="trk", names="a track"):
    """The texts of one source or cut in one locale."""


class CueId(Id, prefix="cue", names="a cue"):
    """One timed unit of text."""


class OverrideId(Id, prefix="ovr", names="an override"):
    """What one cut does differently with one field of a cue."""


class ReleaseId(Id, prefix="rel", names="a release"):
    """The frozen captions of one cut for one market in one locale."""


class FileId(Id, prefix="fil", names="a file"):
    """A format of a release."""


class AnswerId(Id, prefix="ans", names="an answer"):
    """What a person answered to an item of a checklist."""


class AssignmentId(Id, prefix="asg", names="an assignment"):
    """A locale of a video that somebody looks after."""


class RemarkId(Id, prefix="rmk", names="a remark"):
    """What a reviewer said of a locale or a cue that went back."""


class ChannelId(Id, prefix="chn", names="a channel"):
    """A profile on a platform."""


class PostId(Id, prefix="pst", names="a post"):
    """One cut on one channel for one market."""


class RuleConfirmationId(Id, prefix="rcf", names="a confirmation of a rule"):
    """Counsel's word that an item of a rule pack rests on law."""


class EventId(Id, prefix="evt", names="an event"):
    """Something that happened."""


class JobId(Id, prefix="job", names="a job"):
    """Work that a worker does."""
