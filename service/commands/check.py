"""`cutdown captions check`: caption files held to the rules of a locale."""

from __future__ import annotations

from pathlib import Path

import click
import msgspec

from service.commands.check_report import Checked, as_json, as_text
from service.rulebook.platforms import read_zones
from service.rulebook.problems import Unknown
from service.rulebook.profiles import HOUSE, profile_names
from service.rulebook.single import Single, read_single
from service.rulebook.timed_text import Aspect, Audience, Kind
from service.timedtext.fixes import mend
from service.timedtext.formats import FORMATS, Format, for_suffix
from service.timedtext.model import Cue, Document
from service.timedtext.problems import Mode, Unreadable
from service.timedtext.timing import Rate

SUFFIXES = ", ".join(format.suffix for format in FORMATS.values() if format.readable)


class Rates(click.ParamType[Rate]):
    """A frame rate: 25, 23.976, 24000/1001."""

    name = "rate"
    _NAMED = {"23.976": Rate(24000, 1001), "23.98": Rate(24000, 1001), "29.97": Rate(30000, 1001)} | {
        "59.94": Rate(60000, 1001)
    }

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> Rate:
        text = str(value)
        num, _, den = text.partition("/")
        try:
            return self._NAMED.get(text) or Rate(int(num), int(den or 1))
        except ValueError:
            self.fail(f"{text} is no frame rate; write 25, 23.976 or 24000/1001", param, ctx)


@click.command()
@click.argument("files", type=click.Path(exists=True, dir_okay=False, path_type=Path), nargs=-1, required=True)
@click.option("--locale", required=True, help="The language of the files: fr-CA, zh-Hant-TW.")
@click.option("--kind", type=click.Choice(["subtitles", "captions"]), default="subtitles", show_default=True)
@click.option("--audience", type=click.Choice(["adult", "children"]), default="adult", show_default=True)
@click.option("--profile", type=click.Choice(profile_names()), default=HOUSE, show_default=True, help="Whose rules.")
@click.option("--aspect", type=click.Choice(["9:16", "4:5", "1:1", "16:9"]), help="The shape of the picture.")
@click.option("--platform", type=click.Choice(list(read_zones())), help="Whose buttons a placed cue keeps clear of.")
@click.option("--fps", "rate", type=Rates(), default="24", show_default=True, help="Frames per second of the film.")
@click.option("--mode", type=click.Choice(["strict", "repair"]), default="strict", show_default=True)
@click.option("--json", "in_json", is_flag=True, help="One JSON object for each file, each on its line.")
@click.option("--fix", type=click.Path(file_okay=False, path_type=Path), help="Write what can be mended safely here.")
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
        checked = _checked(file, held_to, rate, mode, fix)
        clean = clean and checked.clean
        if in_json:
            click.echo(as_json(checked, held_to, kind))
        else:
            click.echo(as_text(checked, held_to, kind), err=checked.refusal is not None)
    if not clean:
        raise SystemExit(1)


def _checked(file: Path, held_to: Single, rate: Rate, mode: Mode, fix: Path | None) -> Checked:
    format = for_suffix(file.name)
    if format is None or not format.readable:
        raise click.BadParameter(f"{file.name} is of no format that can be read: {SUFFIXES}", param_hint="FILES")
    if fix is not None and not format.writable:
        raise click.BadParameter(f"{file.name} is of a format that cannot be written", param_hint="--fix")
    try:
        document = format.read(file.read_bytes(), mode)
    except Unreadable as refusal:
        return Checked(file, format, refusal=refusal)
    numbered = [msgspec.structs.replace(cue, id=str(number)) for number, cue in enumerate(document.cues, start=1)]
    mended = mend(numbered, held_to.rules, rate=rate, rounds=8 if fix else 0)
    if fix is not None:
        _write(mended.cues, document, format, fix / file.name)
    return Checked(file, format, document, mended)


def _write(cues: list[Cue], document: Document, format: Format, path: Path) -> None:
    """The document with these cues, which are numbered as its own."""
    places = [int(cue.id) - 1 for cue in cues]
    named = tuple(msgspec.structs.replace(cue, id=document.cues[at].id) for cue, at in zip(cues, places, strict=True))
    notes = tuple(
        msgspec.structs.replace(note, before=sum(at < note.before for at in places)) for note in document.notes
    )
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(format.write(msgspec.structs.replace(document, cues=named, lines=(), notes=notes)))
