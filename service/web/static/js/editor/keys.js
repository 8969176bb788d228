/* The keys of the list and of its text. Single keys are off while a field has the focus. */
import { current, list, rows } from "./page.js";
import { beside, nextError, open } from "./rows.js";
import { flush, push } from "./save.js";
import { toast } from "../toast.js";

const writes = (element) => element.matches?.("input, textarea, select, [contenteditable]");
const meta = (event) => event.ctrlKey || event.metaKey;

/* What a key does in a text; nothing for a key that is the text's own. */
function inText(event, row) {
  if (event.key === "Escape") return () => leave(row);
  if (event.key === "Enter" && meta(event)) return () => goOn(row, event.shiftKey ? -1 : 1);
  if (event.altKey && event.code === "KeyF") return () => row.querySelector(".find .btn")?.click();
  return null;
}

function inList(event, row) {
  if (meta(event) || event.altKey) return null;
  const menu = event.target.closest?.("button, summary, .rail, .bar, .seg, dialog");
  switch (event.key) {
    case "ArrowDown": return menu ? null : () => step(row, 1);
    case "ArrowUp": return menu ? null : () => step(row, -1);
    case "Enter":
      if (event.shiftKey) return passOn;
      return menu || event.target.closest?.("a:not(.n)") ? null : () => open(row ?? rows()[0], { type: true });
    default: return null;
  }
}

function leave(row) {
  push(row.dataset.cue);
  row.querySelector(".n").focus({ preventScroll: true });
}

function goOn(row, by) {
  push(row.dataset.cue);
  const next = beside(row, by);
  if (next) open(next, { type: true });
  else leave(row);
}

function step(row, by) {
  const next = row ? beside(row, by) : rows()[0];
  if (!next) return;
  open(next);
  next.querySelector(".n").focus({ preventScroll: true });
}

function toError(row, by) {
  const next = nextError(row ?? rows()[0], by);
  if (next) open(next, { type: true });
}

/* Approve or submit, once everything that was typed is saved. */
function passOn() {
  document.querySelector("#pass-on button")?.click();
}

export function followKeys() {
  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.isComposing || document.querySelector("dialog[open]")) return;
    const row = current();
    const typing = writes(event.target);
    let act = typing && list.contains(event.target) ? inText(event, row) : null;
    if (!typing) act = inList(event, row);
    if (event.key === "F8") act = () => toError(row, event.shiftKey ? -1 : 1);
    if (!act) return;
    event.preventDefault();
    act();
  });
  document.addEventListener("submit", async (event) => {
    if (event.target.id !== "pass-on") return;
    const button = event.submitter;
    if (event.target.dataset.flushed) return;
    event.preventDefault();
    if (button?.getAttribute("aria-disabled") === "true") {
      toast(document.getElementById("not-yet")?.textContent.trim() ?? "");
      return;
    }
    const act = button.value;
    if (!(await flush())) return;
    const form = document.getElementById("pass-on");
    if (!form) return;
    form.dataset.flushed = "1";
    form.requestSubmit(form.querySelector(`button[value="${act}"]`) ?? undefined);
  });
}
