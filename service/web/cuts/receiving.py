"""A film comes with a form: as a file of the form where no script runs, else as an upload that was sent before."""

from __future__ import annotations

from collections.abc import AsyncIterator

from litestar.datastructures import UploadFile
from msgspec import Struct

from schemas.ids import UploadId
from service.assets import uploading
from service.assets.model import Kept
from service.assets.store import Store
from service.db.pool import Database
from service.exchange import ApiRequest
from service.identity import Person
from service.problems import Fault, Invalid, Missing
from service.settings import Settings

FORM_BYTES = 256 << 20  # of a form with its file; larger films come as uploads
_PIECE = 1 << 20


class Came(Struct, frozen=True):
    """What a form brings: its text fields, and the file or the upload."""

    fields: dict[str, str] = {}
    file: UploadFile | None = None
    upload: str = ""

    @property
    def file_name(self) -> str:
        """What the file is called; empty where none was chosen."""
        return self.file.filename if self.file else self.fields.get("file_name", "")

    @property
    def empty(self) -> bool:
        """Whether nothing was chosen."""
        return self.file is None and not self.upload


async def read(request: ApiRequest) -> Came:
    """The form that a request brings."""
    form = await request.form()
    texts = {name: value.strip() for name, value in form.multi_items() if isinstance(value, str)}
    file = form.get("file")
    chosen = file if isinstance(file, UploadFile) and file.filename else None
    return Came(texts, chosen, texts.get("upload", ""))


async def keep(db: Database, store: Store, settings: Settings, person: Person, came: Came) -> Kept:
    """The bytes of it in the storage. Raises Missing where there are none, or what the upload has against it."""
    if came.upload:
        try:
            upload = UploadId.parse(came.upload)
        except ValueError:
            raise Missing from None
        async with db.reading(person.scope) as tx:
            return await uploading.use(tx, person, upload)
    if came.file is None:
        raise Invalid(Fault("/file", "missing", "choose a film"))
    limit = min(settings.upload_limit_bytes, FORM_BYTES)
    return await store.keep(person.scope.organization, _pieces(came.file), limit)


async def _pieces(file: UploadFile) -> AsyncIterator[bytes]:
    while piece := await file.read(_PIECE):
        yield piece
