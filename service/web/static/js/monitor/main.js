/* The monitor of a page: player, captions, platform, transport. Other modules meet it by events on the document:

   it hears `cutdown:seek` {ms} and `cutdown:cue` {id}; it tells `cutdown:time` {ms, playing} at most once a frame, and
   `cutdown:go` {id} when it comes to another cue. */
import { on } from "../keys.js";
import { Captions } from "./captions.js";
import { timecode } from "./clock.js";
import { filmOf } from "./film.js";
import { followMaking } from "./making.js";
import { choosePlatform } from "./platform.js";
import { Player } from "./player.js";
import { followRows } from "./rows.js";

const SETTLED = 300; // ms of rest before the address follows

const tell = (name, detail) => document.dispatchEvent(new CustomEvent(`cutdown:${name}`, { detail }));

function mount(root) {
  const film = filmOf(root.dataset.monitor);
  const frame = root.querySelector("[data-frame]");
  frame.style.setProperty("--across", film.width);
  frame.style.setProperty("--down", film.height);
  const player = new Player(film, [...root.querySelectorAll("video")], [...root.querySelectorAll("audio")]);
  const captions = new Captions(film, frame);
  show(root, film, player, captions);
  steer(root, film, player);
  choosePlatform(film, root, () => captions.judge());
  new ResizeObserver(() => captions.judge()).observe(frame);
  followMaking(film, () => {
    if (!player.playing) player.toFrame(player.frame);
    tellMaking(root, film, player);
    tell("pictures", {});
  });
  const list = document.querySelector("ol.cue-list");
  if (list) followRows(film, list);
  player.seek(asked(root) ?? film.byId.get(film.now)?.begin_ms ?? 0);
  root.dataset.ready = "";
}

/* Everything that follows the player. */
function show(root, film, player, captions) {
  const [now, scrub] = [root.querySelector("[data-now]"), root.querySelector("[data-scrub]")];
  player.addEventListener("time", () => {
    film.time = player.time;
    captions.draw(player.time);
    now.textContent = timecode(player.time);
    if (scrub) {
      scrub.value = player.frame;
      scrub.setAttribute("aria-valuetext", now.textContent);
    }
    tellMaking(root, film, player);
    tell("time", { ms: player.time, playing: player.playing });
    accompany(captions, player);
    if (!player.playing) remember(root, player);
  });
  player.addEventListener("state", () => {
    root.toggleAttribute("data-playing", player.playing);
    const button = root.querySelector("[data-do=play]");
    button.setAttribute("aria-label", player.playing ? button.dataset.pause : button.dataset.play);
    root.querySelector("[data-rate]").textContent = `${player.rate.toFixed(1)}×`;
  });
  document.addEventListener("cutdown:redraw", () => captions.draw(player.time));
}

/* While it plays the list goes along, unless somebody is writing. */
function accompany(captions, player) {
  if (!player.playing || player.rate < 0 || document.activeElement?.matches("input, textarea, select")) return;
  const id = captions.at(player.time)[0]?.id;
  if (!id || id === captions.current) return;
  captions.current = id;
  tell("go", { id });
}

/* Everything that moves the player: buttons, keys, and what other modules ask for. */
function steer(root, film, player) {
  const verbs = {
    play: () => player.toggle(),
    stop: () => player.pause(),
    forward: () => player.shuttle(1),
    backward: () => player.shuttle(-1),
    "frame-before": () => player.step(-1),
    "frame-after": () => player.step(1),
    "cue-before": () => toCue(film.cues.findLast((cue) => cue.begin_ms < player.time)),
    "cue-after": () => toCue(film.cues.find((cue) => cue.begin_ms > player.time)),
  };
  const toCue = (cue) => {
    if (!cue) return;
    player.seek(cue.begin_ms);
    tell("go", { id: cue.id });
    tell("cue", { id: cue.id });
  };
  for (const [verb, run] of Object.entries(verbs)) on(`monitor.${verb}`, run);
  root.addEventListener("click", (event) => verbs[event.target.closest("[data-do]")?.dataset.do]?.());
  root.querySelector("[data-scrub]")?.addEventListener("input", (event) => player.toFrame(Number(event.target.value)));
  document.addEventListener("cutdown:seek", ({ detail }) => player.seek(detail.ms));
  document.addEventListener("cutdown:cue", ({ detail }) => {
    const cue = film.byId.get(detail.id);
    if (cue && (player.time < cue.begin_ms || player.time >= cue.end_ms)) player.seek(cue.begin_ms);
  });
}

/* Where the source of this moment has no picture yet: how far it is. */
function tellMaking(root, film, player) {
  const place = root.querySelector("[data-making]");
  const stretch = player.picture.find(player.ms);
  const facts = stretch && film.sources[stretch.source].pictures;
  const state = !stretch || facts?.preview ? null : (facts?.state ?? "waiting");
  place.hidden = !state;
  if (!state) return;
  const share = new Intl.NumberFormat(document.documentElement.lang, { style: "percent" }).format(facts?.progress ?? 0);
  const words = place.dataset[state === "ready" ? "failed" : state].replace("{share}", share);
  if (place.textContent !== words) place.textContent = words;
}

/* `t` in the address, in seconds. */
function asked(root) {
  const seconds = Number.parseFloat(new URLSearchParams(location.search).get("t"));
  return "address" in root.dataset && seconds >= 0 ? seconds * 1000 : null;
}

let rest;

function remember(root, player) {
  clearTimeout(rest);
  if (!("address" in root.dataset) || !("ready" in root.dataset)) return;
  rest = setTimeout(() => {
    const address = new URL(location);
    address.searchParams.set("t", String(player.time / 1000));
    history.replaceState(history.state, "", address);
  }, SETTLED);
}

for (const root of document.querySelectorAll("[data-monitor]")) mount(root);
