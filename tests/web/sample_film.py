"""A page with monitor and timeline over a numbered film, for the browser tests of both."""

from __future__ import annotations

import re
from uuid import UUID

from litestar import Response, get
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath, FromQuery

from schemas.ids import SegmentId, SourceId
from schemas.pictures import Pictures, Preview
from schemas.vocabulary import Aspect
from service.rulebook import load
from service.timedtext.retime import Segment
from service.timedtext.timing import Rate
from service.web.monitor import Island, Line, Tongue, of_cut
from service.web.pages import HEADERS, Pages
from service.web.visit import AnyRequest, visit_of
from tests.web import samples
from tests.web.film import FPS, HEIGHT, WIDTH, numbered

MASTER, INSERT = SourceId(UUID(int=1)), SourceId(UUID(int=2))
FIRST = {MASTER: 0, INSERT: 128}
LENGTH = 100
# three seconds: two of the master apart, the insert between them, the last second at double speed
CUT = [(MASTER, 0, 25, 0, 1), (INSERT, 30, 55, 25, 1), (MASTER, 50, 100, 50, 2)]
LINES = [
    Line("cue-1", 200, 960, "Zwei Tassen.\nGewohnheit.", "Two cups. Habit.", "ok"),
    Line("cue-2", 1000, 1800, "Du schenkst immer eine zweite ein.", "You always pour the second one.", "review"),
    Line("cue-3", 2040, 2900, "Donaudampfschifffahrtsgesellschaftskapitänsmütze", "A hat.", "bad"),
]

TEMPLATE = """{% extends "shell.html" %}
{% from "parts/monitor.html" import monitor, monitor_keys with context %}
{% from "parts/timeline.html" import timeline, timeline_keys with context %}
{% block title %}Film{% endblock %}
{% block sheets %}<link rel="stylesheet" href="{{ static("css/editor.css") }}">
<link rel="stylesheet" href="{{ static("css/monitor.css") }}">
<link rel="stylesheet" href="{{ static("css/timeline.css") }}">{% endblock %}
{% block modules %}{{ super() }}<script type="module" src="{{ static("js/monitor/main.js") }}"></script>
<script type="module" src="{{ static("js/timeline/main.js") }}"></script>{% endblock %}
{% block keys %}{{ monitor_keys() }}{{ timeline_keys(True) }}{% endblock %}
{% block main %}<h1 class="sr">Film</h1><div class="editor">{{ monitor(film, account="aldermoor.kaffee") }}
<section class="cues" aria-label="Cues"><ol class="cue-list"></ol></section>
<aside class="side" aria-label="Panel"></aside>
{{ timeline(film, movable=True) }}</div>{% endblock %}"""


def made(source: SourceId) -> Pictures:
    """What is known of a source whose preview is there."""
    href = f"/v1/sources/{source}/pictures/preview.mp4"
    preview = Preview(href=href, width_px=WIDTH, height_px=HEIGHT, duration_ms=LENGTH * 1000 // FPS)
    return Pictures(state="ready", progress=1, reason="", poster=None, sheet=None, waveform=None, preview=preview)


def film(cues: int = 0) -> Island:
    """The cut; with a number of cues instead of its own three it is that many seconds of them."""
    rate = Rate(FPS)
    segments = [
        Segment(SegmentId(UUID(int=at)), "picture", at, source, begin, end, cut_in, speed)
        for at, (source, begin, end, cut_in, speed) in enumerate(CUT)
    ]
    lines = LINES if not cues else [Line(f"cue-{at}", at * 1000, at * 1000 + 900, f"Zeile {at}") for at in range(cues)]
    frames = max(75, cues * FPS)
    pictures = {source: made(source) for source in FIRST}
    rates = dict.fromkeys(FIRST, rate)
    target, original = Tongue("de-DE", "ltr"), Tongue("en-US", "ltr")
    zones = load().zones
    return of_cut(
        Aspect.TALL, rate, frames, segments, rates, pictures, zones, cues=lines, target=target, original=original
    )


def handlers(pages: Pages) -> list[HTTPRouteHandler]:
    """The page and the previews."""

    @get("/film", sync_to_thread=False)
    def show(request: AnyRequest, cues: FromQuery[int] = 0) -> Response[str]:
        visit = visit_of(request, samples.ADA)
        template = pages.environments[visit.language.tag].from_string(TEMPLATE)
        text = template.render(visit=visit, room="captions", campaign=samples.HEAD, film=film(cues))
        return Response(text, media_type="text/html", headers=HEADERS)

    @get("/v1/sources/{source:str}/pictures/preview.mp4", sync_to_thread=False)
    def preview(request: AnyRequest, source: FromPath[str]) -> Response[bytes]:
        whole = numbered(FIRST[SourceId.parse(source)], LENGTH)
        asked = re.fullmatch(r"bytes=(\d+)-(\d*)", request.headers.get("range", "bytes=0-"))
        begin, end = (int(asked[1]), int(asked[2] or len(whole) - 1)) if asked else (0, len(whole) - 1)
        headers = {"accept-ranges": "bytes", "content-range": f"bytes {begin}-{end}/{len(whole)}"}
        return Response(whole[begin : end + 1], status_code=206, media_type="video/mp4", headers=headers)

    return [show, preview]
