"""What the campaign's bench is about: one master of 60 seconds, eight cuts of it, and its captions in 45 locales.

Texts come from the set of line breaks (`tests/timedtext/breaks`) where it has the language, whole blocks and first
lines in turn; for other languages they are sentences of as many words out of the names that CLDR has. One cue in nine
is in italics.
"""

from __future__ import annotations

import itertools
import json
import random
from collections.abc import Iterator

from babel import Locale
from msgspec import Struct

from service.rulebook.timed_text import Aspect
from service.timedtext.cuetext import escape
from service.timedtext.edits.model import EditList, Take
from service.timedtext.layout import joined
from service.timedtext.model import Cue, Document
from service.timedtext.timing import Rate
from tests.bench.breaks import SET

RATE = Rate(25)
MASTER = "harbour_master"
MASTER_MS = 60_000
LOCALES = (
    *("en-US", "en-GB", "fr-FR", "fr-CA", "de-DE", "de-AT", "es-ES", "es-MX", "it-IT", "pt-BR", "pt-PT", "tr-TR"),
    *("ar-SA", "ar-EG", "he-IL", "fa-IR", "ja-JP", "ko-KR", "zh-Hans-CN", "zh-Hant-TW", "th-TH", "hi-IN", "mr-IN"),
    *("ru-RU", "uk-UA", "bg-BG", "sr-Cyrl-RS", "el-GR", "pl-PL", "cs-CZ", "sk-SK", "hu-HU", "ro-RO", "hr-HR", "nl-NL"),
    *("sv-SE", "da-DK", "nb-NO", "fi-FI", "et-EE", "lv-LV", "lt-LT", "vi-VN", "id-ID", "bn-IN"),
)
UNSPACED = ("ja", "th", "zh")


class Cut(Struct, frozen=True):
    """One cut: its shape, and its edit list."""

    name: str
    aspect: Aspect
    edits: EditList

    @property
    def media_ms(self) -> int:
        return sum(RATE.ms(take.out_frame - take.in_frame) for take in self.edits.takes)

    @property
    def shots_ms(self) -> list[int]:
        """Where the picture changes: where its stretches meet."""
        return [RATE.ms(take.cut_in_frame) for take in self.edits.takes[1:]]


def master() -> Document:
    """The captions of the master; their texts are their numbers."""
    dice, at = random.Random(1), 400
    cues: list[Cue] = []
    while at < MASTER_MS - 2_800:
        lasts = dice.randrange(1_300, 2_600, 40)
        cues.append(Cue(f"cue-{len(cues) + 1}", at, at + lasts, str(len(cues))))
        at += lasts + dice.choice((80, 80, 120, 600))
    return Document(tuple(cues))


def cuts() -> list[Cut]:
    """Eight cuts of 6 to 45 seconds, each of three to nine stretches of the master in its order."""
    shapes: tuple[tuple[int, Aspect], ...] = (
        *((6, "9:16"), (10, "1:1"), (15, "16:9"), (15, "9:16")),
        *((20, "1:1"), (30, "16:9"), (30, "9:16"), (45, "16:9")),
    )
    dice = random.Random(2)
    return [Cut(f"{seconds}s_{at}", aspect, _edits(seconds, dice)) for at, (seconds, aspect) in enumerate(shapes)]


def _edits(seconds: int, dice: random.Random) -> EditList:
    count = 3 + seconds // 8
    shown, left_out = _shares(25 * seconds, count, dice), _shares(25 * (60 - seconds), count, dice)
    takes, source, cut = [], 0, 0
    for number, (frames, skipped) in enumerate(zip(shown, left_out, strict=True), 1):
        source += skipped
        stretch = (source, source + frames, cut)
        takes.append(Take(number, f"take {number}", "picture", (MASTER,), RATE, *stretch))
        source, cut = source + frames, cut + frames
    return EditList(RATE, tuple(takes))


def _shares(frames: int, count: int, dice: random.Random) -> list[int]:
    """So many frames in that many parts, each with at least one."""
    marks = [0, *sorted(dice.sample(range(1, frames), count - 1)), frames]
    return [after - before for before, after in itertools.pairwise(marks)]


def texts(locale: str, count: int) -> list[tuple[str, str]]:
    """The texts of a locale with their markup."""
    said = itertools.islice(itertools.cycle(_sentences(locale)), count)
    return [(text, f"<i>{escape(text)}</i>" if at % 9 == 0 else "") for at, text in enumerate(said)]


def _sentences(locale: str) -> list[str]:
    primary = locale.partition("-")[0]
    file = next((file for stem in (locale[:7], locale, primary) if (file := SET / f"{stem}.jsonl").is_file()), None)
    file = file or next(iter(SET.glob(f"{primary}-*.jsonl")), None)
    if file is None:
        return list(itertools.islice(_of_names(Locale.parse(locale, sep="-"), random.Random(locale)), 30))
    joint = "" if primary in UNSPACED else " "
    blocks = [json.loads(line)["lines"] for line in file.read_text().splitlines()]
    return [joined(joint.join(lines) if at % 2 else lines[0]) for at, lines in enumerate(blocks)]


def _of_names(locale: Locale, dice: random.Random) -> Iterator[str]:
    """Sentences of three to thirteen words."""
    names = [*locale.territories.values(), *locale.languages.values(), *locale.months["format"]["wide"].values()]
    words = [word for name in names for word in name.split() if word.isalpha() or not word.isascii()]
    while True:
        yield " ".join(dice.choices(words, k=dice.randrange(3, 13))) + "."
