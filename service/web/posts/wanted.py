"""What posts want of people, above the plan: what must come down, and rights that end, each said once. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from msgspec import Struct

from schemas.ids import PostId
from schemas.post_tasks import PostTask
from service.web.frame import Head
from service.web.posts import gate_words
from service.web.words import Language

MOST = 5  # strips of a kind; posts of a strip


class Want(Struct, frozen=True):
    """What is wanted of these posts, in the words of each reason; `more` wants of the kind are not shown."""

    kind: str
    reasons: list[str]
    posts: list[PostTask]
    href: str
    more: int = 0

    @property
    def named(self) -> list[PostTask]:
        """Those of the posts for which there is room."""
        return self.posts[:MOST]


def wants_of(language: Language, head: Head, tasks: Sequence[PostTask]) -> list[Want]:
    """Takedowns by post, then endings by what ends."""
    down: dict[PostId, list[PostTask]] = defaultdict(list)
    ending: dict[tuple[object, ...], list[PostTask]] = defaultdict(list)
    for one in tasks:
        if one.kind == "takedown_wanted":
            down[one.post_id].append(one)
        elif one.kind == "rights_ending":
            ending[one.facts.get("ends_on"), one.facts.get("what"), one.facts.get("name")].append(one)
    downs = [_want(language, here, f"{head.room('posts')}/{post}#down") for post, here in down.items()]
    ends = [_want(language, ending[key], _window(head, ending[key][0])) for key in sorted(ending, key=str)]
    return _few(downs) + _few(ends)


def _window(head: Head, task: PostTask) -> str:
    return f"{head.room('brief')}#{task.way_out.ids.get('rights_id', '')}"


def _want(language: Language, tasks: list[PostTask], href: str) -> Want:
    said = dict.fromkeys(gate_words.REASONS[one.code](language, one.facts) for one in tasks)
    return Want(tasks[0].kind, list(said), list({one.post_id: one for one in tasks}.values()), href)


def _few(wants: list[Want]) -> list[Want]:
    shown = wants[:MOST]
    if len(wants) > MOST:
        last = shown[-1]
        shown[-1] = Want(last.kind, last.reasons, last.posts, last.href, len(wants) - MOST)
    return shown
