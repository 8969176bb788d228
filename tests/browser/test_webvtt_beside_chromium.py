"""Our WebVTT parser beside that of a browser: the same cues of hundreds of files put together from hostile pieces.

Where Chromium differs from the standard, the standard stands: `lineAlign` and `positionAlign` are not there at all, and
a line above a late time line is a name to it (section 6.3, "collect a WebVTT block", takes one on the first line only).
"""

from __future__ import annotations

import base64
import random
from typing import Any

from playwright.async_api import Browser

from service.timedtext import cue_settings, webvtt
from service.timedtext.cuetext import escape
from service.timedtext.problems import Unreadable

FILES = 400
SETTINGS = (
    *(" line:-1", " line:50%", " line:1.5", " line:0,end", " line:", " position:10%", " position:10%,line-left"),
    *(" position:101%", " size:50%", " size:050%", " size:100.0%", " align:end", " align:middle", " vertical:rl"),
    *(" vertical:lr", " region:a", " x:y"),
)
PIECES = (
    *("WEBVTT", "WEBVTT\n", "\n", "\n", "\n\n", "\n\n", "\r\n", "\r", " ", "\t", "\f", "1", "id", "-->", " --> "),
    *("00:00:01.000", "00:00:02.500", "00:00:01.000 --> 00:00:02.000\n", "00:00.000 --> 00:01.000 align:start\n"),
    *("00:01.000-->00:02.000\n", "\t00:01.000\t-->\t00:02.000\tline:0\n", "0:00:01.000 --> 100:00:02.000\n"),
    *("60:01.000 --> 61:00.000\n", "00:00:01,000 --> 00:00:02,000\n", "00:01.0000 --> 00:02.000\n"),
    *(
        "00:03.000 --> 00:02.000\n",
        "00:01.000 --> 00:02.000line:1\n",
        "text",
        "a line\n",
        "<i>",
        "</i>",
        "<c",
        "<",
        ">",
    ),
    *("<v Mary Ann>", "</v>", "<b.x.y>", "</b>", "<ruby>", "<rt>", "</rt>", "</ruby>", "<lang en>", "</lang>"),
    *("&amp;", "&lt", "&", "&#65;", "&#x1F600;", "&nbsp;", "&notit;", "&#0;", "&#x80;", "<00:00:00.500>"),
    *("<1:00:00.500>", "<00:60.000>", "NOTE x\n", "NOTE\n", "STYLE\n", "REGION\n", "id:a\n", "lines:3\n", "::cue{}\n"),
    *("\0", "é", "قهوة", "\u2028", "\u00a0", *SETTINGS),
)
READ = """async files => {
  const found = [];
  for (const file of files) {
    const bytes = Uint8Array.from(atob(file), one => one.charCodeAt(0));
    const video = document.createElement('video'), element = document.createElement('track');
    video.append(element);
    document.body.append(video);
    const read = new Promise(done => { element.onload = () => done(true); element.onerror = () => done(false); });
    element.src = URL.createObjectURL(new Blob([bytes], {type: 'text/vtt'}));
    element.track.mode = 'hidden';
    found.push(await read ? [...element.track.cues].map(cue => ({
      id: cue.id, begin: cue.startTime, end: cue.endTime, text: cue.getCueAsHTML().textContent, raw: cue.text,
      vertical: cue.vertical, line: cue.line, snap: cue.snapToLines, position: cue.position, size: cue.size,
      align: cue.align})) : null);
    video.remove();
  }
  return found;
}"""


def made(chance: random.Random) -> bytes:
    """A file of pieces; most have a signature, some a first cue with settings."""
    body = "".join(chance.choices(PIECES, k=chance.randint(1, 40)))
    settings = "".join(chance.choices(SETTINGS, k=chance.randint(0, 5)))
    heads = ("", "WEBVTT\n\n", "WEBVTT\n\n", "WEBVTT\n\n", f"WEBVTT\n\n00:01.000 --> 00:02.000{settings}\n")
    return (chance.choice(heads) + body).encode()


def ours(data: bytes) -> list[dict[str, Any]] | None:
    """What we read, in the order of a track: by begin, the longer first."""
    try:
        document = webvtt.read(data)
    except Unreadable:
        return None
    regions = frozenset(region.id for region in document.regions)
    read = []
    for cue in sorted(document.cues, key=lambda cue: (cue.begin_ms, -cue.end_ms)):
        given = cue_settings.parse(cue.settings, regions).settings
        read.append(
            {
                "id": cue.id,
                "begin": cue.begin_ms / 1000,
                "end": cue.end_ms / 1000,
                "text": cue.text,
                "raw": cue.markup or escape(cue.text),
                "vertical": given.vertical,
                "line": given.line,
                "snap": given.snap_to_lines,
                "position": given.position,
                "size": given.size,
                "align": given.align,
            }
        )
    return read


async def test_a_browser_reads_the_same_cues(browser: Browser) -> None:
    chance = random.Random(608)
    files = [made(chance) for _ in range(FILES)]
    page = await browser.new_page()
    theirs = await page.evaluate(READ, [base64.b64encode(file).decode() for file in files])
    await page.close()
    assert sum(read is not None and len(read) > 0 for read in theirs) > FILES / 4  # it is about something
    for file, read in zip(files, theirs, strict=True):
        mine = ours(file)
        for here, there in zip(mine or [], read or [], strict=False):
            if not here["id"]:
                here["id"] = there["id"]
        assert mine == read, file
