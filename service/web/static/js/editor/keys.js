/* What the keys of the shortcut sheet do in the list and in its text. */
import { on } from "../keys.js";
import { toast } from "../toast.js";
import { current, editor, list, rows } from "./page.js";
import { beside, nextError, open } from "./rows.js";
import { flush, push, unsaved } from "./save.js";

const typing = () => list.contains(document.activeElement) && document.activeElement.matches("textarea, input");

/* Something that only makes sense in a text: everywhere else the key is not ours. */
const inText = (run) => () => (typing() ? run(current()) : false);

function step(by) {
  const row = current();
  const next = row ? beside(row, by) : rows()[0];
  if (!next) return false;
  open(next);
  return true;
}

function leave(row) {
  push(row.dataset.cue);
  row.focus({ preventScroll: true });
}

function goOn(row, by) {
  push(row.dataset.cue);
  const next = beside(row, by);
  if (next) open(next, { type: true });
  else leave(row);
}

function toError(by) {
  const next = nextError(current() ?? rows().at(by > 0 ? -1 : 0), by);
  if (!next) return false;
  open(next, { type: true });
  return true;
}

export function followKeys() {
  on("editor.next", () => step(1));
  on("editor.before", () => step(-1));
  on("editor.edit", () => open(current() ?? rows()[0], { type: true }));
  on("editor.leave", inText(leave));
  on("editor.go-on", inText((row) => goOn(row, 1)));
  on("editor.go-back", inText((row) => goOn(row, -1)));
  on("editor.error", () => toError(1));
  on("editor.error-before", () => toError(-1));
  on("editor.fix", () => current()?.querySelector(".find .btn")?.click());
  on("editor.pass-on", () => document.querySelector("#pass-on button")?.click());
  on("editor.side", () => {
    const open = editor.classList.toggle("side-open");
    if (open) document.getElementById("side").focus();
  });
  document.addEventListener("submit", beforeAnyForm);
}

/* A form leaves the page: everything that was typed is saved first. */
async function beforeAnyForm(event) {
  const [form, button] = [event.target, event.submitter];
  if (event.defaultPrevented || !form.matches("#pass-on, #editor form")) return;
  if (button?.getAttribute("aria-disabled") === "true") {
    event.preventDefault();
    toast(document.getElementById("not-yet")?.textContent.trim() ?? "");
    return;
  }
  if (!unsaved()) return;
  event.preventDefault();
  if (!(await flush())) return;
  const again = form.isConnected ? form : document.getElementById(form.id);
  const same = again?.contains(button) ? button : again?.querySelector(`button[value="${CSS.escape(button?.value ?? "")}"]`);
  again?.requestSubmit(same ?? undefined);
}

