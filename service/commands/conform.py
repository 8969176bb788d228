"""`cutdown captions conform`: a caption file on the time of a cut."""

from __future__ import annotations

import sys
from pathlib import Path

import click
import msgspec

from service.commands.rates import RateOf
from service.timedtext.conforming import InCut, NotTheSource, conform_document, source_in
from service.timedtext.edits.forms import FORMS, Form, for_suffix
from service.timedtext.edits.model import EditList
from service.timedtext.formats import FORMATS, take
from service.timedtext.formats import for_suffix as format_of
from service.timedtext.losses import losses
from service.timedtext.problems import LEFT_OUT, Mode, Unreadable
from service.timedtext.remains import Remains
from service.timedtext.timecode import NoTimeCode
from service.timedtext.timing import Rate

WRITABLE = [name for name, format in FORMATS.items() if format.writable]
SUFFIXES = ", ".join(form.suffix for form in FORMS.values())


NEW_FILE = click.Path(dir_okay=False, path_type=Path)
FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.command()
@click.argument("file", type=FILE)
@click.option("--cut", required=True, type=FILE, help=f"The edit list of the cut: {SUFFIXES}.")
@click.option("--to", required=True, type=click.Choice(WRITABLE), help="The format to write.")
@click.option("--out", type=click.Path(file_okay=False, path_type=Path), help="Write into this folder, not to stdout.")
@click.option(
    "--report", type=click.Path(dir_okay=False, path_type=Path), help="Write what became of every cue (JSON)."
)
@click.option("--source", help="What the list calls the film that FILE belongs to. Without: FILE's own name.")
@click.option(
    "--start", help="Time code of that film's first frame, such as 01:00:00:00. Without: what the list knows."
)
@click.option("--rate", type=RateOf(), help="Frames per second of the cut. An EDL does not say it.")
@click.option(
    "--remains",
    type=click.Choice(["keep", "merge", "drop"]),
    default="merge",
    show_default=True,
    help="Pieces that a cut leaves: join those that touch and drop what is too short, only drop, or keep all.",
)
@click.option("--divide", is_flag=True, help="Give each piece of a cue its share of the words, not all of them.")
@click.option("--mode", type=click.Choice(["strict", "repair"]), default="strict", show_default=True)
def command(
    file: Path,
    cut: Path,
    to: str,
    out: Path | None,
    report: Path | None,
    source: str | None,
    start: str | None,
    rate: Rate | None,
    remains: Remains,
    divide: bool,
    mode: Mode,
) -> None:
    """Put the captions of a film on the time of a cut of it.

    FILE has the captions of the whole film. The edit list says which stretches of the film make the cut: a CMX 3600 EDL
    (which needs --rate), an OpenTimelineIO timeline, or the JSON that GET /v1/cuts/{id} answers. Cues of stretches that
    are not in the cut are dropped, others move; speeds, drop frame and dissolves (cut at their middle) are accounted
    for, every time is exact and rounded once.

    \b
    cutdown captions conform master.vtt --cut 15s.otio --to vtt > 15s.vtt
    cutdown captions conform master.srt --cut 15s.edl --rate 25 --start 10:00:00:00 --to srt --out cuts

    Exit 0 when it was written, 1 when FILE or the list was refused (line and reason on stderr), 2 for wrong usage.
    """
    form, format = for_suffix(cut.name), format_of(file.name)
    if form is None:
        raise click.BadParameter(f"the name of an edit list ends with {SUFFIXES}", param_hint="--cut")
    if format is None or not format.readable:
        raise click.BadParameter(f"{file.name} is of no format that can be read", param_hint="FILE")
    if form.suffix == ".edl" and rate is None:
        raise click.UsageError("an EDL does not say its frame rate; add --rate, such as --rate 25 or --rate 29.97")
    edit_list = _list(cut, form, rate)
    try:
        document = take(format, file.read_bytes(), mode)
    except Unreadable as refusal:
        raise _refused(file, refusal) from None
    try:
        named = source_in(edit_list, source, file.name)
        found = conform_document(document, edit_list, named, start=start, remains=remains, divide=divide)
    except Unreadable as refusal:
        raise _refused(cut, refusal) from None
    except NotTheSource as error:
        raise click.BadParameter(str(error), param_hint="--source") from None
    except NoTimeCode as error:
        raise click.BadParameter(str(error), param_hint="--start") from None
    _say(found, edit_list, cut, start)
    _write(found, to, file, out)
    if report is not None:
        report.write_bytes(_report(found, edit_list, file, cut, to))


def _list(cut: Path, form: Form, rate: Rate | None) -> EditList:
    try:
        return form.read(cut.read_bytes(), rate)
    except Unreadable as refusal:
        raise _refused(cut, refusal) from None


def _refused(path: Path, refusal: Unreadable) -> click.ClickException:
    """Every line that is wrong, in the way compilers name them; exit code 1."""
    lines = [(one.line, one.detail) for one in refusal.problems] or [(refusal.line, refusal.reason)]
    return click.ClickException("\n".join(f"{path}:{line}: {detail}" for line, detail in lines))


def _say(found: InCut, edit_list: EditList, cut: Path, start: str | None) -> None:
    """What a person must know who sees no report."""
    for problem in edit_list.problems:
        click.echo(f"{cut}:{problem.line}: {problem.detail}", err=True)
    counts = ", ".join(f"{count} {how}" for how, count in found.counts().items() if count)
    click.echo(f"{counts or 'no cues'}", err=True)
    if found.outcomes and not found.document.cues and start is None:
        click.echo("Nothing is in the cut. Does the film begin at another time code? Say which with --start.", err=True)


def _write(found: InCut, to: str, file: Path, out: Path | None) -> None:
    data = FORMATS[to].write(found.document)
    if out is None:
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
        return
    out.mkdir(parents=True, exist_ok=True)
    (out / f"{file.stem}{FORMATS[to].suffix}").write_bytes(data)


def _report(found: InCut, edit_list: EditList, file: Path, cut: Path, to: str) -> bytes:
    left_out = [one for one in edit_list.problems if one.code == LEFT_OUT]
    said = {
        "file": str(file),
        "cut": str(cut),
        "format": to,
        "rate": str(edit_list.rate),
        "source": found.source,
        "counts": found.counts(),
        "cues": found.outcomes,
        "list": [one for one in edit_list.problems if one not in left_out],
        "left_out": left_out,
        "losses": losses(found.document, FORMATS[to].carries),
    }
    return msgspec.json.format(msgspec.json.encode(said), indent=2) + b"\n"
