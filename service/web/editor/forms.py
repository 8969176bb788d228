"""A form of the editor as it was sent."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct

from schemas.ids import CueId
from service.exchange import ApiRequest
from service.problems import Fault, Invalid
from service.web.editor.place import Place, cue_id


class Act(Struct, frozen=True):
    """What is asked for, of which cue, and where."""

    request: ApiRequest
    place: Place
    form: Mapping[str, str]

    @property
    def name(self) -> str:
        """What it asks for."""
        return self.form.get("act", "save")

    @property
    def cue(self) -> CueId | None:
        """The cue that it is about."""
        return cue_id(self.form.get("cue"))

    @property
    def text(self) -> str:
        """What shall stand there, with line ends as texts are stored."""
        return (self.form.get("fixed") or self.form.get("text", "")).replace("\r\n", "\n")

    def number(self, name: str) -> int:
        """The revision that was seen; Invalid for a form of another page."""
        return number(self.form.get(name, ""))

    def known(self, name: str) -> int | None:
        """The same; None where the form says nothing of it."""
        return self.number(name) if self.form.get(name) else None


def number(text: str) -> int:
    """A revision or a time that a form carries; Invalid for anything else."""
    if not text.isdecimal() or len(text) > 9:
        raise Invalid(Fault("", "number", f"{text[:20]!r} is no number"))
    return int(text)
