/* The checklists: a filter that is chosen is shown at once, the dialog that the address asks for is modal, the playhead
   moves over the lanes and the address keeps where it stands. All of it works as links and forms without this. */
import htmx from "../lib/htmx.js";
import { on } from "./keys.js";

const SETTLED_MS = 350;
const STEP_MS = 100;
let later;

const clock = (ms) => {
  const two = (number) => String(number).padStart(2, "0");
  return `${two(Math.floor(ms / 60000))}:${two(Math.floor(ms / 1000) % 60)}.${String(ms % 1000).padStart(3, "0")}`;
};

function ask() {
  for (const dialog of document.querySelectorAll("dialog[open][data-modal]:not(:modal)")) {
    dialog.close();
    dialog.showModal();
    (dialog.querySelector("[role=alert]") ? dialog.querySelector("textarea") : dialog.querySelector("h2")).focus();
  }
}

/* Escape is the link that leaves the dialog, so that the address says that it is gone. */
function leave(event) {
  const link = event.target.matches?.("dialog[data-modal]") && event.target.querySelector("[data-cancel]");
  if (!link) return;
  event.preventDefault();
  link.click();
}

function place(lanes, ms) {
  const head = lanes.querySelector("[data-head]");
  const at = Math.min(Math.max(Math.round(ms), 0), Number(lanes.dataset.ms));
  head.hidden = false;
  head.style.insetInlineStart = `${(at * 100) / Number(lanes.dataset.ms)}%`;
  head.dataset.at = at;
  head.setAttribute("aria-valuenow", at);
  head.setAttribute("aria-valuetext", clock(at));
  return at;
}

function prepare() {
  ask();
  for (const lanes of document.querySelectorAll("[data-lanes]")) {
    lanes.classList.add("live");
    const head = lanes.querySelector("[data-head]");
    if (head?.dataset.at) place(lanes, Number(head.dataset.at));
  }
}

/* What stands at the playhead is fetched once it rests. */
function seek(lanes, ms) {
  const at = place(lanes, ms);
  const address = new URL(location.href);
  address.searchParams.set("t", at / 1000);
  history.replaceState(history.state, "", address);
  clearTimeout(later);
  later = setTimeout(async () => {
    const answer = await fetch(address, { headers: { "x-cutdown-live": "1" } }).catch(() => null);
    const tracks = document.querySelector(".tracks");
    const text = answer?.ok && !answer.redirected ? await answer.text() : "";
    if (!text || !tracks || location.href !== address.href) return; // or the playhead is elsewhere by now
    const found = new DOMParser().parseFromString(text, "text/html").getElementById("moments");
    const shown = document.getElementById("moments");
    if (shown && found) shown.replaceWith(found);
    else if (found) tracks.append(found);
    htmx.process(document.getElementById("moments") ?? tracks);
  }, SETTLED_MS);
}

function under(event) {
  const lanes = event.target.closest?.("[data-lanes]");
  const box = lanes?.querySelector(".head-box")?.getBoundingClientRect();
  if (!box || event.clientX < box.left || event.clientX > box.right) return null;
  return { lanes, ms: ((event.clientX - box.left) / box.width) * Number(lanes.dataset.ms) };
}

document.addEventListener("change", (event) => event.target.closest?.("[data-asking]")?.requestSubmit());
document.addEventListener("cancel", leave, true);
document.addEventListener("pointerdown", (event) => {
  if (!event.target.closest?.("[data-lanes] svg, [data-head]")) return;
  const there = under(event);
  if (!there) return;
  event.preventDefault();
  const move = (moved) => {
    const box = there.lanes.querySelector(".head-box").getBoundingClientRect();
    seek(there.lanes, ((moved.clientX - box.left) / box.width) * Number(there.lanes.dataset.ms));
  };
  seek(there.lanes, there.ms);
  there.lanes.querySelector("[data-head]").focus();
  const stop = () => document.removeEventListener("pointermove", move);
  document.addEventListener("pointermove", move);
  document.addEventListener("pointerup", stop, { once: true });
});
document.addEventListener("keydown", (event) => {
  const head = event.target.closest?.("[data-head]");
  if (!head || event.altKey || event.metaKey || event.ctrlKey) return;
  const lanes = head.closest("[data-lanes]");
  const step = STEP_MS * (event.shiftKey ? 10 : 1);
  const now = Number(head.dataset.at);
  const to = { ArrowRight: now + step, ArrowLeft: now - step, Home: 0, End: Number(lanes.dataset.ms) }[event.key];
  if (to === undefined) return;
  event.preventDefault();
  seek(lanes, to);
});

/* Alt with the arrows goes from item to item, N to the next that may be signed. */
function step(by) {
  const links = [...document.querySelectorAll(".checks .ck-w a")];
  const now = links.findIndex((link) => link === document.activeElement || link.getAttribute("aria-expanded") === "true");
  links[Math.min(Math.max(now + by, 0), links.length - 1)]?.focus();
}
on("checks.item-before", () => step(-1));
on("checks.item-after", () => step(1));
on("checks.next", () => document.querySelector("[data-next]")?.click());
document.addEventListener("htmx:after:swap", prepare);
prepare();
