"""The platforms: every value with its source, what is not known left open, and a broken file refused with its line."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from service.posts.scheduling import ZONES
from service.rulebook import load
from service.rulebook.platform_files import FOLDER, read_platforms
from service.rulebook.platforms import Stated
from service.rulebook.problems import BadRule
from service.rulebook.timed_text import SOURCES

UNKNOWN = {"douyin", "kuaishou", "wechat_channels", "reelshort", "dramabox", "flickreels"}
BY_HAND = {*UNKNOWN, "patreon"}


def test_the_platforms_of_the_product_are_there() -> None:
    platforms = load().platforms
    assert set(platforms) == {
        "tiktok",
        "youtube_shorts",
        "instagram_reels",
        "youtube",
        "instagram",
        "patreon",
        "douyin",
        "kuaishou",
        "wechat_channels",
        "reelshort",
        "dramabox",
        "flickreels",
    }
    assert {key for key, one in platforms.items() if not one.api} == BY_HAND


def test_of_what_is_posted_by_hand_nothing_is_made_up() -> None:
    for key in UNKNOWN:
        pack = load().platforms[key]
        assert pack.unknown == ("text", "film", "disclosure", "audience")
        assert (pack.title, pack.tags, pack.hashtags, pack.mentions, pack.cover, pack.quotas) == (None,) * 5 + ({},)
        assert pack.note


def test_captions_reach_the_viewer_as_the_platform_has_it() -> None:
    beside = {key for key, one in load().platforms.items() if one.delivery == "sidecar"}
    assert beside == {"youtube", "youtube_shorts"}


def test_replacing_captions_has_its_price_of_the_day() -> None:
    for key in ("youtube", "youtube_shorts"):
        quota, units = load().platforms[key].price("captions.update") or (None, 0)
        assert quota is not None
        assert (units, quota.units, quota.zone) == (450, 10_000, "America/Los_Angeles")
    assert load().platforms["tiktok"].price("captions.update") is None


def test_every_source_is_somebodys_and_every_zone_is_one() -> None:
    platforms = load().platforms
    used: set[str] = set()
    for pack in platforms.values():
        tables = [getattr(pack, key) for key in pack.__struct_fields__]
        for table in [*tables, *pack.quotas.values()]:
            if isinstance(table, Stated):
                used |= {table.source, *table.source_of.values()}
        assert all(quota.zone is None or ZONES[quota.zone] for quota in pack.quotas.values())
    assert used == set(platforms.sources)


def test_a_value_of_another_source_has_its_own_confidence() -> None:
    film = load().platforms["tiktok"].film
    assert film is not None
    assert [film.binds(key) for key in ("max_ms", "min_ms", "max_bytes")] == [True, False, False]
    reels = load().platforms["instagram_reels"].hashtags
    assert reels is not None
    assert (reels.said_by("max"), reels.said_by("in_app")) == ("instagram_media", "instagram_five")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    copy = tmp_path / "platforms"
    shutil.copytree(FOLDER, copy)
    return copy


@pytest.mark.parametrize(
    ("file", "old", "new", "said"),
    [
        ("tiktok", "api = true", "apy = true", "unknown field `apy`"),
        ("tiktok", "max = 2200", "maximum = 2200", "unknown field `maximum`"),
        ("tiktok", "[audience]", "[audiences]", "unknown field `audiences`"),
        ("youtube", "units = 100\n", "unit = 100\n", "unknown field `unit`"),
        ("youtube_shorts", "claimed_over_ms", "claimed_after_ms", "unknown field `claimed_after_ms`"),
        ("tiktok", "date = 2026-11-21", "date = 2026-13-21", "at line"),
        ("tiktok", "date = 2026-11-21", 'date = "last week"', "$.date"),
        ("tiktok", "date = 2026-11-21", "date = 2206-11-21", "on which nobody can have looked"),
        ("tiktok", "date = 2026-11-21", "date = 1926-11-21", "on which nobody can have looked"),
        ("tiktok", "date = 2026-11-21", "", "missing required field `date`"),
        ("youtube_shorts", "date = 2026-11-21", "", "missing required field `date`"),
        ("tiktok", 'source = "tiktok_media"\n', "", "missing required field `source`"),
        ("tiktok", 'source = "tiktok_media"', 'source = "tiktok_medium"', "which no source is"),
        ("youtube", 'source = "youtube_quota"\n', "", "missing required field `source`"),
        ("tiktok", 'confidence = "source_text"', "", "missing required field `confidence`"),
        ("tiktok", 'confidence = "source_text"', 'confidence = "certain"', "$.text.confidence"),
        ("tiktok", "confidence_of = { min_ms", "confidence_of = { min_s", "names 'min_s'"),
        ("tiktok", "disputed = { max_bytes", "disputed = { max_size", "names 'max_size'"),
        ("tiktok", "source_of = { paid_not", "source_of = { paid", "names 'paid'"),
        ("tiktok", 'in_app = "tiktok_five"', 'in_app = "tiktok_six"', "which no source is"),
        ("tiktok", 'unit = "utf16_units"', 'unit = "letters"', "$.text.unit"),
        ("tiktok", "max_ms = 600000", "max_ms = 0", "which nothing could keep"),
        ("tiktok", "max_ms = 600000", 'max_ms = "600 s"', "$.film.max_ms"),
        ("tiktok", '"webm", "mov"', '"webm", "move"', "$.film.containers"),
        ("instagram_reels", 'min_aspect = "1:100"', 'min_aspect = "0.01"', "must be like 9:16"),
        ("instagram_reels", 'max_aspect = "10:1"', 'max_aspect = "10:0"', "must be like 9:16"),
        ("youtube", 'zone = "America/Los_Angeles"\n', "", "is where a day begins"),
        ("tiktok", 'whose = "account"', 'whose = "team"', "whose"),
        ("tiktok", '"inbox.video.init" = 1 }\nsource', '"inbox.video.init" = "1" }\nsource', "prices"),
        ("youtube", "units = 10000", 'units = "10000"', "units"),
        ("youtube", '"captions.update" = 450', '"captions.update" = -450', "has 'captions.update' for nothing"),
        ("tiktok", 'key = "tiktok"', 'key = "tik_tok"', "must be the file's name"),
        ("youtube_shorts", 'like = "youtube"', 'like = "vimeo"', "which is no other platform"),
        ("youtube_shorts", 'like = "youtube"', 'like = "instagram"', "which follows another one itself"),
        ("douyin", 'delivery = "burned"', 'delivery = "karaoke"', "$.captions.delivery"),
        ("sources", "read = 2026-11-21", "read = 2026-11-31", "at line"),
        ("sources", "read = 2026-11-21", "", "missing required field `read`"),
    ],
)
def test_a_file_edited_wrong_is_refused_by_file_and_line(
    folder: Path, file: str, old: str, new: str, said: str
) -> None:
    path = folder / f"{file}.toml"
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new, 1))
    with pytest.raises(BadRule) as caught:
        read_platforms(folder)
    assert caught.value.file == f"platforms/{file}.toml"
    assert said in caught.value.reason
    at = text[: text.index(old)].count("\n") + 1
    table = max(
        (number for number, line in enumerate(text.splitlines(), 1) if line[:1] == "[" and number <= at), default=1
    )
    assert caught.value.line in (at, table), caught.value


def test_the_file_that_another_one_follows_is_the_one_to_blame(folder: Path) -> None:
    path = folder / "youtube.toml"
    path.write_text(path.read_text().replace("max = 5000", "most = 5000"))
    (folder / "youtube.toml").rename(folder / "a.toml")
    text = (folder / "a.toml").read_text().replace('key = "youtube"', 'key = "a"')
    (folder / "a.toml").write_text(text)
    shorts = folder / "youtube_shorts.toml"
    shorts.write_text(shorts.read_text().replace('like = "youtube"', 'like = "a"'))
    with pytest.raises(BadRule, match=r"platforms/a\.toml:\d+: .*`most`"):
        read_platforms(folder)


def test_sources_that_are_not_there_are_named(folder: Path) -> None:
    (folder / f"{SOURCES}.toml").unlink()
    with pytest.raises(BadRule, match=r"platforms/sources\.toml"):
        read_platforms(folder)
