"""A whole campaign, as the bench makes it: 8 cuts, 45 locales, 4 formats."""

from __future__ import annotations

from service.timedtext.formats import FORMATS
from service.timedtext.layout import lay_out
from service.timedtext.problems import ASIDE
from tests.bench.campaign import EVERYWHERE, Campaign, Steps
from tests.bench.campaign_film import LOCALES


def test_each_distinct_text_is_laid_out_once_and_what_is_remembered_gives_the_same_bytes() -> None:
    campaign = Campaign()
    lay_out.cache_clear()
    cold, _, _ = campaign.files(Steps())
    laid_out = lay_out.cache_info()
    distinct = len(
        {
            (text, locale, cut.aspect)
            for locale in LOCALES
            for cut in campaign.cuts
            for text, _ in campaign.texts[locale]
        }
    )
    warm, _, _ = campaign.files(Steps())
    assert laid_out.misses <= distinct
    assert lay_out.cache_info().misses == laid_out.misses
    assert len(cold) == 1_440
    assert warm == cold


def test_every_file_of_it_is_read_back_without_a_problem() -> None:
    files, cues, _ = Campaign().files(Steps())
    read = [(name, FORMATS[name].read(data)) for name, data in files if FORMATS[name].readable]
    assert [one for _, document in read for one in document.problems if one.code not in ASIDE] == []
    assert [sum(len(document.cues) for name, document in read if name == format) for format in EVERYWHERE] == [cues] * 3
