"""`cutdown captions conform`: a caption file on the time of a cut."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import NoReturn

import click
import msgspec

from service.commands.files import FILE, FOLDER, MODE, NEW_FILE, WRITABLE, Opened, Refused, opened, put, told
from service.commands.rates import RateOf
from service.timedtext import interchange
from service.timedtext.conforming import InCut, NotTheSource, conform_document, source_in
from service.timedtext.edits.forms import FORMS, Form, for_suffix
from service.timedtext.edits.model import EditList
from service.timedtext.formats import FORMATS, Format
from service.timedtext.losses import losses
from service.timedtext.model import in_time
from service.timedtext.problems import LEFT_OUT, Mode, Unreadable
from service.timedtext.remains import Remains
from service.timedtext.timecode import NoTimeCode
from service.timedtext.timing import Rate

SUFFIXES = ", ".join(form.suffix for form in FORMS.values())
LIST = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.command()
@click.argument("file", type=FILE)
@click.option("--cut", required=True, type=LIST, help=f"The edit list of the cut: {SUFFIXES}.")
@click.option("--to", required=True, type=click.Choice(WRITABLE), help="The format to write.")
@click.option("--out", type=FOLDER, help="Write into this folder, under the same name. Without: to standard output.")
@click.option("--report", type=NEW_FILE, help="Write what became of every cue (JSON).")
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
@MODE
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
    form = for_suffix(cut.name)
    if form is None:
        raise click.BadParameter(f"the name of an edit list ends with {SUFFIXES}", param_hint="--cut")
    if form.suffix == ".edl" and rate is None:
        raise click.UsageError("an EDL does not say its frame rate; add --rate, such as --rate 25 or --rate 29.97")
    target = FORMATS[to]
    written = out / f"{'captions' if str(file) == '-' else file.stem}{target.suffix}" if out is not None else None
    if written is not None and written.resolve() == file.resolve():
        raise click.UsageError(f"{file} would be written over; name another folder with --out")
    edit_list = _list(cut, form, rate)
    one = opened(file, mode)
    if isinstance(one, Refused):
        click.echo(str(one), err=True)
        sys.exit(1)
    try:
        named = source_in(edit_list, source, file.name)
        document = in_time(one.document)
        found = conform_document(document, edit_list, named, start=start, remains=remains, divide=divide)
    except Unreadable as refusal:
        _refuse(cut, refusal)
    except NotTheSource as error:
        raise click.BadParameter(str(error), param_hint="--source") from None
    except NoTimeCode as error:
        raise click.BadParameter(str(error), param_hint="--start") from None
    _say(one, found, edit_list, cut, start)
    if to == "json":
        put(interchange.written(found.document, str(file), one.format.name), written)
    else:
        put(target.write(found.document), written)
    if report is not None:
        put(_report(found, edit_list, file, cut, target), report)


def _list(cut: Path, form: Form, rate: Rate | None) -> EditList:
    try:
        return form.read(cut.read_bytes(), rate)
    except Unreadable as refusal:
        _refuse(cut, refusal)


def _refuse(cut: Path, refusal: Unreadable) -> NoReturn:
    """Say every line of the list that is wrong, and go."""
    places = [(one.line, one.detail) for one in refusal.problems] or [(refusal.line, refusal.reason)]
    click.echo(str(Refused(str(cut), places)), err=True)
    sys.exit(1)


def _say(one: Opened, found: InCut, edit_list: EditList, cut: Path, start: str | None) -> None:
    """What a person must know who sees no report."""
    if one.document.problems:
        click.echo(told(one), err=True)
    for problem in edit_list.problems:
        click.echo(f"{cut}:{problem.line}: {problem.detail}", err=True)
    counts = ", ".join(f"{count} {how}" for how, count in found.counts().items() if count)
    click.echo(f"{counts or 'no cues'}", err=True)
    if found.outcomes and not found.document.cues and start is None:
        click.echo("Nothing is in the cut. Does the film begin at another time code? Say which with --start.", err=True)


def _report(found: InCut, edit_list: EditList, file: Path, cut: Path, target: Format) -> bytes:
    left_out = [one for one in edit_list.problems if one.code == LEFT_OUT]
    said = {
        "file": str(file),
        "cut": str(cut),
        "format": target.name,
        "rate": str(edit_list.rate),
        "source": found.source,
        "counts": found.counts(),
        "cues": found.outcomes,
        "list": [one for one in edit_list.problems if one not in left_out],
        "left_out": left_out,
        "losses": losses(found.document, target.carries),
    }
    return msgspec.json.format(msgspec.json.encode(said), indent=2) + b"\n"
