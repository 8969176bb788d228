/* Marks and comments meet the monitor: a mark begins and ends at the frame that is seen, a comment is of it. */
import { on } from "../keys.js";
import { beginOf, frameAt, timecode } from "../monitor/clock.js";
import { filmOf } from "../monitor/film.js";

const film = filmOf("film");
const find = (selector) => document.querySelector(selector);

/* When the frame on screen begins, or (after) the one behind it. */
const moment = (after = 0) => timecode(beginOf(frameAt(film.time, film.fps) + after, film.fps));

function set(edge) {
  const field = find(`#mark-${edge}`);
  if (!field) return;
  field.closest("details")?.setAttribute("open", "");
  field.value = moment(edge === "out" ? 1 : 0);
  field.removeAttribute("aria-invalid");
}

document.addEventListener("click", (event) => {
  const edge = event.target.closest?.("[data-mark]")?.dataset.mark;
  if (edge) set(edge);
});
for (const button of document.querySelectorAll("[data-mark]")) button.hidden = false;

on("marks.in", () => set("in"));
on("marks.out", () => set("out"));
on("marks.what", () => reach("#mark-what"));
on("marks.comment", () => reach("#comment-text"));
on("marks.save", () => {
  const form = document.activeElement?.closest("[data-mark-form], [data-comment-form]") ?? find("[data-mark-form]");
  form?.requestSubmit();
});

function reach(selector) {
  const field = find(selector);
  field?.closest("details")?.setAttribute("open", "");
  field?.focus();
}

/* A comment is of the frame at which somebody began to write it. */
function follow() {
  const [text, at] = [find("#comment-text"), find("#comment-at")];
  if (at && !text.value && document.activeElement !== at) at.value = moment();
}

document.addEventListener("cutdown:time", follow);
follow();
