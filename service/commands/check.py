"""`cutdown captions check`: caption files held to the rules of a locale."""

from __future__ import annotations

from pathlib import Path

import click
from msgspec.structs import replace

from service.commands.check_report import Checked, as_json, as_text, refused_json
from service.commands.files import FILE, FOLDER, MODE, Opened, Refused, opened, put
from service.commands.rates import RateOf
from service.rulebook.platforms import read_zones
from service.rulebook.problems import Unknown
from service.rulebook.profiles import HOUSE, profile_names
from service.rulebook.single import Single, read_single
from service.rulebook.timed_text import Aspect, Audience, Kind
from service.timedtext.fixes import ROUNDS, mend
from service.timedtext.model import Cue, Document
from service.timedtext.problems import Mode
from service.timedtext.timing import Rate


@click.command()
@click.argument("files", type=FILE, nargs=-1, required=True)
@click.option("--locale", required=True, help="The language of the files: fr-CA, zh-Hant-TW.")
@click.option("--kind", type=click.Choice(["subtitles", "captions"]), default="subtitles", show_default=True)
@click.option("--audience", type=click.Choice(["adult", "children"]), default="adult", show_default=True)
@click.option("--profile", type=click.Choice(profile_names()), default=HOUSE, show_default=True, help="Whose rules.")
@click.option("--aspect", type=click.Choice(["9:16", "4:5", "1:1", "16:9"]), help="The shape of the picture.")
@click.option("--platform", type=click.Choice(list(read_zones())), help="Whose buttons a placed cue keeps clear of.")
@click.option("--fps", "rate", type=RateOf(), default="24", show_default=True, help="Frames per second of the film.")
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
    clean = True
    for file in files:
        one = opened(file, mode)
        if isinstance(one, Refused):
            clean = False
            click.echo(refused_json(one) if in_json else str(one), err=not in_json)
            continue
        checked = _checked(one, held_to, rate, fix)
        clean = clean and checked.clean
        click.echo(as_json(checked, held_to, kind) if in_json else as_text(checked, held_to, kind))
    if not clean:
        raise SystemExit(1)


def _checked(one: Opened, held_to: Single, rate: Rate, fix: Path | None) -> Checked:
    if fix is not None and not one.format.writable:
        raise click.BadParameter(f"{one.file} is of a format that cannot be written", param_hint="--fix")
    cues = [replace(cue, id=str(number)) for number, cue in enumerate(one.document.cues, start=1)]
    mended = mend(cues, held_to.rules, rate=rate, rounds=ROUNDS if fix else 0)
    if fix is not None:
        name = f"captions{one.format.suffix}" if one.file == "-" else Path(one.file).name
        put(one.format.write(_with(mended.cues, one.document)), fix / name)
    return Checked(one, mended)


def _with(cues: list[Cue], document: Document) -> Document:
    """The document with these cues, which are numbered as its own."""
    places = [int(cue.id) - 1 for cue in cues]
    named = tuple(replace(cue, id=document.cues[at].id) for cue, at in zip(cues, places, strict=True))
    notes = tuple(replace(note, before=sum(at < note.before for at in places)) for note in document.notes)
    return replace(document, cues=named, lines=(), notes=notes)
