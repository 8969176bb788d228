"""Uploads on the wire: what has arrived of a file that is sent in parts (tus 1.0)."""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta

from schemas.bases import Moment, Returned, Sha256
from schemas.ids import UploadId
from schemas.vocabulary import UploadState

Metadata = Annotated[
    str,
    Meta(
        description="`Upload-Metadata` as it was sent: keys with base64 values",
        max_length=4096,
        examples=["filename bWFzdGVyLm1wNA=="],
    ),
]


class Upload(Returned, frozen=True):
    """A file that is sent in parts; only who sends it and administrators see it."""

    id: UploadId
    state: UploadState
    length_bytes: Annotated[int, Meta(description="of the whole file", ge=0, examples=[524288000])]
    offset_bytes: Annotated[int, Meta(description="how much of it has arrived", ge=0, examples=[104857600])]
    metadata: Metadata
    sha256: Annotated[Sha256 | None, Meta(description="of the whole file, once it is composed", examples=[None])]
    created_at: Moment
    expires_at: Annotated[Moment, Meta(description="when it is given up unless more arrives")]
