/* Draws the timeline as SVG, and only what its view shows. Positions are pixels of the drawing. */
import { timecode } from "../monitor/clock.js";

export const ROW = { over: 0, axis: 53, wave: 85, source: 116, target: 148, foot: 188 };
const STEPS = [100, 200, 500, 1000, 2000, 5000, 10_000, 15_000, 30_000, 60_000, 120_000, 300_000, 600_000];
const NAMESPACE = "http://www.w3.org/2000/svg";

export function node(name, attributes = {}, ...children) {
  const made = document.createElementNS(NAMESPACE, name);
  for (const [key, value] of Object.entries(attributes)) if (value !== undefined && value !== null) made.setAttribute(key, value);
  made.append(...children);
  return made;
}

/* Times of the axis: about one in 100 pixels. */
export function ticks(view) {
  const step = STEPS.find((one) => (one / view.span) * view.width > 76) ?? STEPS.at(-1);
  const first = Math.ceil(view.from / step) * step;
  return { step, times: Array.from({ length: Math.max(0, Math.floor((view.to - first) / step) + 1) }, (_, at) => first + at * step) };
}

export function axis(view) {
  const { step, times } = ticks(view);
  const digits = step < 1000 ? 1 : 0;
  return times.flatMap((ms) => {
    const x = Math.round(view.x(ms)) + 0.5;
    const label = node("text", { x: x + 4, y: ROW.axis });
    label.textContent = timecode(ms, digits);
    return x > view.width - 40 ? [] : [node("line", { x1: x, x2: x, y1: 44, y2: ROW.foot }), label];
  });
}

export function shots(view, film) {
  return film.shots.filter((ms) => view.has(ms)).map((ms) => {
    const x = Math.round(view.x(ms)) + 0.5;
    return node("line", { class: "shot", x1: x, x2: x, y1: 60, y2: ROW.foot });
  });
}

/* A bar every three pixels; a flat line where the sound is not known yet. */
export function sound(view, wave) {
  let path = "";
  for (let x = 1; x < Math.min(view.width, view.x(view.length)); x += 3) {
    const half = Math.max(0.5, (wave.loudest(view.ms(x), view.ms(x + 3)) ?? 0) * 24);
    path += `M${x + 0.5} ${(ROW.wave - half).toFixed(1)}v${(2 * half).toFixed(1)}`;
  }
  return [node("path", { class: "wave", d: path })];
}

const LANES = [
  { y: ROW.source, height: 26, text: "source", tongue: "original" },
  { y: ROW.target, height: 34, text: "text", tongue: "target" },
];

/* The cues of the view in their lanes, each clipped to its time. */
export function cues(view, film, now, lanes = LANES) {
  return lanes.flatMap((lane) => inside(film.cues, view).map((cue) => block(view, film, cue, lane, cue.id === now)));
}

function inside(all, view) {
  const from = all.findIndex((cue) => cue.end_ms > view.from);
  if (from < 0) return [];
  const to = all.findIndex((cue, at) => at >= from && cue.begin_ms >= view.to);
  return all.slice(from, to < 0 ? undefined : to);
}

function block(view, film, cue, lane, isNow) {
  const x = view.x(cue.begin_ms);
  const width = Math.max(2, view.x(cue.end_ms) - x);
  const target = lane.text === "text";
  const state = target ? ` t-${cue.state || "draft"}${isNow ? " now" : ""}` : "";
  const shape = target && ["bad", "stale"].includes(cue.state);
  const tongue = film[lane.tongue];
  const rtl = tongue?.dir === "rtl";
  const inset = shape ? 26 : 8;
  const words = node("text", { class: "blk-t", x: rtl ? width - inset : inset, y: lane.height / 2 + 4, lang: tongue?.lang, direction: tongue?.dir });
  words.textContent = cue[lane.text]?.replaceAll("\n", " ") ?? "";
  return node(
    "svg",
    { class: "cue-block", x, y: lane.y, width, height: lane.height, "data-block": cue.id, "data-lane": lane.text },
    node("rect", { class: `blk${state}`, x: 1, y: 1, width: Math.max(1, width - 2), height: lane.height - 2, rx: 3 }),
    ...(shape ? [node("use", { class: `blk-i s-${cue.state}`, href: `#icon-s-${cue.state}`, x: rtl ? width - 22 : 6, y: 9, width: 15, height: 15 })] : []),
    words,
  );
}

/* The whole film in small pictures, shot by shot, and the part of it that is seen below. */
export function overview(view, film) {
  const whole = view.width / view.length;
  return slots(film, view).map(([from, to]) => {
    const place = { x: from * whole, y: 0, width: Math.max(1, (to - from) * whole - 1), height: 26 };
    return tile(film, (from + to) / 2, place) ?? node("rect", { class: "no-still", ...place });
  });
}

export function part(view) {
  const x = (view.from / view.length) * view.width;
  const width = (view.span / view.length) * view.width;
  const off = { class: "win-off", y: 0, height: 33 };
  return [
    node("rect", { ...off, x: 0, width: Math.max(0, x) }),
    node("rect", { ...off, x: x + width, width: Math.max(0, view.width - x - width) }),
    node("rect", { class: "win", x: x + 0.75, y: 0.75, width: Math.max(2, width - 1.5), height: 31.5 }),
  ];
}

/* From shot to shot, none wider than 64 pixels and none smaller than 10. */
function slots(film, view) {
  const [least, most] = [(10 / view.width) * view.length, (64 / view.width) * view.length];
  const edges = [0];
  for (const ms of [...film.shots, view.length]) {
    if (ms - edges.at(-1) < least && ms < view.length) continue;
    const count = Math.ceil((ms - edges.at(-1)) / most);
    const step = (ms - edges.at(-1)) / count;
    for (let at = 1; at <= count; at += 1) edges.push(edges.at(-1) + step);
  }
  return edges.slice(1).map((to, at) => [edges[at], to]);
}

function tile(film, ms, place) {
  const stretch = film.segments.find((one) => one.layer === "picture" && ms >= one.at_ms && ms < one.end_ms);
  const sheet = stretch && film.sources[stretch.source].pictures?.sheet;
  if (!sheet) return null;
  const at = Math.min(sheet.count - 1, Math.round((stretch.in_ms + (ms - stretch.at_ms) * stretch.speed) / sheet.every_ms));
  const [across, down] = [sheet.tile_width_px, sheet.tile_height_px];
  const view = [(at % sheet.columns) * across, Math.floor(at / sheet.columns) * down, across, down];
  return node(
    "svg",
    { ...place, viewBox: view.join(" "), preserveAspectRatio: "xMidYMid slice" },
    node("image", { href: sheet.href, width: across * sheet.columns, height: down * sheet.rows }),
  );
}
