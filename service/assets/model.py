"""What is known of kept bytes, and of those that are still arriving."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from msgspec import Struct

from schemas.ids import OrganizationId, PersonId, UploadId


class Kept(Struct, frozen=True):
    """Bytes that the storage holds durably."""

    sha256: bytes
    size_bytes: int


class Asset(Struct, frozen=True):
    """Kept bytes and what they are."""

    sha256: bytes
    size_bytes: int
    media_type: str
    kept_at: datetime


class UploadRow(Struct, frozen=True):
    """An upload as stored. `state` is one of UploadState, or `terminated` or `expired`; an upload whose time is over is
    expired, whether or not the hourly round has come by."""

    id: UploadId
    person_id: PersonId
    length_bytes: int
    offset_bytes: int
    metadata: str
    state: str
    sha256: bytes | None
    cleared: bool
    created_at: datetime
    expires_at: datetime


class Part(Struct, frozen=True):
    """A part of an upload: an object of its own in the storage."""

    offset_bytes: int
    size_bytes: int
    id: UUID


class Due(Struct, frozen=True):
    """An upload that the hourly round has to look at."""

    org: OrganizationId
    id: UploadId
