"""Caption files on their way out: their two kinds of address, the name they are saved under, and their headers.

Pure. A file is answered in one of two ways. To a person of its organization it is private, and says whether its release
is stale. To anybody, where the market is public, it may be read by pages of other sites and be kept by what stands
between, for one second: with the four that a process remembers (`delivering.py`) that makes the five within which a
withdrawal works.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import format_datetime
from functools import cached_property
from urllib.parse import quote

from msgspec import Struct
from msgspec.structs import replace

from schemas.ids import BrandId, CampaignId, CutId, OrganizationId, ReleaseId
from service import rulebook
from service.assets.delivery import Delivered, deliver
from service.identity import Person
from service.rulebook.timed_text import Aspect
from service.timedtext import hls
from service.timedtext.directions import direct
from service.timedtext.formats import FORMATS, Format, written

Fields = list[tuple[bytes, bytes]]

DELIVERED = {name: FORMATS[name] for name in ("vtt", "srt")}  # kept with a release
PLAYLIST = Format(name="m3u8", title="HLS", media_type=hls.MEDIA_TYPE, suffix=".m3u8", write=hls.write)
WRITTEN = {name: format for name, format in FORMATS.items() if format.writable}
OFFERED = {**WRITTEN, PLAYLIST.name: PLAYLIST}  # the others are made of its WebVTT
DIRECTED = {"ttml", "sbv", "ass"}  # formats of players, which are told the direction of each line
NEEDED = "files:read"
IMMUTABLE = "private, max-age=31536000, immutable"
FRESH = "private, no-cache"
PUBLIC = "public, max-age=1, must-revalidate"
VARY = "authorization, cookie"
EXPOSED = (
    "Accept-Ranges",
    "Content-Disposition",
    "Content-Length",
    "Content-Location",
    "Content-Range",
    "Cutdown-Completeness",
    "Cutdown-Release",
    "ETag",
    "Repr-Digest",
)
TO_ANYBODY = {"access-control-allow-origin": "*", "access-control-expose-headers": ", ".join(EXPOSED)}
PREFLIGHT = {
    **TO_ANYBODY,
    "access-control-allow-methods": "GET, HEAD",
    "access-control-allow-headers": "If-Modified-Since, If-None-Match, If-Range, Range, X-Request-Id",
    "access-control-max-age": "600",
}
_BY_KEY = re.compile(r"/f/([0-9a-f]{32})/([^/]+)")
_LATEST = re.compile(r"/v1/cuts/(cut_[^/]+)/captions/([^/]+)/([^/]+)\.([^/.]+)")
_ATTR_CHAR = "!#$&+-.^_`|~"  # RFC 8187, section 3.2.1


class StoredFile(Struct, frozen=True):
    """The bytes behind a file's name, and the release they belong to."""

    sha256: bytes
    size_bytes: int
    format: str
    locale: str
    number: int
    done: int
    total: int
    withdrawn_at: datetime | None
    url: str
    code: str
    created_at: datetime
    release_id: ReleaseId
    cut_id: CutId
    campaign_id: CampaignId
    brand_id: BrandId
    market: str
    aspect: Aspect


def in_format(file: StoredFile, name: str, webvtt: bytes) -> tuple[StoredFile, bytes]:
    """A release's WebVTT file in another format: what it is then, and its bytes. The same each time it is asked for."""
    document = replace(FORMATS["vtt"].read(webvtt), language=file.locale)
    if name in DIRECTED:
        document = direct(document, rulebook.load().languages.direction(file.locale), name)
    data = written(OFFERED[name], document, file.aspect)
    url = f"{file.url.rpartition('.')[0]}{OFFERED[name].suffix}"
    made = replace(file, format=name, sha256=hashlib.sha256(data).digest(), size_bytes=len(data), url=url)
    return made, data


class ByKey(Struct, frozen=True):
    """The address of one file for ever."""

    file_key: bytes
    name: str


class Latest(Struct, frozen=True):
    """The address of the newest approved captions."""

    cut_id: CutId
    market: str
    locale: str
    format: str


Address = ByKey | Latest


def latest_path(of: Latest) -> str:
    """The path of an address."""
    return f"/v1/cuts/{of.cut_id}/captions/{of.market}/{of.locale}.{of.format}"


def read_address(path: str) -> Address | None:
    """What a path asks for; None for one that is no address of a caption file."""
    if found := _BY_KEY.fullmatch(path):
        return ByKey(bytes.fromhex(found[1]), found[2])
    found = _LATEST.fullmatch(path)
    if found is None or found[4] not in OFFERED:
        return None
    try:
        return Latest(CutId.parse(found[1]), found[2], found[3], found[4])
    except ValueError:
        return None


def saved_name(code: str, locale: str, format: str) -> str:
    """What a file is saved as: like the last part of its address, but with letters of every script."""
    letters = unicodedata.normalize("NFC", code.lower())
    kept = "".join(one if unicodedata.category(one)[0] in "LMN" else "-" for one in letters)
    return f"{re.sub('-+', '-', kept)}.{locale}.{format}"


def disposition(file: StoredFile) -> str:
    """`Content-Disposition` after RFC 6266, with `filename*` where the plain name cannot say it."""
    plain, name = file.url.rpartition("/")[2], saved_name(file.code, file.locale, file.format)
    extended = "" if name == plain else f"; filename*=UTF-8''{quote(name, safe=_ATTR_CHAR)}"
    return f'attachment; filename="{plain}"{extended}'


class Delivery:
    """A file, and how it is answered. `body` is there when it is small; `stale` is None where it is not told."""

    def __init__(
        self,
        organization: OrganizationId,
        file: StoredFile,
        address: Address,
        *,
        stale: bool | None,
        body: bytes | None,
        looked_at: float,
    ) -> None:
        self.organization = organization
        self.file = file
        self.address = address
        self.stale = stale
        self.body = body
        self.looked_at = looked_at

    def may_go_to(self, person: Person) -> bool:
        """Whether somebody within its walls may read files of its market."""
        return person.may(NEEDED, self.file.brand_id, self.file.market)

    @property
    def is_public(self) -> bool:
        """Whether anybody may have it."""
        return self.stale is None

    def answer(self, request: Mapping[str, str], method: str = "GET") -> Delivered:
        """What to answer with; `request` has its header names in lower case. Raises RangeNotSatisfiable."""
        file, format = self.file, OFFERED[self.file.format]
        return deliver(
            file.sha256,
            file.size_bytes,
            f"{format.media_type}; charset=utf-8",
            request,
            method=method,
            content_language=file.locale,
            content_disposition=disposition(file),
            cutdown_completeness=f"{file.done}/{file.total}",
            cutdown_release=str(file.number),
            vary=VARY,
            **self._of_address(),
            **self._of_audience(),
        )

    @cached_property
    def tag(self) -> bytes:
        """The ETag."""
        return f'"{self.file.sha256.hex()}"'.encode()

    @cached_property
    def whole(self) -> Fields:
        """The headers of a 200."""
        return _fields(self.answer({}))

    @cached_property
    def unchanged(self) -> Fields:
        """The headers of a 304."""
        return _fields(self.answer({"if-none-match": "*"}))

    def _of_address(self) -> dict[str, str]:
        """A date only where it cannot go back: an older release may be approved after a newer one."""
        if self.file.format not in DELIVERED:
            return {}
        if isinstance(self.address, Latest):
            return {"content_location": self.file.url}
        return {"last_modified": format_datetime(self.file.created_at.astimezone(UTC), usegmt=True)}

    def _of_audience(self) -> dict[str, str]:
        if self.is_public:
            return {"cache_control": PUBLIC, **{name.replace("-", "_"): said for name, said in TO_ANYBODY.items()}}
        kept = FRESH if isinstance(self.address, Latest) else IMMUTABLE
        return {"cache_control": kept, "cutdown_stale": str(self.stale).lower()}


def _fields(delivered: Delivered) -> Fields:
    return [(name.encode("latin-1"), value.encode("latin-1")) for name, value in delivered.headers.items()]
