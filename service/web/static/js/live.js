/* What others do shows by itself. One stream of events while the page is seen; a hidden page lets go of it (a browser has
   few connections to one server) and catches up from where it was when it is seen again.

   `data-live="track cue"`: kinds of events after which this element is fetched anew from the page's own address. It needs
   an id. Nothing is replaced in which somebody types, or that carries `data-live-keep`. What carries `data-live-stays`, in
   a parent with an id, outlives it. `data-live-due`: something was about to happen when the page was made, so it is fetched
   once the stream is open. Other modules hear `cutdown:event`. */
import htmx from "../lib/htmx.js";

const PAUSE_MS = 300;
const SETTLED_MS = 2000; // many things follow from one approval: they are shown together
const RETRY_MS = [1000, 2000, 5000, 10000, 30000];

let source = null;
let cursor = null;
let failures = 0;
let again;
let refresh;
const due = new Set();

const kindsOf = (element) => element.dataset.live.split(/[\s,]+/).filter(Boolean);

function wanted() {
  const kinds = [...document.querySelectorAll("[data-live]")].flatMap(kindsOf);
  return [...new Set(kinds)].sort();
}

function connect() {
  clearTimeout(again);
  const kinds = wanted();
  if (source || document.hidden || !kinds.length) return;
  const query = new URLSearchParams({ types: kinds.join(",") });
  if (cursor) query.set("after", cursor);
  source = new EventSource(`/v1/events/stream?${query}`);
  source.addEventListener("open", () => {
    failures = 0;
    document.documentElement.dataset.stream = "open";
    for (const element of document.querySelectorAll("[data-live-due]")) mark(element);
  });
  source.addEventListener("message", hear);
  source.addEventListener("error", () => {
    document.documentElement.dataset.stream = "lost";
    if (source?.readyState !== EventSource.CLOSED) return;
    letGo();
    again = setTimeout(connect, RETRY_MS[Math.min(failures++, RETRY_MS.length - 1)]);
  });
}

function letGo() {
  source?.close();
  source = null;
}

function hear(message) {
  const event = JSON.parse(message.data);
  cursor = message.lastEventId || event.cursor;
  document.dispatchEvent(new CustomEvent("cutdown:event", { detail: event }));
  const kind = event.type.split(".")[0];
  for (const element of document.querySelectorAll("[data-live]")) {
    if (element.id && kindsOf(element).some((one) => one === kind || one === event.type)) mark(element);
  }
}

function mark(element) {
  due.add(element.id);
  clearTimeout(refresh);
  refresh = setTimeout(renew, document.querySelector("[data-live-due]") ? SETTLED_MS : PAUSE_MS);
}

function busy(element) {
  const focus = document.activeElement;
  return element.matches("[data-live-keep]") || (element.contains(focus) && focus.matches("input, textarea, select"));
}

async function renew() {
  const elements = [...due].map((id) => document.getElementById(id)).filter((element) => element && !busy(element));
  due.clear();
  if (!elements.length) return;
  const address = location.href;
  const answer = await fetch(address, { headers: { "x-cutdown-live": "1" } }).catch(() => null);
  if (!answer?.ok || answer.redirected) return;
  const text = await answer.text();
  for (const target of elements) {
    if (location.href !== address) return elements.forEach(mark); // the page went on meanwhile: what came is of another
    if (!target.isConnected || busy(target)) continue;
    const stays = [...target.querySelectorAll("[data-live-stays]")].map((one) => [one, one.parentElement.id]);
    await htmx.swap({ text, target, sourceElement: target, select: `#${CSS.escape(target.id)}`, swap: "outerMorph" });
    for (const [one, place] of stays) document.getElementById(place)?.append(one);
  }
}

export function followEvents() {
  document.addEventListener("visibilitychange", () => (document.hidden ? letGo() : connect()));
  window.addEventListener("pagehide", letGo);
  window.addEventListener("pageshow", connect);
  document.addEventListener("htmx:after:swap", connect);
  connect();
}
