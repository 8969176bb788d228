"""The form of a caption file: what somebody sent, what became of it, and how it is found again when it is taken.

A browser does not send a file twice by itself. Between looking and taking, the bytes lie in the store under their
SHA-256; the form carries that name with a seal, so that nobody can name bytes that they have not sent themselves.
"""

from __future__ import annotations

import hashlib
import hmac
from typing import Any

from litestar.datastructures import UploadFile
from msgspec import Struct

from schemas.ids import CutId, Id, PersonId, SourceId
from schemas.imports import FileProblem, Imported
from service.assets.problems import BytesLost
from service.assets.store import Store
from service.captions.reading import SUFFIXES
from service.identity import Person
from service.timedtext.formats import Format, for_suffix
from service.timedtext.problems import Mode

LOOK, TAKE = "look", "take"
ENDINGS = ",".join(SUFFIXES)
KINDS = ("captions", "subtitles", "descriptions", "forced")


class Sent(Struct, frozen=True):
    """What the form says. `data` is None when no file came and none was kept. `seen` is the revision of the track that
    the sender was shown; 0: there was none."""

    place: str = ""
    locale: str = ""
    kind: str = ""
    name: str = ""
    data: bytes | None = None
    act: str = LOOK
    mode: Mode = "strict"
    seen: int = 0

    @property
    def home(self) -> SourceId | CutId | None:
        """The source or the cut that was chosen; None for what is neither."""
        kinds: tuple[type[Id], ...] = (SourceId, CutId)
        for kind in kinds:
            try:
                return kind.parse(self.place)  # type: ignore[return-value]
            except ValueError:
                continue
        return None

    @property
    def format(self) -> Format | None:
        """The format that the file's name ends with."""
        return for_suffix(self.name)


class Kept(Struct, frozen=True):
    """A file between looking and taking, as the next form names it."""

    sha256: str
    seal: str


class Place(Struct, frozen=True):
    """A source or a cut that captions can be imported onto."""

    id: str
    name: str
    is_cut: bool


class Choice(Struct, frozen=True):
    """What can be chosen in the form."""

    places: tuple[Place, ...] = ()
    locales: tuple[str, ...] = ()


class Looked(Struct, frozen=True):
    """What became of a file. `refused`: strict reading does not take it, for these `problems`; `report`: what it
    changes, or changed, read in `mode`; `faults`: what somebody must decide, in English; `advice`: the same in the
    reader's language; `kept`: the file while it waits."""

    mode: Mode = "strict"
    refused: bool = False
    problems: tuple[FileProblem, ...] = ()
    faults: tuple[str, ...] = ()
    advice: tuple[str, ...] = ()
    report: Imported | None = None
    taken: bool = False
    kept: Kept | None = None

    @property
    def changes(self) -> bool:
        """Whether there is anything to import."""
        return self.report is not None and not self.report.applied


async def read_form(form: Any, store: Store, person: Person, secret: bytes, limit_bytes: int) -> Sent:
    """What came. A file that is larger than `limit_bytes` is as good as none: its reader refuses it by its size."""
    said = {name: value for name, value in form.items() if isinstance(value, str)}
    file = form.get("file")
    data, name = None, said.get("name", "")
    if isinstance(file, UploadFile) and file.filename:
        data, name = await file.read(limit_bytes + 1), file.filename
    elif said.get("sha256"):
        data = await found(store, person, Kept(said["sha256"], said.get("seal", "")), secret)
    return Sent(
        place=said.get("place", ""),
        locale=said.get("locale", "").strip(),
        kind=said.get("kind", "") if said.get("kind") in KINDS else "",
        name=name[-200:],
        data=data,
        act=TAKE if said.get("act") == TAKE else LOOK,
        mode="repair" if said.get("mode") == "repair" else "strict",
        seen=int(said["seen"]) if said.get("seen", "").isdecimal() else 0,
    )


async def keep(store: Store, person: Person, data: bytes, secret: bytes) -> Kept:
    """Keep a file until its sender decides."""
    kept = await store.keep_bytes(person.scope.organization, data)
    return Kept(kept.sha256.hex(), _seal(secret, person.id, kept.sha256))


async def found(store: Store, person: Person, kept: Kept, secret: bytes) -> bytes | None:
    """The file again; None for one that this person did not send, or that is gone."""
    try:
        sha256 = bytes.fromhex(kept.sha256)
    except ValueError:
        return None
    if not hmac.compare_digest(kept.seal, _seal(secret, person.id, sha256)):
        return None
    try:
        return await store.read_bytes(person.scope.organization, sha256)
    except BytesLost:
        return None


def _seal(secret: bytes, person: PersonId, sha256: bytes) -> str:
    return hmac.new(secret, b"caption file" + person.uuid.bytes + sha256, hashlib.sha256).hexdigest()
