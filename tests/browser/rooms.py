"""Every screen of the product over the loaded demo, by name: what is photographed, measured, and read for words."""

from __future__ import annotations

from collections.abc import Callable

from tests.browser.whole import Whole

Where = Callable[[Whole], str]

ROOMS: dict[str, Where] = {
    "wants": lambda whole: "/wants",
    "campaigns": lambda whole: "/campaigns",
    "new campaign": lambda whole: "/campaigns/new",
    "board": lambda whole: whole.room(),
    "settings": lambda whole: whole.room("settings"),
    "story": lambda whole: whole.room("story"),
    "new story": lambda whole: whole.room("story/new"),
    "edit story": lambda whole: whole.room(f"story/edit?story={whole.story}"),
    "brief": lambda whole: whole.room("brief"),
    "edit brief": lambda whole: whole.room("brief?new=rights"),
    "facts": lambda whole: whole.room("facts?key=price&kind=money"),
    "captions": lambda whole: whole.room("captions"),
    "editor": lambda whole: whole.room(f"captions/{whole.cuts['30 V']}/de-DE?cue=2"),
    "editor-master": lambda whole: whole.room(f"masters/{whole.source}/en-US?cue=2"),
    "review": lambda whole: f"{whole.room('review')}/{whole.tracks['fr-FR']}",
    "import": lambda whole: whole.room("import"),
    "cuts": lambda whole: whole.room("cuts"),
    "cut": lambda whole: whole.room(f"cuts/{whole.cuts['15 A']}"),
    "cut-edit": lambda whole: whole.room(f"cuts/{whole.cuts['15 A']}/edit"),
    "cut-film": lambda whole: whole.room(f"cuts/{whole.cuts['15 A']}/film"),
    "cut-new": lambda whole: whole.room("cuts/new"),
    "source": lambda whole: whole.room(f"sources/{whole.source}"),
    "upload": lambda whole: whole.room("upload"),
    "checklists": lambda whole: whole.room("checklists"),
    "checklists-item": lambda whole: whole.room("checklists?item=REP-01"),
    "checklist": lambda whole: whole.room(f"checklists/{whole.cuts['30 V']}/DE?t=4.2&item=CAP-04"),
    "checklist-sign": lambda whole: whole.room(f"checklists/{whole.cuts['30 V']}/DE?item=REP-01&do=signed"),
    "posts": lambda whole: whole.room("posts"),
    "posts-plan": lambda whole: whole.room("posts/plan"),
    "post-copy": lambda whole: whole.room("posts/copy?platform=tiktok&market=DE&own=text,disclosure"),
    "post-live": lambda whole: whole.room(f"posts/{whole.posts['60 V US']}"),
    "post-unknown": lambda whole: whole.room(f"posts/{whole.posts['15 A US']}"),
    "post-scheduled": lambda whole: whole.room(f"posts/{whole.posts['30 V MX']}?own=text,disclosure"),
    "post-blocked": lambda whole: whole.room(f"posts/{whole.posts['30 V AE']}"),
    "post-calendar": lambda whole: whole.room("posts/calendar"),
    "channels": lambda whole: whole.room("posts/channels"),
    "markets": lambda whole: whole.room("markets"),
    "rules": lambda whole: "/rules",
    "rules-place": lambda whole: "/rules/CO",
    "guest": lambda whole: whole.guest,
    "guest-cut": lambda whole: f"{whole.guest}/{whole.cuts['15 A']}",
    "people": lambda whole: "/people",
    "keys": lambda whole: "/keys",
    "profile": lambda whole: "/me",
}
