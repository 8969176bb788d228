"""Every screen of the product over the loaded demo, by name: what is photographed, measured, and read for words."""

from __future__ import annotations

from collections.abc import Callable

from tests.browser.whole import Whole

Where = Callable[[Whole], str]

ROOMS: dict[str, Where] = {
    "wants": lambda whole: "/wants",
    "campaigns": lambda whole: "/campaigns",
    "captions": lambda whole: whole.room("captions"),
    "editor": lambda whole: whole.room(f"captions/{whole.cuts['30 V']}/de-DE?cue=2"),
    "editor-master": lambda whole: whole.room(f"masters/{whole.source}/en-US?cue=2"),
    "review": lambda whole: f"{whole.room('review')}/{whole.tracks['fr-FR']}",
    "import": lambda whole: whole.room("import"),
}
