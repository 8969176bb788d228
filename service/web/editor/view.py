"""A sheet as its page shows it: rows, counts and the one thing to do next. Pure."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from msgspec import Struct

from service.captions.records_sheets import SheetTrack
from service.captions.sheets import Line, Sheet
from service.web.difference import Piece, difference
from service.web.editor.words import Finding, Teller, clock, finding, row_state
from service.web.words import Language, direction

UNTOLD = "untranslated"  # the row says this by itself
MANY = 300  # lines; of more, only the open one brings its findings along, and the module asks for those of others


class Row(Struct, frozen=True):
    """One cue. `seen` is the revision of its text, `timing` that of its time; `shown` says whether the filter keeps
    it. `speed` is empty while there is no text; `has_errors` besides a text that is missing."""

    key: str
    track: str
    number: int
    begin_ms: int
    end_ms: int
    begin: str
    end: str
    seconds: str
    source: str
    source_tag: str
    text: str
    is_missing: bool
    is_machine: bool
    speed: str
    is_fast: bool
    symbol: str
    word: str
    seen: int
    timing: int
    has_errors: bool
    findings: tuple[Finding, ...]
    changed: tuple[Piece, ...]
    only_here: str
    pieces: int
    by: str
    segment: str


class View(Struct, frozen=True):
    """A sheet as a page. `counts` are by filter; `now` is the current row's key; `lean`: closed rows come
    without their findings."""

    sheet: Sheet
    rows: list[Row]
    counts: dict[str, int]
    show: str
    direction: str
    speed_limit: str
    errors: int
    warnings: int
    status: str
    now: str = ""
    lean: bool = False

    @property
    def current(self) -> Row | None:
        """The row that is open."""
        return next((row for row in self.rows if row.key == self.now), None)

    @property
    def can_time(self) -> bool:
        """Whether times are set here: on the master, in its own language."""
        return self.sheet.cut is None and self.sheet.main.is_source

    @property
    def revision(self) -> int:
        """Of the main track: what is approved is what was seen."""
        return self.sheet.main.revision


def view(language: Language, sheet: Sheet, show: str = "all", now: str = "", only: str = "") -> View:
    """The page of a sheet. `show` is a filter, `now` the key or the number of the current cue; with `only`, the key of
    a cue, no other row is made, whatever the filter."""
    lines, kept_by = sheet.lines, KEPT.get(show, KEPT["all"])
    kept = [line for line in lines if (str(line.cue.id) == only if only else kept_by(line))]
    teller, few = Teller(language, sheet), len(kept) <= MANY
    key = next((str(line.cue.id) for line in lines if now and now in (str(line.cue.id), str(line.number))), "")
    rows = [row(teller, line, told=few or str(line.cue.id) == key) for line in kept]
    counts = {name: sum(map(KEPT[name], lines)) for name in FILTERS}
    found = [one for one in sheet.findings if one.rule != UNTOLD]
    errors = sum(one.severity == "error" for one in found)
    return View(
        sheet,
        rows,
        counts,
        show if show in FILTERS else "all",
        direction(sheet.locale),
        language.number(round(sheet.speed_limit, 1)) if sheet.speed_limit < 1000 else "",
        errors,
        len(found) - errors,
        status(sheet.tracks),
        key,
        not few,
    )


def row(teller: Teller, line: Line, *, told: bool = True) -> Row:
    """One cue as its row; with its findings, if they are to be told."""
    cue = line.cue
    symbol, word = row_state(teller, line)
    changed = difference(cue.translated_from, cue.source_text) if cue.translated_from and not cue.fresh else []
    return Row(
        str(cue.id),
        str(line.track.track_id or ""),
        line.number,
        line.begin_ms,
        line.end_ms,
        clock(line.begin_ms),
        clock(line.end_ms),
        f"{(line.end_ms - line.begin_ms) / 1000:.2f}",
        cue.source_text,
        line.track.origin_locale,
        cue.text or "",
        cue.text is None,
        cue.origin == "machine",
        f"{line.speed:.1f}" if cue.text else "",
        line.speed > teller.sheet.speed_limit,
        symbol,
        word,
        cue.revision,
        cue.timing_revision,
        symbol == "bad",
        tuple(finding(teller, one, line) for one in line.findings if one.rule != UNTOLD) if told else (),
        tuple(changed),
        line.shown_text or "",
        line.pieces,
        cue.by_name or "",
        str(line.segment_id or ""),
    )


def status(tracks: Sequence[SheetTrack]) -> str:
    """The state that all tracks of a sheet share: that of the one which is least far."""
    order = ("missing", "draft", "in_review", "approved")
    return min((one.status for one in tracks), key=order.index)


def _has_error(line: Line) -> bool:
    return any(one.severity == "error" and one.rule != UNTOLD for one in line.findings)


KEPT: dict[str, Callable[[Line], bool]] = {
    "all": lambda line: True,
    "unapproved": lambda line: line.state != "approved",
    "errors": _has_error,
    "stale": lambda line: line.state == "stale",
    "untranslated": lambda line: line.state == "missing",
}
FILTERS = tuple(KEPT)
