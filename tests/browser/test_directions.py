"""Right-to-left captions in a real browser: the full stop stands where a reader of the language looks for it."""

from __future__ import annotations

import pytest
from playwright.async_api import Browser

from service.timedtext.directions import direct
from service.timedtext.formats import FORMATS
from service.timedtext.model import Cue, Document

# Each line as it is drawn: the place of its last visible character, from 0 (left end) to 1 (right end). The cue is read
# by the browser from a track; `plaintext` is how the standard has cues drawn (WebVTT, section 7.4).
PAGE = """<!doctype html><meta charset="utf-8"><video></video><div id="cue"></div><script>
window.drawn = async (file, style) => {
  const track = document.createElement("track")
  track.src = URL.createObjectURL(new Blob([file], {type: "text/vtt"}))
  document.querySelector("video").replaceChildren(track)
  const loaded = new Promise((done, failed) => { track.onload = done; track.onerror = failed })
  track.track.mode = "hidden"
  await loaded
  const cue = document.getElementById("cue")
  cue.style = "white-space: pre-line; width: 30em; text-align: center; font: 20px sans-serif; " + style
  cue.replaceChildren(track.track.cues[0].getCueAsHTML())
  const range = document.createRange()
  const place = (node, at) => { range.setStart(node, at); range.setEnd(node, at + 1); return range.getClientRects()[0] }
  const text = cue.firstChild
  const stop = place(text, text.data.lastIndexOf("."))
  range.selectNodeContents(cue)
  const whole = range.getBoundingClientRect()
  return (stop.left + stop.width / 2 - whole.left) / whole.width
}
</script>"""
TEXT = "iPhone هو الأفضل."
ENDS_LATIN = "الأفضل هو iPhone."


@pytest.mark.parametrize(
    ("format", "text", "style", "given_end"),
    [
        ("vtt", TEXT, "unicode-bidi: plaintext", "right"),
        ("vtt", ENDS_LATIN, "unicode-bidi: plaintext", "left"),
        ("srt", TEXT, "direction: ltr", "right"),
        ("srt", ENDS_LATIN, "direction: ltr", "right"),
    ],
)
async def test_the_full_stop_is_at_the_left_end(
    browser: Browser, format: str, text: str, style: str, given_end: str
) -> None:
    given = Document((Cue("a", 0, 1000, text),))
    page = await browser.new_page()
    try:
        await page.set_content(PAGE)
        places = [
            await page.evaluate("([f, s]) => drawn(f, s)", [FORMATS["vtt"].write(one).decode(), style])
            for one in (given, direct(given, "rtl", format))
        ]
    finally:
        await page.close()
    assert ("left" if places[0] < 0.5 else "right") == given_end
    assert places[1] < 0.2
