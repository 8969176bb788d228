"""Our reader and ttconv's see the same text at every moment of any document both take."""

from __future__ import annotations

import pytest
from hypothesis import given, reject, settings
from hypothesis import strategies as st

from service.timedtext import ttml
from tests.timedtext.ttconv_oracle import both
from tests.timedtext.ttml_samples import document

HEAD = """<styling><style xml:id="gone" tts:display="none"/><style xml:id="dim" tts:visibility="hidden"/></styling>
<layout><region xml:id="a" tts:displayAlign="after"/><region xml:id="b" begin="4s" end="9s"/>
<region xml:id="c"><set begin="5s" end="7s" tts:visibility="hidden"/></region></layout>"""


NUMBER = st.integers(0, 12).map("{}s".format) | st.sampled_from(["00:00:03.5", "45f", "00:00:01:15", "2500ms"])
BOUNDED = st.builds(' begin="{}" {}="{}"'.format, NUMBER, st.sampled_from(["end", "dur"]), NUMBER)
BOTH = st.builds(' begin="{}" end="{}" dur="{}"'.format, NUMBER, NUMBER, NUMBER)
ENDED = st.builds(' {}="{}"'.format, st.sampled_from(["end", "dur"]), NUMBER)
LASTING = BOUNDED | BOTH | ENDED
TIMES = LASTING | st.just("")  # ttconv takes the end of content that begins late for one that counts from elsewhere
LOOK = st.sampled_from(
    ["", "", "", ' style="gone"', ' style="dim"', ' tts:visibility="visible"', ' xml:space="preserve"']
)
PLACE = st.sampled_from(["", "", ' region="a"', ' region="b"', ' region="c"'])
SET = st.builds("<set{} {}/>".format, TIMES, st.sampled_from(['tts:display="none"', 'tts:visibility="hidden"']))
SETS = st.lists(SET, max_size=1).map("".join)
WORDS = st.sampled_from(["one", " two ", "<br/>", "\n  ", "three  four", "&amp;", "<metadata/>"])


def some(*of: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.lists(st.one_of(*of), max_size=3).map("".join)


def element(
    name: str, parallel: st.SearchStrategy[str], sequence: st.SearchStrategy[str], times: st.SearchStrategy[str]
) -> st.SearchStrategy[str]:
    """An element whose times are these; what is in a sequence lasts for a time that it says."""
    written = f"<{name}{{}}{{}}{{}}{{}}>{{}}{{}}</{name}>".format
    return st.builds(written, times, st.just(""), LOOK, PLACE, SETS, parallel) | st.builds(
        written, times, st.just(' timeContainer="seq"'), LOOK, PLACE, st.just(""), sequence
    )


def spans(times: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    inner = element("span", some(WORDS), some(WORDS), TIMES)
    return element("span", some(WORDS, inner), some(WORDS), times)


def paragraphs(times: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return element("p", some(WORDS, spans(TIMES)), some(WORDS, spans(LASTING)), times)


def divisions(times: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    inner = element("div", some(paragraphs(TIMES)), some(paragraphs(LASTING)), LASTING)
    return element("div", some(paragraphs(TIMES), inner), some(paragraphs(LASTING), inner), times)


BODY = element("body", some(divisions(TIMES)), some(divisions(LASTING)), TIMES)


@given(BODY, st.booleans())
@settings(max_examples=60, deadline=None)
def test_the_same_text_is_seen_at_every_moment(body: str, with_regions: bool) -> None:
    around = document("", HEAD if with_regions else HEAD.partition("<layout>")[0])
    data = around.replace(b"<body><div></div></body>", body.encode())
    try:
        theirs, ours = both(data, ttml.read(data))
    except TypeError:  # it takes no sequence after something without an end
        reject()
    assert ours == theirs


RUBY = '<span tts:ruby="container"><span tts:ruby="base">紅</span><span tts:ruby="text">べに</span></span>'


@pytest.mark.parametrize(
    "body",
    [
        f'<p end="9s">口{RUBY}を</p>',
        '<p end="9s"><span end="0.004h">one</span><br/><span begin="0.25m" dur="300f">two</span></p>',
        '<p begin="1s" end="9s" tts:opacity="1">one<set begin="2s" dur="1s" tts:display="none"/></p>',
    ],
)
def test_what_was_found_telling(body: str) -> None:
    data = document(body)
    theirs, ours = both(data, ttml.read(data))
    assert ours == theirs
