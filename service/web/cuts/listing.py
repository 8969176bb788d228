"""An edit list file on a form: the file itself, kept between looking and taking; and what the names in it mean."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from litestar.datastructures import UploadFile
from msgspec import Struct

from schemas.ids import SourceId
from service.assets.store import Store
from service.identity import Person
from service.timedtext.edits.forms import FORMS, Form, for_suffix
from service.timedtext.edits.model import MOST_BYTES, EditList, plain_name
from service.videos.edit_import import Naming
from service.videos.model import SourceFacts
from service.web.upload_form import Kept, found, keep

FORM_BYTES = MOST_BYTES + (1 << 20)
ENDINGS = ",".join(form.suffix for form in FORMS.values())


class Named(Struct, frozen=True):
    """What the list calls a source, and the source that it means as far as that is known."""

    name: str
    source: str


class Brought(Struct, frozen=True):
    """An edit list file as it came. `data` is None where none did, `form` where its ending is none that is read."""

    name: str = ""
    data: bytes | None = None
    form: Form | None = None
    naming: Naming = Naming({}, {})
    start: str = ""
    kept: Kept | None = None


async def bring(form: Any, store: Store, person: Person, secret: bytes) -> Brought:
    """The file of a form, fresh or kept before, and what the form says of its names."""
    said = {name: value.strip() for name, value in form.items() if isinstance(value, str)}
    file = form.get("file")
    data, name, kept = None, said.get("file_name", ""), None
    if isinstance(file, UploadFile) and file.filename:
        data, name = await file.read(MOST_BYTES + 1), file.filename
        kept = await keep(store, person, data, secret)
    elif said.get("sha256"):
        kept = Kept(said["sha256"], said.get("seal", ""))
        data = await found(store, person, kept, secret)
    start = said.get("start", "")
    return Brought(
        name[-200:], data, for_suffix(name), naming_of(said, start), start, kept if data is not None else None
    )


def naming_of(said: Mapping[str, str], start: str) -> Naming:
    """What the fields `name.0`, `is.0` … say: which source a name means."""
    meant: dict[str, SourceId] = {}
    for field, name in said.items():
        number = field.removeprefix("name.")
        if number == field:
            continue
        try:
            meant[plain_name(name)] = SourceId.parse(said.get(f"is.{number}", ""))
        except ValueError:
            continue
    return Naming(meant, {"": start} if start else {})


def names_in(edit_list: EditList, sources: Sequence[SourceFacts], naming: Naming) -> list[Named]:
    """Every name in the list, with the source that it means as far as that is known."""
    found_names = []
    for names in edit_list.sources():
        plain = [plain_name(name) for name in names]
        told = next((naming.sources[name] for name in plain if name in naming.sources), None)
        like = [one.id for one in sources if plain_name(one.name) in plain]
        means = told or (like[0] if len(like) == 1 else None)
        found_names.append(Named(names[0], str(means) if means else ""))
    return found_names
