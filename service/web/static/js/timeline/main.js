/* The timeline of a page, under its monitor. It draws only what its view shows, and anew only when that changes; the
   playhead is an element of its own.

   It hears `cutdown:time`, `cutdown:cue` and `cutdown:cues`, and tells `cutdown:seek` {ms}, `cutdown:go` {id} for a cue
   that was clicked, `cutdown:timing` {id, begin_ms, end_ms} when somebody changed a cue's times: whoever saves them says
   with `cutdown:cues` what they are then. */
import { on } from "../keys.js";
import { beginOf, frameAt, timecode } from "../monitor/clock.js";
import { change, filmOf } from "../monitor/film.js";
import { Pointer } from "./drag.js";
import * as paint from "./draw.js";
import { View } from "./view.js";
import { Wave } from "./wave.js";

const STILL = matchMedia("(prefers-reduced-motion: reduce)");
const STEP = 500; // ms between two places of the playhead where motion is unwanted

class Timeline {
  constructor(root) {
    this.root = root;
    this.svg = root.querySelector("svg.tl");
    this.head = root.querySelector("[role=slider]");
    this.film = filmOf(root.dataset.timeline);
    this.movable = "movable" in root.dataset;
    this.view = new View(this.film.duration_ms);
    this.wave = new Wave(this.film);
    this.time = this.film.time;
    this.now = this.film.now;
    if (!this.view.has(this.time)) this.view.center(this.time);
    this.groups = Object.fromEntries([...this.svg.querySelectorAll("g")].map((one) => [one.dataset.part, one]));
    new Pointer(this);
    new ResizeObserver(([entry]) => this.fit(entry.contentRect.width)).observe(this.svg);
    this.hear();
    this.bind();
    this.wave.load(() => this.draw());
  }

  fit(width) {
    if (!width || width === this.view.width) return;
    this.view.width = width;
    this.groups.over.replaceChildren(...paint.overview(this.view, this.film));
    this.draw();
    this.place();
  }

  draw() {
    if (this.due) return;
    this.due = requestAnimationFrame(() => {
      this.due = 0;
      const { view, film, groups } = this;
      groups.part.replaceChildren(...paint.part(view));
      groups.axis.replaceChildren(...paint.axis(view));
      groups.sound.replaceChildren(...paint.sound(view, this.wave));
      groups.shots.replaceChildren(...paint.shots(view, film));
      groups.cues.replaceChildren(...paint.cues(view, film, this.now));
      this.place();
    });
  }

  /* While somebody types only the lanes change. */
  drawCues() {
    this.dueCues ||= requestAnimationFrame(() => {
      this.dueCues = 0;
      this.groups.cues.replaceChildren(...paint.cues(this.view, this.film, this.now));
    });
  }

  /* The playhead where the time is. */
  place() {
    const x = this.view.x(this.time);
    this.head.hidden = x < -8 || x > this.view.width + 8;
    this.head.style.transform = `translateX(${x}px)`;
    this.head.setAttribute("aria-valuenow", frameAt(this.time, this.film.fps));
    this.head.setAttribute("aria-valuetext", timecode(this.time));
  }

  hear() {
    document.addEventListener("cutdown:time", ({ detail }) => this.follow(detail));
    for (const name of ["cue", "go"]) document.addEventListener(`cutdown:${name}`, ({ detail }) => this.choose(detail.id, true));
    document.addEventListener("cutdown:redraw", () => this.drawCues());
    document.addEventListener("cutdown:pictures", () => {
      this.groups.over.replaceChildren(...paint.overview(this.view, this.film));
      this.wave.load(() => this.draw());
    });
    this.svg.addEventListener("wheel", (event) => this.roll(event), { passive: false });
  }

  follow({ ms, playing }) {
    if (playing && STILL.matches && Math.abs(ms - this.time) < STEP) return;
    [this.time, this.playing] = [ms, playing];
    if (playing && !this.view.has(ms, 0.05)) {
      this.view.move(ms - 0.1 * this.view.span);
      this.draw();
    } else if (!playing && !this.view.has(ms)) {
      this.view.center(ms);
      this.draw();
    }
    this.place();
  }

  /* Make a cue the current one; told from elsewhere it only shows. */
  choose(id, told = false) {
    const cue = this.film.byId.get(id);
    if (!cue || (told && this.now === id)) return;
    this.now = id;
    if (told && !this.playing && (cue.end_ms <= this.view.from || cue.begin_ms >= this.view.to)) {
      this.view.center((cue.begin_ms + cue.end_ms) / 2);
      this.draw();
    }
    this.drawCues();
    if (!told) tell("go", { id });
  }

  roll(event) {
    const across = Math.abs(event.deltaX) > Math.abs(event.deltaY) ? event.deltaX : event.shiftKey ? event.deltaY : 0;
    if (!across && !event.ctrlKey) return;
    event.preventDefault();
    if (event.ctrlKey) this.zoom(event.deltaY > 0 ? 1.25 : 0.8, this.view.ms(event.offsetX));
    else this.view.move(this.view.from + (across / this.view.width) * this.view.span);
    this.draw();
  }

  zoom(factor, ms = this.view.has(this.time) ? this.time : (this.view.from + this.view.to) / 2) {
    this.view.zoom(factor, ms);
    this.draw();
  }

  seek(ms) {
    tell("seek", { ms: Math.max(0, Math.min(ms, this.film.duration_ms)) });
  }

  step(frames) {
    this.seek(Math.round(beginOf(frameAt(this.time, this.film.fps) + frames, this.film.fps)));
  }

  /* Move an edge of a cue, as far as the other edge and its neighbours let it. */
  pull(cue, edge, ms) {
    const { cues, fps } = this.film;
    const frame = beginOf(1, fps);
    const at = cues.indexOf(cue);
    const [before, after] = [cues[at - 1]?.end_ms ?? 0, cues[at + 1]?.begin_ms ?? this.film.duration_ms];
    const [least, most] = edge === "begin_ms" ? [before, cue.end_ms - frame] : [cue.begin_ms + frame, after];
    const to = Math.round(Math.max(Math.min(least, cue[edge]), Math.min(ms, Math.max(most, cue[edge]))));
    this.set(cue, { [edge]: to });
    this.seek(edge === "end_ms" ? to - 1 : to);
  }

  set(cue, times) {
    change(this.film, [{ id: cue.id, ...times }]);
  }

  /* The edge of the current cue at the playhead. */
  edge(edge) {
    const cue = this.film.byId.get(this.now);
    if (!cue || !this.movable) return false;
    const [before, time] = [cue[edge], this.time];
    this.pull(cue, edge, time);
    this.seek(time);
    if (cue[edge] !== before) this.tellTiming(cue);
    return true;
  }

  tellTiming({ id, begin_ms, end_ms }) {
    tell("timing", { id, begin_ms, end_ms });
  }

  bind() {
    const keys = { ArrowLeft: -1, ArrowRight: 1, PageDown: -this.second(), PageUp: this.second() };
    this.head.addEventListener("keydown", (event) => {
      if (event.altKey || event.ctrlKey || event.metaKey) return;
      if (event.key in keys) this.step(keys[event.key] * (event.shiftKey ? this.second() : 1));
      else if (event.key === "Home") this.seek(0);
      else if (event.key === "End") this.seek(this.film.duration_ms);
      else return;
      event.preventDefault();
    });
    const verbs = { closer: () => this.zoom(0.5), wider: () => this.zoom(2), in: () => this.edge("begin_ms"), out: () => this.edge("end_ms") };
    for (const [verb, run] of Object.entries(verbs)) on(`timeline.${verb}`, run);
    this.root.addEventListener("click", (event) => verbs[event.target.closest("[data-do]")?.dataset.do]?.());
  }

  second() {
    return Math.round(this.film.fps.num / this.film.fps.den);
  }
}

const tell = (name, detail) => document.dispatchEvent(new CustomEvent(`cutdown:${name}`, { detail }));

for (const root of document.querySelectorAll("[data-timeline]")) new Timeline(root);
