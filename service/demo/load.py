"""Loads the demo campaign the way an agency and its integrations would: over HTTP, everybody with their own API key.

It says what it does while it does it. A load that was cut off, wherever, goes on from there when it is started again,
and nothing is made twice (`client.Ledger`). A first localized caption file comes as early as it can: its address stands
in `demo.json` from then on, and the rest of the work goes on behind it.
"""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
import msgspec
from msgspec import Struct

from service.db.pool import Database
from service.demo import accounts, briefing, captions, filming, handing, planning, posting
from service.demo.brief import brief
from service.demo.client import Client, Ledger
from service.demo.content import Content, Film, Work, content
from service.demo.film import SCRATCH
from service.demo.posts import posts
from service.secret_files import read_or_make, write_private
from service.settings import Settings

SHOWN = ("60 V", "DE", "de-DE")
STEPS_BESIDES_WORK = 13

Tell = Callable[[str], None]


class Steps:
    """How far the load is, for whoever waits: `say` begins the next step, `more` says more of it."""

    def __init__(self, tell: Tell, total: int) -> None:
        self._tell, self._total, self._begun = tell, total, 0

    def say(self, what: str) -> None:
        self._begun += 1
        self._tell(f"{self._begun:2d}/{self._total}  {what}")

    def more(self, what: str) -> None:
        self._tell(f"       {what}")


async def load(settings: Settings, tell: Tell | None = None, demo: Content | None = None) -> None:
    """Make the demo and write `demo.json` in the data directory, with everything needed to look at it."""
    tell, demo = tell or _say, demo or content()
    steps = Steps(tell, STEPS_BESIDES_WORK + len(demo.work))
    directory = settings.data_dir / "demo"
    _tidy(directory)
    told = Told(settings, demo)
    db = await Database.open(settings.database_url, size=2)
    try:
        steps.say("Making the organization")
        if "api_key" not in told.facts:
            told.say(api_key=await accounts.found(db, demo, told.password))
        ledger = Ledger(directory / "ledger.json")
        async with httpx.AsyncClient(base_url=f"http://{settings.authority}", timeout=120) as http:
            ada = Client(http, told.facts["api_key"], ledger)
            await Load(demo, directory, db, http, ada, told, steps).everything()
    finally:
        await db.close()
    tell("The demo is ready")


class Told:
    """`demo.json`: what its visitor needs to know, for their eyes only."""

    def __init__(self, settings: Settings, demo: Content) -> None:
        self._path, self._public_url = settings.data_dir / "demo.json", settings.public_url
        self.password = read_or_make(settings.data_dir / "demo.password", 8)
        known = msgspec.json.decode(self._path.read_bytes()) if self._path.exists() else {}
        people = [msgspec.to_builtins(colleague) for colleague in demo.people]
        sign_in = {"email": accounts.EMAIL, "password": self.password, "file_url": "", "people": people}
        self.facts: dict[str, Any] = known | sign_in | {"file_url": known.get("file_url", "")}

    def say(self, *, file: str = "", **facts: Any) -> None:
        """Add to what it tells; `file` is the path of the caption file to show."""
        self.facts |= facts | ({"file_url": self._public_url + file} if file else {})
        write_private(self._path, msgspec.json.encode(self.facts).decode())


class Made(Struct, frozen=True):
    """Ids on the way to a file: `cuts` by their keys, `source` is the track in the film's own language."""

    plan: planning.Plan
    master: str
    cuts: dict[str, str]
    source: str


class Load:
    """One run, from the brand to the last file."""

    def __init__(
        self,
        demo: Content,
        directory: Path,
        db: Database,
        http: httpx.AsyncClient,
        ada: Client,
        told: Told,
        steps: Steps,
    ) -> None:
        self.demo, self.directory, self.db, self.http = demo, directory, db, http
        self.ada, self.told, self.steps = ada, told, steps
        self._clients = {accounts.EMAIL: ada}

    async def everything(self) -> None:
        """All of it, the way to the first localized file first. The master is rendered meanwhile."""
        rendering = asyncio.create_task(self._rendered(self.demo.master))
        try:
            made = await self._way_to_a_file(rendering)
            await self._work(made)
            await self._offer(made.plan, made.master)
        finally:
            rendering.cancel()
            await asyncio.gather(rendering, return_exceptions=True)

    async def _way_to_a_file(self, rendering: asyncio.Task[Path]) -> Made:
        """Up to the first locale that is released."""
        demo, ada, steps = self.demo, self.ada, self.steps
        steps.say("Planning the campaign, its story and its brief")
        plan = await planning.plan(ada, demo)
        steps.say("Letting people in")
        await self._let_in(plan.brand)
        steps.say(f"Filming the master, {demo.master.duration_ms / 1000:g} s")
        editor = self._clients[_first(demo, "editor")]
        master = await filming.add(editor, demo.master, await rendering, plan.video, steps.more)
        await planning.place_shots(ada, demo, plan, master)
        whole = [cut for cut in demo.cuts if cut.market is None]
        steps.say(f"Cutting {len(whole)} cuts")
        cuts = {cut.key: await filming.cut(editor, demo, cut, plan.video, {demo.master.name: master}) for cut in whole}
        steps.say(f"Captioning the master in {demo.source_locale}")
        source = await captions.caption(editor, ada, demo.master, master, before=demo.reworded)
        await self._translate(demo.work[0], master)
        cut, market, locale = SHOWN
        path = f"/v1/cuts/{cuts[cut]}/captions/{market}/{locale}.vtt"
        await captions.until_there(ada, path)
        self.told.say(file=path)
        steps.more("A first localized file is there")
        return Made(plan, master, cuts, source)

    async def _work(self, made: Made) -> None:
        """The other locales, each as far as it is; those that are stale before the source is reworded."""
        demo, ada, steps = self.demo, self.ada, self.steps
        first, *others = demo.work
        await captions.until_released(ada, made.plan.campaign, first.locale)
        for work in [work for work in others if work.state == "stale"]:
            await self._translate(work, made.master)
            await captions.until_released(ada, made.plan.campaign, work.locale)
        steps.say("Rewording a source caption, which makes translations stale")
        await captions.reword(self._clients[_first(demo, "editor")], ada, demo, made.source)
        await self._translate(first, made.master, again=True)
        for work in [work for work in others if work.state != "stale"]:
            await self._translate(work, made.master)
        steps.say("Looking at what only a person decides")
        await captions.override(self._clients[first.by], demo, made.cuts[demo.override.cut])
        for work in [work for work in others if work.state == "approved"]:
            await captions.until_released(ada, made.plan.campaign, work.locale)
        await captions.look(ada, made.plan.campaign, made.cuts[demo.override.cut], demo.source_locale)
        steps.say("Giving work to people, and links to markets")
        people = {one.email: ada.ledger.made[f"person {one.email}"]["id"] for one in demo.people}
        people[accounts.EMAIL] = (await ada.read("/v1/me"))["id"]
        await handing.assign(ada, demo, made.plan.video, people)
        pages = {link.market: await handing.open_page(ada, link, made.plan.campaign) for link in demo.links}
        self.told.say(markets=pages)
        for market, address in pages.items():
            steps.more(f"What {market} fetches, without an account: {address}")

    async def _offer(self, plan: planning.Plan, master: str) -> None:
        """A market's own cut, which ends on its end card and has its film."""
        demo, ada, editor = self.demo, self.ada, self._clients[_first(self.demo, "editor")]
        self.steps.say(f"Filming the end card, {demo.end_card.duration_ms / 1000:g} s")
        file = await self._rendered(demo.end_card)
        card = await filming.add(editor, demo.end_card, file, plan.video, self.steps.more)
        await captions.caption(self._clients[demo.work[0].by], ada, demo.end_card, card)
        sources = {demo.master.name: master, demo.end_card.name: card}
        self.steps.say("Writing the brief, and marking what the films show of it")
        await briefing.write(ada, brief(), plan.campaign)
        await briefing.approve(ada, self._clients[_first(demo, "client")], plan.campaign)
        for name, source in sources.items():
            await briefing.mark(editor, brief(), name, source)
        self.steps.say("Filming cuts, to be compared with their edit lists")
        cuts = {}
        for one in [cut for cut in demo.cuts if cut.market or cut.filmed]:
            cuts[one.key] = await filming.cut(editor, demo, one, plan.video, sources)
            if one.filmed:
                await filming.film_cut(editor, demo, one, cuts[one.key], self.directory, self.steps.more)
        await self._post(plan, cuts)

    async def _post(self, plan: planning.Plan, cuts: dict[str, str]) -> None:
        """What goes out where, as far as it is."""
        ada, order = self.ada, posts()
        self.steps.say("Answering checklists, and planning posts")
        await posting.open_channels(ada, order, plan.brand, plan.campaign)
        for one in order.posts:
            if one.state != "planned":
                await filming.until_compared(ada, cuts[one.cut])
                await posting.answer(ada, one.cut, cuts[one.cut], one.market)
            await posting.post(ada, order, one, plan.campaign, cuts[one.cut])

    async def _rendered(self, film: Film) -> Path:
        return await filming.rendered(self.ada.ledger, self.demo, film, self.directory, self.steps.more)

    async def _let_in(self, brand: str) -> None:
        for colleague in self.demo.people:
            await accounts.let_in(self.db, self.ada, colleague, brand, self.told.password)
            secret = await accounts.key_of(self.db, self.ada.ledger, colleague, self.told.password)
            self._clients[colleague.email] = Client(self.http, secret, self.ada.ledger)

    async def _translate(self, work: Work, master: str, *, again: bool = False) -> None:
        """A locale as far as its work is; `again`: after the source was reworded."""
        if again:
            self.steps.more(f"Following in {work.locale}")
        else:
            self.steps.say(f"Translating into {work.locale}")
        writer, approver = self._clients[work.by], self._clients[work.approver or accounts.EMAIL]
        track = await captions.translate(writer, self.demo, work, master, again=again)
        name = f"{work.locale} again" if again else work.locale
        if work.state == "in_review":
            await captions.submit(writer, track, name)
        elif work.state != "draft":
            await captions.approve(approver, track, name)


def _first(demo: Content, role: str) -> str:
    return next(colleague.email for colleague in demo.people if colleague.role == role)


def _tidy(directory: Path) -> None:
    """The demo's directory, without what a killed render left there."""
    directory.mkdir(parents=True, exist_ok=True)
    for left in directory.glob(f"{SCRATCH}*"):
        for file in left.iterdir():
            file.unlink()
        left.rmdir()


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()
