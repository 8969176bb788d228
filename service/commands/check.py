"""`cutdown captions check`: caption files held to the rules of a locale."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from operator import attrgetter
from pathlib import Path

import click
from msgspec.structs import replace

from service.commands.check_report import Checked, as_json, as_text, refused_json
from service.commands.files import FILE, FOLDER, MODE, Opened, Refused, opened, put
from service.commands.rates import RateOf
from service.rulebook.problems import Unknown
from service.rulebook.profiles import HOUSE, profile_names
from service.rulebook.safe_zones import read_zones
from service.rulebook.single import Single, read_single
from service.rulebook.timed_text import Aspect, Audience, Kind
from service.timedtext.fixes import ROUNDS, mend
from service.timedtext.model import Cue, Document
from service.timedtext.problems import Mode
from service.timedtext.timing import Rate

SAME_CUE_MS = 250  # between the beginnings of a cue and its translation


@click.command()
@click.argument("files", type=FILE, nargs=-1, required=True)
@click.option("--locale", required=True, help="The language of the files: fr-CA, zh-Hant-TW.")
@click.option("--kind", type=click.Choice(["subtitles", "captions"]), default="subtitles", show_default=True)
@click.option("--audience", type=click.Choice(["adult", "children"]), default="adult", show_default=True)
@click.option("--profile", type=click.Choice(profile_names()), default=HOUSE, show_default=True, help="Whose rules.")
@click.option("--aspect", type=click.Choice(["9:16", "4:5", "1:1", "16:9"]), help="The shape of the picture.")
@click.option("--platform", type=click.Choice(list(read_zones())), help="Whose buttons a placed cue keeps clear of.")
@click.option("--fps", "rate", type=RateOf(), default="24", show_default=True, help="Frames per second of the film.")
@click.option("--source", type=FILE, help="The file that was translated: texts that are still its own are told.")
@MODE
@click.option("--json", "in_json", is_flag=True, help="One JSON object for each file, each on its line.")
@click.option("--fix", type=FOLDER, help="Write what can be mended safely here.")
def command(
    files: tuple[Path, ...],
    locale: str,
    kind: Kind,
    audience: Audience,
    profile: str,
    aspect: Aspect | None,
    platform: str | None,
    rate: Rate,
    source: Path | None,
    mode: Mode,
    in_json: bool,
    fix: Path | None,
) -> None:
    """Hold caption files to the rules of a language.

    Every finding names the cue, its time, the rule, what was measured and the limit, and a fix where there is one. With
    --fix, the fixes that nobody needs to look at are made and the files written into a folder, under their names and in
    their formats; what is reported is then what is left.

    \b
    cutdown captions check spot.fr.vtt --locale fr-CA
    cutdown captions check *.srt --locale ja-JP --kind captions --profile netflix --fps 23.976 --json
    cutdown captions check reel.vtt --locale de-DE --aspect 9:16 --platform tiktok --fix mended

    Exit 0 when nothing worse than a warning was found, 1 when a file was refused or has an error, 2 for wrong usage.
    """
    try:
        held_to = read_single(locale, kind, audience, profile, aspect, platform)
    except Unknown as error:
        raise click.BadParameter(str(error), param_hint="--locale") from None
    if fix is not None:
        _names_apart(files, fix)
    original = opened(source, mode) if source else None
    if isinstance(original, Refused):
        raise click.ClickException(str(original))
    clean = True
    for file in files:
        one = opened(file, mode)
        if isinstance(one, Refused):
            clean = False
            click.echo(refused_json(one) if in_json else str(one), err=not in_json)
            continue
        checked = _checked(one, held_to, rate, original, fix)
        clean = clean and checked.clean
        click.echo(as_json(checked, held_to, kind) if in_json else as_text(checked, held_to, kind))
    if not clean:
        raise SystemExit(1)


def _names_apart(files: Sequence[Path], fix: Path) -> None:
    """Mended files overwrite neither each other nor what they were read from; else wrong usage."""
    targets = [(fix / file.name).resolve() for file in files]
    if len(set(targets)) < len(targets):
        raise click.UsageError("two files of one name cannot be mended into one folder; mend them apart")
    over = next((file for file, target in zip(files, targets, strict=True) if file.resolve() == target), None)
    if over is not None:
        raise click.UsageError(f"{over} would be written over; name another folder with --fix")


def _checked(one: Opened, held_to: Single, rate: Rate, source: Opened | None, fix: Path | None) -> Checked:
    if fix is not None and not one.format.writable:
        raise click.BadParameter(f"{one.file} is of a format that cannot be written", param_hint="--fix")
    cues = [replace(cue, id=str(number)) for number, cue in enumerate(one.document.cues, start=1)]
    sources = _sources(cues, source.document.cues) if source else None
    mended = mend(cues, held_to.rules, sources=sources, rate=rate, rounds=ROUNDS if fix else 0)
    if fix is not None:
        name = f"captions{one.format.suffix}" if one.file == "-" else Path(one.file).name
        put(one.format.write(_with(mended.cues, one.document)), fix / name)
    return Checked(one, mended)


def _sources(cues: Sequence[Cue], sources: Sequence[Cue]) -> dict[str, str]:
    """What each cue translates: the text of the source's cue that begins nearest, if it is near enough."""
    in_time = sorted(sources, key=attrgetter("begin_ms"))
    begins = [cue.begin_ms for cue in in_time]
    found = {}
    for cue in cues:
        at = bisect_left(begins, cue.begin_ms)
        near = min(in_time[max(0, at - 1) : at + 1], key=lambda one: abs(one.begin_ms - cue.begin_ms), default=None)
        if near is not None and abs(near.begin_ms - cue.begin_ms) <= SAME_CUE_MS:
            found[cue.id] = near.text
    return found


def _with(cues: list[Cue], document: Document) -> Document:
    """The document with these cues, which are numbered as its own."""
    places = [int(cue.id) - 1 for cue in cues]
    named = tuple(replace(cue, id=document.cues[at].id) for cue, at in zip(cues, places, strict=True))
    notes = tuple(replace(note, before=sum(at < note.before for at in places)) for note in document.notes)
    return replace(document, cues=named, lines=(), notes=notes)
