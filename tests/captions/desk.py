"""A desk where one cut is worked on: its captions, its overrides and its releases, for tests of this room."""

from __future__ import annotations

from typing import Any

import httpx

from tests.captions.workshop import Json, Workshop

MARKETS = {"US": ["en-US"], "DE": ["de-DE"], "AT": ["de-DE"], "FR": ["fr-FR"]}


class Desk:
    """A workshop whose texts are approved in three languages, and the cut that is worked on."""

    def __init__(self, room: Workshop, cut: str, german: str) -> None:
        self.room, self.cut, self.german = room, cut, german

    async def track(self, locale: str | None = "de-DE", **query: str) -> Json:
        named = {"locale": locale} if locale else {}
        return await self.room.read(f"/v1/cuts/{self.cut}/cues", **named, **query)

    async def cue(self, index: int, locale: str | None = "de-DE") -> Json:
        found: Json = (await self.track(locale))["cues"][index]
        return found

    async def ask(self, cue: Json, seen: int | None = None, **change: Any) -> httpx.Response:
        query = {name: cue[name] for name in ("locale", "kind") if cue[name]}
        return await self.room.api.patch(
            f"/v1/cuts/{self.cut}/cues/{cue['cue_id']}/{cue['segment_id']}",
            json=change,
            params=query,
            headers={"if-match": f'"r{cue["revision"] if seen is None else seen}"'},
        )

    async def set(self, index: int, locale: str | None = "de-DE", **change: Any) -> Json:
        answer = await self.ask(await self.cue(index, locale), **change)
        assert answer.status_code == 200, answer.text
        changed: Json = answer.json()
        assert answer.headers["etag"] == f'"r{changed["revision"]}"'
        return changed

    async def overrides(self) -> list[Json]:
        found: list[Json] = (await self.room.read(f"/v1/cuts/{self.cut}/overrides"))["data"]
        return found

    async def states(self) -> dict[str, str]:
        return {one["field"]: one["state"] for one in await self.overrides()}

    async def edit(self, *segments: Json) -> None:
        """A new edit list, and what follows."""
        now = await self.room.read(f"/v1/cuts/{self.cut}")
        answer = await self.room.api.put(
            f"/v1/cuts/{self.cut}/edit_list",
            json={"segments": list(segments)},
            headers={"if-match": f'"r{now["revision"]}"'},
        )
        assert answer.status_code == 200, answer.text
        await self.room.conform(self.cut)

    async def segments(self) -> list[Json]:
        """The edit list, fit to be sent again."""
        names = ("id", "layer", "source_id", "in_frame", "out_frame")
        cut = await self.room.read(f"/v1/cuts/{self.cut}")
        return [{name: one[name] for name in names} for one in cut["segments"]]

    async def rewrite(self, index: int, text: str) -> None:
        """Another translation of a cue."""
        cue = (await self.room.read(f"/v1/tracks/{self.german}/cues"))["data"][index]
        assert (await self.room.write(self.german, cue["id"], text, cue["revision"])).status_code == 200

    async def newest(self) -> dict[tuple[str, str], tuple[int, str, bool]]:
        """By market and locale: the number, the status and the staleness of the newest release."""
        return {
            (one["market"], one["locale"]): (one["number"], one["status"], one["stale"])
            for one in reversed(await self.room.releases(self.cut))
        }

    async def approve(self) -> None:
        """Every release of the cut that waits."""
        for one in await self.room.releases(self.cut):
            if one["status"] == "in_review" and not one["stale"]:
                assert (await self.room.api.post(f"/v1/releases/{one['id']}/approve")).status_code == 200
