"""What is wrong with a track, measured. An error blocks a release; a warning asks a person to look.

One pass over the cues by time; what one cue costs does not depend on how many there are.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from operator import attrgetter

from service.timedtext import checks_track, checks_zone
from service.timedtext.checks_text import TextChecks
from service.timedtext.checks_time import TimeChecks
from service.timedtext.checks_writing import WritingChecks
from service.timedtext.findings import Finding, Found
from service.timedtext.model import Cue
from service.timedtext.rules import Limits, Rules
from service.timedtext.timing import Rate

FILM = Rate(24)


def check(
    cues: Sequence[Cue],
    rules: Rules | Limits = Rules(),  # noqa: B008  frozen
    *,
    media_ms: int | None = None,
    untranslated: Collection[str] = (),
    sources: Mapping[str, str] | None = None,
    shots_ms: Sequence[int] = (),
    rate: Rate = FILM,
) -> list[Finding]:
    """The findings by time, those of one cue together; what the whole track has comes last.

    `media_ms` is where the film ends. `untranslated` holds the ids of cues that have no text in this locale yet,
    `sources` by cue id the texts that this track translates. `shots_ms` are the shot changes in ascending order;
    `rate` is the film's.
    """
    rules = Rules(rules) if isinstance(rules, Limits) else rules
    in_time = sorted(cues, key=attrgetter("begin_ms", "end_ms"))
    of_text = TextChecks(rules, untranslated, sources or {})
    of_writing = WritingChecks(rules)
    of_time = TimeChecks(rules, rate, shots_ms, media_ms)
    zone = rules.safe_zone if "safe_zone" in rules.severities else None
    found = Found(rules.severities)
    latest: Cue | None = None
    for index, cue in enumerate(in_time, start=1):
        if of_text.check(cue, found):
            of_writing.check(cue, found)
        if zone is not None and cue.settings:
            checks_zone.check(cue, zone, found)
        of_time.check(cue, latest, in_time[index] if index < len(in_time) else None, found)
        if latest is None or cue.end_ms > latest.end_ms:
            latest = cue
    if rules.telling is not None and "language" in rules.severities:
        checks_track.language([cue.text for cue in in_time if cue.id not in untranslated], rules.telling, found)
    return found.findings
