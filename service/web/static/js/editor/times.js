/* Edges of a cue that were moved on the timeline are saved at once; where that is refused they go back. */
import { put, rowOf, send, words } from "./page.js";
import { toast } from "../toast.js";
import { timecode } from "../monitor/clock.js";

export function saveTimes() {
  document.addEventListener("cutdown:timing", async ({ detail }) => {
    const { id, begin_ms, end_ms } = detail;
    const row = rowOf(id);
    if (!row) return;
    const asked = { act: "move", cue: id, timing: row.dataset.timing, begin: timecode(begin_ms), end: timecode(end_ms) };
    const answer = await send(asked);
    if (answer.kind === "done") {
      put(answer.parts);
      renew(row);
      return;
    }
    const { begin, end } = row.dataset;
    const cues = [{ id, begin_ms: Number(begin), end_ms: Number(end) }];
    document.dispatchEvent(new CustomEvent("cutdown:cues", { detail: { cues } }));
    toast(answer.said ?? answer.parts?.querySelector("[data-refused]")?.textContent.trim() ?? words.refused);
  });
}

/* The fields of an open row say the new times. */
function renew(row) {
  const form = row.querySelector(".times");
  if (!form) return;
  form.elements.timing.value = row.dataset.timing;
  form.elements.begin.value = timecode(Number(row.dataset.begin));
  form.elements.end.value = timecode(Number(row.dataset.end));
}
