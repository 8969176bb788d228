"""What is said of cues beside others: texts again, texts of the source, another language, and places on the picture."""

from __future__ import annotations

import pytest

from service.rulebook import load
from service.rulebook.safe_zones import read_zones
from service.timedtext.checks import check
from service.timedtext.findings import Finding
from service.timedtext.model import Cue
from service.timedtext.rules import Rule

ENGLISH = "Grandpa dropped it the day I was born, and we have kept the cup with what he said to you."
GERMAN = "Opa hat sie fallen lassen, als ich kam, und wir haben die Tasse mit dem behalten, was er zu dir sagt."
FRENCH = "Papi l'a laissée tomber le jour où je suis né, et nous avons gardé la tasse avec ce que je vous dis."
SERBIAN = "Дека ју је испустио на дан када сам се родио, а ми смо је сачували и то није све што је рекао."
RUSSIAN = "Дед уронил её в день, когда я родился, и мы сохранили чашку, но это не всё, что он вам сказал."
JAPANESE = "祖父が私の生まれた日に落としたカップを、私たちはずっと大切にしてきました。"
CHINESE = "爷爷在我出生那天把杯子掉在地上，我们一直保留着它，也保留着他说过的每一句话。"
TURKISH = "Dedem onu ben doğduğum gün düşürdü ama biz bu bardağı hiç atmadık, çünkü her sabah bana şimdi kim için dedi."
HINDI = "दादाजी ने इसे मेरे जन्म के दिन गिराया और हम ने कप को संभाल कर रखा है क्योंकि यह आप का नहीं है।"


def track(text: str) -> list[Cue]:
    words = text.split()
    return [Cue(str(at), at * 8000, at * 8000 + 7000, " ".join(words[at : at + 3])) for at in range(0, len(words), 3)]


def of_rule(rule: Rule, cues: list[Cue], locale: str, **facts: dict[str, str]) -> list[Finding]:
    found = check(cues, load().rules(locale), **facts)  # type: ignore[arg-type]
    return [one for one in found if one.rule == rule]


@pytest.mark.parametrize(
    ("locale", "text"),
    [
        ("en-GB", ENGLISH),
        ("de-CH", GERMAN),
        ("fr-CA", FRENCH),
        ("sr-Cyrl-RS", SERBIAN),
        ("ru-RU", RUSSIAN),
        ("ja-JP", JAPANESE),
        ("zh-Hans-CN", CHINESE),
        ("hi-IN", HINDI),
        ("tr-TR", TURKISH),
        ("fr-FR", "Netflix. Just do it."),
        ("ja-JP", "OK"),
    ],
)
def test_a_track_in_its_language_is_left_alone(locale: str, text: str) -> None:
    assert of_rule("language", track(text), locale) == []


@pytest.mark.parametrize(
    ("locale", "text"),
    [
        ("fr-FR", ENGLISH),
        ("en-US", FRENCH),
        ("de-DE", ENGLISH),
        ("en-GB", GERMAN),
        ("ru-RU", SERBIAN),
        ("ja-JP", ENGLISH),
        ("ja-JP", CHINESE),
        ("zh-Hant-TW", JAPANESE),
        ("sr-Latn-RS", SERBIAN),
        ("mr-IN", HINDI),
        ("ko-KR", CHINESE),
        ("en-US", TURKISH),
        ("ar-SA", FRENCH),
    ],
)
def test_a_track_in_another_language_is_told(locale: str, text: str) -> None:
    (finding,) = of_rule("language", track(text), locale)
    assert (finding.cue_id, finding.severity) == ("", "warning")
    assert finding.measured < finding.limit


def test_the_same_text_at_once_again_is_told_and_twice_at_one_time_is_removed() -> None:
    again = [Cue("a", 0, 2000, "Hm."), Cue("b", 2083, 4000, "Hm."), Cue("c", 4500, 6500, "Hm.")]
    (finding,) = of_rule("duplicate", again, "en-US")
    assert (finding.cue_id, finding.fix) == ("b", None)
    (finding,) = of_rule("duplicate", [Cue("a", 0, 2000, "Hm."), Cue("b", 0, 2000, "Hm.")], "en-US")
    assert finding.fix is not None
    assert (finding.fix.cue_id, finding.fix.remove, finding.fix.safe) == ("b", True, True)


def test_a_text_that_is_the_sources_is_told_unless_it_is_one_word() -> None:
    sources = {"a": "Two cups.", "b": "Cutdown.", "c": "Never twice."}
    cues = [Cue("a", 0, 2000, "two cups."), Cue("b", 3000, 5000, "Cutdown."), Cue("c", 6000, 8000, "Nie doppelt.")]
    assert [one.cue_id for one in of_rule("same_as_source", cues, "de-DE", sources=sources)] == ["a"]


@pytest.mark.parametrize(
    ("settings", "moved"),
    [
        ("", None),
        ("line:50%", None),
        ("align:start", None),
        ("line:0", "line:15%,start"),
        ("line:-1", "line:59.67%,start"),
        ("line:90% align:start", "line:59.67%,start align:start"),
        ("line:59%,start", None),
        ("line:66%,end", "line:59.67%,start"),
        ("position:95%,line-right", "position:82.2%,line-right"),
        ("vertical:rl line:0", None),
    ],
)
def test_a_placed_cue_keeps_clear_of_the_platforms_buttons(settings: str, moved: str | None) -> None:
    """Shorts: 15 % are covered above, 35 % below, 17.8 % at the right."""
    held_to = load().rules("en-US", aspect="9:16", platform="youtube_shorts")
    found = check([Cue("a", 0, 2000, "Two cups.", settings)], held_to)
    assert [one.fix and one.fix.settings for one in found] == ([moved] if moved else [])
    if moved:
        assert check([Cue("a", 0, 2000, "Two cups.", moved)], held_to) == []


def test_every_platform_leaves_something_free() -> None:
    zones = read_zones()
    assert set(zones) == {"tiktok", "youtube_shorts", "instagram_reels", "all"}
    for zone in zones.values():
        assert 0 < zone.box.left < 50 < zone.box.right < 100
        assert 0 < zone.box.top < 50 < zone.box.bottom < 100
