"""`cutdown captions layout`: a caption file broken into lines anew, as a locale and the shape of a picture want it."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import click
from msgspec.structs import replace

from service.commands.files import FILE, FOLDER, MODE, WRITABLE, Opened, Refused, opened, put, told
from service.commands.rates import RateOf
from service.rulebook.breaking import words_of
from service.rulebook.problems import Unknown
from service.rulebook.profiles import HOUSE, profile_names
from service.rulebook.single import Single, read_single
from service.rulebook.timed_text import Aspect, Kind
from service.timedtext import interchange
from service.timedtext.breaking import Words
from service.timedtext.counting import length
from service.timedtext.cue_layout import lay_out_cue
from service.timedtext.cuetext import stamp
from service.timedtext.directions import direct
from service.timedtext.formats import FORMATS, written
from service.timedtext.layout import holds
from service.timedtext.model import Cue, Document, in_time
from service.timedtext.pacing import pace
from service.timedtext.problems import Mode
from service.timedtext.readability import Change, merge_short, split_long
from service.timedtext.rules import Limits
from service.timedtext.timing import Rate


@click.command()
@click.argument("file", type=FILE)
@click.option("--locale", required=True, help="The language of the file: fr-CA, zh-Hant-TW.")
@click.option("--to", required=True, type=click.Choice(WRITABLE), help="The format to write.")
@click.option("--aspect", type=click.Choice(["9:16", "4:5", "1:1", "16:9"]), help="The shape of the picture.")
@click.option("--kind", type=click.Choice(["subtitles", "captions"]), default="subtitles", show_default=True)
@click.option("--profile", type=click.Choice(profile_names()), default=HOUSE, show_default=True, help="Whose rules.")
@click.option("--split", is_flag=True, help="Split cues that are too long or last too long.")
@click.option("--merge", is_flag=True, help="Join cues that are too short to a neighbour that they belong to.")
@click.option("--pace", "paced", is_flag=True, help="Move the ends of cues: least duration, gaps, none that flickers.")
@click.option("--fps", "rate", type=RateOf(), default="24", show_default=True, help="Frames per second, for --pace.")
@click.option("--out", type=FOLDER, help="Write into this folder, under the same name. Without: to standard output.")
@MODE
def command(
    file: Path,
    locale: str,
    to: str,
    aspect: Aspect | None,
    kind: Kind,
    profile: str,
    split: bool,
    merge: bool,
    paced: bool,
    rate: Rate,
    out: Path | None,
    mode: Mode,
) -> None:
    """Break every cue of a caption file into lines anew.

    Lines are as long as the locale, the profile and the shape of the picture allow, and end where a reader would pause:
    after a sign, before a conjunction, never inside a name or between a number and its unit. Lines of different
    speakers stay apart; markup stays where it was. Cues and their times stay as they are, unless --split, --merge or
    --pace ask for more. What could not be made to fit goes to standard error, cue by cue.

    \b
    cutdown captions layout spot.de.srt --locale de-DE --to vtt > spot.de.vtt
    cutdown captions layout spot.ja.vtt --locale ja-JP --aspect 9:16 --to vtt --split --out vertical

    Exit 0 when it was written, 1 when FILE was refused (line and reason on stderr), 2 for wrong usage.
    """
    try:
        held_to = read_single(locale, kind, profile=profile, aspect=aspect)
    except Unknown as error:
        raise click.BadParameter(str(error), param_hint="--locale") from None
    one = opened(file, mode)
    if isinstance(one, Refused):
        click.echo(str(one), err=True)
        sys.exit(1)
    words = words_of(held_to.language.tag)
    document, changes = _laid_out(one.document, held_to, words, split=split, merge=merge, rate=rate if paced else None)
    put(_written(document, held_to, to, one, aspect), out and out / f"{file.stem}{FORMATS[to].suffix}")
    for said in (told(one), *_changed(changes, one), *_unfit(document, held_to.rules.limits, one)):
        if said:
            click.echo(said, err=True)


def _laid_out(
    document: Document, held_to: Single, words: Words, *, split: bool, merge: bool, rate: Rate | None
) -> tuple[Document, list[Change]]:
    """The document in lines, and what was done to its cues beside."""
    rules = held_to.rules
    if merge or rate:
        document = in_time(document)
    cues, changes = list(document.cues), []
    if merge:
        cues, done = merge_short(cues, rules, words)
        changes += done
    if split:
        cues, done = split_long(cues, rules, words)
        changes += done
    cues = [lay_out_cue(cue, rules.limits, words) for cue in cues]
    if rate:
        cues, done = pace(cues, rules, rate)
        changes += done
    return _with_cues(document, cues, held_to.language.tag), changes


def _with_cues(document: Document, cues: list[Cue], language: str) -> Document:
    """The document with these cues; a note stands before the first cue that begins no earlier than its own did."""
    if len(cues) == len(document.cues):
        return replace(document, cues=tuple(cues), language=language)
    notes = tuple(replace(note, before=_place(document.cues, note.before, cues)) for note in document.notes)
    return replace(document, cues=tuple(cues), lines=(), notes=notes, language=language)


def _place(before: Sequence[Cue], at: int, after: Sequence[Cue]) -> int:
    if at >= len(before):
        return len(after)
    return next((number for number, cue in enumerate(after) if cue.begin_ms >= before[at].begin_ms), len(after))


def _written(document: Document, held_to: Single, to: str, one: Opened, aspect: Aspect | None) -> bytes:
    directed = direct(document, held_to.language.direction, to)
    if to == "json":
        return interchange.written(directed, one.file, one.format.name)
    return written(FORMATS[to], directed, aspect)


def _changed(changes: Sequence[Change], one: Opened) -> Iterator[str]:
    for change in changes:
        if change.how in ("split", "merged", "left"):
            yield f"{one.file}: cue {change.index + 1}: {change.how}: {change.says}"


def _unfit(document: Document, limits: Limits, one: Opened) -> Iterator[str]:
    """Cues that are not within the limits, however they are broken."""
    for number, cue in enumerate(document.cues, start=1):
        if not holds(cue.text, limits):
            lines = cue.text.split("\n")
            longest = max(length(line, limits.counting) for line in lines)
            yield (
                f"{one.file}: cue {number} ({stamp(cue.begin_ms)}): {len(lines)} lines, the longest of {longest:g}; "
                f"at most {limits.lines} of {limits.chars_per_line}. Shorten it, or try --split."
            )
