/* Every text is saved by itself, a moment after somebody stops typing or when they leave it. The row says where it is:
   saving, saved, or kept here while the connection is lost, tried again by itself. */
import { current, editor, put, rowOf, say, send, words } from "./page.js";
import { everythingKept, forget, keep, release } from "./keep.js";
import { field, textOf } from "./rows.js";
import { decide } from "./conflict.js";

const PAUSE_MS = 1200;
const CHECK_MS = 250;
const RETRY_MS = [1000, 2000, 4000, 8000, 15000];
const MOST_SENT = 8; // texts of a cue whose answers are waited for

/* cue -> { text, seen, sent, timer, sending, failures, refused } of what the server does not have yet */
const waiting = new Map();
let checking;
let checkLater;

const clock = () => new Intl.DateTimeFormat(document.documentElement.lang, { timeStyle: "short" }).format(new Date());

export const unsaved = () => waiting.size > 0;
export const isUnsaved = (cue) => waiting.has(cue);

/* Note what was typed and send it soon. */
export function typed(row, text) {
  const cue = row.dataset.cue;
  const seen = row.querySelector("[name=seen]")?.value ?? row.dataset.seen;
  const one = waiting.get(cue) ?? { seen, sent: [], failures: 0 };
  Object.assign(one, { text, refused: "" });
  waiting.set(cue, one);
  keep(cue, one);
  document.dispatchEvent(new CustomEvent("cutdown:text", { detail: { id: cue, text } }));
  if (!one.sending) schedule(cue, one.failures ? RETRY_MS[0] : PAUSE_MS);
  check(row, text);
}

function schedule(cue, ms) {
  const one = waiting.get(cue);
  clearTimeout(one.timer);
  one.timer = setTimeout(() => push(cue), ms);
}

/* Measure a draft without saving it. */
function check(row, text) {
  clearTimeout(checkLater);
  checkLater = setTimeout(async () => {
    checking?.abort();
    checking = new AbortController();
    if (!text.trim()) return;
    const { cue, track } = row.dataset;
    const answer = await send({ act: "draft", cue, track, text }, { signal: checking.signal });
    if (answer.kind === "done" && field(row)?.value === text) put(answer.parts);
  }, CHECK_MS);
}

/* Send one text; resolves when the server has it, or has said why not. */
export async function push(cue) {
  const one = waiting.get(cue);
  if (!one || one.sending || one.refused) return;
  clearTimeout(one.timer);
  const row = rowOf(cue);
  const { text, seen } = one;
  one.sending = true;
  one.sent = [...one.sent, text].slice(-MOST_SENT);
  keep(cue, one);
  if (!one.failures) show(row, words.saving);
  const answer = await send({ act: "save", cue, track: row?.dataset.track ?? "", seen, text });
  one.sending = answer.kind === "conflict";
  switch (answer.kind) {
    case "done": return acknowledged(cue, one, text, answer.parts);
    case "conflict": return conflicted(cue, one, answer.parts);
    case "refused":
      one.refused = answer.said;
      return show(row, answer.said, "lost");
    case "out":
      one.refused = words.out;
      return show(row, words.out, "lost");
    default:
      lost(cue, one);
  }
}

function acknowledged(cue, one, text, parts) {
  const fresh = parts.querySelector("li.cue");
  const row = rowOf(cue);
  Object.assign(one, { failures: 0, sent: [] });
  if (fresh && row) {
    row.dataset.seen = fresh.dataset.seen;
    const seen = row.querySelector(".edit [name=seen]");
    if (seen) seen.value = fresh.dataset.seen;
  }
  put(parts);
  release(cue, text);
  if (one.text !== text) {
    one.seen = fresh?.dataset.seen ?? one.seen;
    keep(cue, one);
    schedule(cue, PAUSE_MS);
    return;
  }
  waiting.delete(cue);
  show(row, say(words.saved, { time: clock() }));
  if (row === current()) document.dispatchEvent(new CustomEvent("cutdown:saved", { detail: { id: cue } }));
  if (![...waiting.values()].some((other) => other.failures)) found();
}

async function conflicted(cue, one, parts) {
  const theirs = parts.querySelector("dialog");
  const { text, seen } = theirs.dataset;
  const own = one.sent.slice(0, -1).includes(text) || text === one.text; // it arrived, and only its answer was lost
  const choice = own ? "mine" : await decide(theirs);
  Object.assign(one, { sending: false, seen, sent: [] });
  const row = rowOf(cue);
  if (row) {
    row.dataset.seen = seen;
    const hidden = row.querySelector(".edit [name=seen]");
    if (hidden) hidden.value = seen;
  }
  if (choice === "theirs") {
    forget(cue);
    waiting.delete(cue);
    if (field(row)) field(row).value = text;
    document.dispatchEvent(new CustomEvent("cutdown:text", { detail: { id: cue, text } }));
    await look(cue);
    return;
  }
  keep(cue, one);
  if (choice === "mine") await push(cue);
  else {
    one.refused = say(words.beside);
    show(row, say(words.beside), "lost");
    beside(row, theirs);
  }
  if (!own) field(rowOf(cue))?.focus();
}

/* Theirs stands under the field while mine is edited on. */
function beside(row, theirs) {
  const note = document.createElement("p");
  note.className = "find warn theirs";
  note.append(...theirs.querySelector("[data-theirs]").cloneNode(true).childNodes);
  row?.querySelector(".edit .theirs")?.remove();
  row?.querySelector(".edit")?.append(note);
}

function lost(cue, one) {
  one.failures += 1;
  show(rowOf(cue), words.lostBriefly, "lost");
  const alert = document.getElementById("lost");
  if (alert.textContent !== words.lost) alert.textContent = words.lost;
  document.documentElement.dataset.saving = "lost";
  schedule(cue, RETRY_MS[Math.min(one.failures - 1, RETRY_MS.length - 1)]);
}

function found() {
  document.getElementById("lost").textContent = "";
  delete document.documentElement.dataset.saving;
}

function show(row, text, how = "") {
  for (const place of [row?.querySelector("[data-saving]"), document.querySelector("[data-saved]")]) {
    if (!place) continue;
    place.textContent = text;
    place.classList.toggle("lost", how === "lost");
  }
  row?.classList.toggle("unsaved", how === "lost");
}

/* Everything that waits, now: before an approval, or when the connection is back. */
export async function flush() {
  await Promise.all([...waiting.keys()].map(push));
  return !unsaved();
}

/* Read a row anew, or with no cue what counts all of them. */
export async function look(cue = "") {
  const answer = await send({ act: "look", cue });
  if (answer.kind !== "done") return;
  const [fresh, row] = [answer.parts.querySelector("li.cue"), cue && rowOf(cue)];
  if (fresh && row && !waiting.has(cue)) {
    row.dataset.seen = fresh.dataset.seen;
    const text = field(row);
    const now = textOf(fresh);
    if (text && text.value !== now) text.value = now;
    const seen = row.querySelector(".edit [name=seen]");
    if (seen) seen.value = fresh.dataset.seen;
  }
  put(answer.parts);
}

export function saveTyping(list) {
  list.addEventListener("input", (event) => {
    if (event.target.name === "text") typed(event.target.closest("li.cue"), event.target.value);
  });
  list.addEventListener("focusout", (event) => {
    const row = event.target.closest("li.cue");
    if (event.target.name === "text" && waiting.has(row.dataset.cue)) push(row.dataset.cue);
  });
  editor.addEventListener("submit", (event) => {
    const by = event.submitter;
    if (by?.name === "fixed") {
      event.preventDefault();
      const row = by.closest("li.cue") ?? current();
      field(row).value = by.value;
      typed(row, by.value);
      push(row.dataset.cue);
      field(row).focus();
    } else if (by?.value === "save" || by?.value === "still") {
      event.preventDefault();
      const row = by.closest("li.cue");
      if (!waiting.has(row.dataset.cue)) typed(row, field(row)?.value ?? textOf(row));
      push(row.dataset.cue);
    }
  });
  window.addEventListener("online", flush);
  document.addEventListener("visibilitychange", () => document.hidden || flush());
  window.addEventListener("pagehide", () => {
    for (const [cue, { text, seen, refused }] of waiting) {
      if (!refused) send({ act: "save", cue, track: rowOf(cue)?.dataset.track ?? "", seen, text }, { keepalive: true });
    }
  });
  takeUp();
}

/* What a reload or a crash left behind. */
function takeUp() {
  for (const [cue, { text, seen, sent = [] }] of everythingKept()) {
    const row = rowOf(cue);
    if (!row) continue;
    if (textOf(row) === text) {
      forget(cue);
      continue;
    }
    waiting.set(cue, { text, seen, sent, failures: 0, refused: "" });
    if (row === current() && field(row)) {
      field(row).value = text;
      row.querySelector("[name=seen]").value = seen;
    }
    show(row, words.kept, "lost");
    schedule(cue, 200);
  }
}

