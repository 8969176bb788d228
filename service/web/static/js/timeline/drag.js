/* The pointer on the timeline: in the lanes it seeks, on the whole film it moves the view, and on the edges of a cue whose
   times are this page's own it changes them. What is let go near a shot, a cue or the playhead snaps to it. */
import { beginOf, nearestFrame } from "../monitor/clock.js";

const EDGE = 6; // pixels from an edge that take hold of it
const NEAR = 7; // pixels from where it snaps

export class Pointer {
  constructor(timeline) {
    this.timeline = timeline;
    this.held = null;
    const { svg } = timeline;
    svg.addEventListener("pointerdown", (event) => this.take(event));
    svg.addEventListener("pointermove", (event) => (this.held ? this.pull(event) : this.hint(event)));
    for (const name of ["pointerup", "pointercancel"]) svg.addEventListener(name, (event) => this.let(event));
    document.addEventListener("keydown", (event) => {
      if (event.key === "Escape" && this.held?.cue) this.giveBack(event);
    });
  }

  x(event) {
    return event.clientX - this.timeline.svg.getBoundingClientRect().left;
  }

  y(event) {
    return event.clientY - this.timeline.svg.getBoundingClientRect().top;
  }

  /* The cue whose edge is under the pointer, and which edge. */
  edge(event) {
    const block = event.target.closest?.("[data-lane=text]");
    if (!block || !this.timeline.movable) return null;
    const cue = this.timeline.film.byId.get(block.dataset.block);
    const { view } = this.timeline;
    const x = this.x(event);
    const [left, right] = [Math.abs(x - view.x(cue.begin_ms)), Math.abs(x - view.x(cue.end_ms))];
    if (Math.min(left, right) > EDGE) return null;
    return { cue, edge: left < right ? "begin_ms" : "end_ms" };
  }

  hint(event) {
    this.timeline.svg.toggleAttribute("data-edge", Boolean(this.edge(event)));
  }

  take(event) {
    if (event.button) return;
    const { timeline } = this;
    timeline.svg.setPointerCapture(event.pointerId);
    const over = this.y(event) < 36;
    const edge = over ? null : this.edge(event);
    this.held = { over, ...edge, before: edge && { begin_ms: edge.cue.begin_ms, end_ms: edge.cue.end_ms }, x: this.x(event) };
    const block = event.target.closest?.("[data-block]");
    if (block) timeline.choose(block.dataset.block);
    if (!edge) this.pull(event);
  }

  pull(event) {
    const { timeline, held } = this;
    const x = this.x(event);
    if (held.over) {
      const ms = (x / timeline.view.width) * timeline.view.length;
      timeline.view.center(ms);
      timeline.draw();
      timeline.seek(ms);
    } else if (held.cue) {
      held.moved ||= Math.abs(x - held.x) > 2;
      if (held.moved) timeline.pull(held.cue, held.edge, this.snapped(timeline.view.ms(x), held.cue));
    } else timeline.seek(timeline.view.ms(x));
  }

  snapped(ms, own) {
    const { film, view, time } = this.timeline;
    const near = (NEAR / view.width) * view.span;
    const places = [...film.shots, time];
    for (const cue of film.cues) if (cue !== own && view.has(cue.begin_ms)) places.push(cue.begin_ms, cue.end_ms);
    const best = places.reduce((one, other) => (Math.abs(other - ms) < Math.abs(one - ms) ? other : one), Infinity);
    return Math.abs(best - ms) <= near ? best : Math.round(beginOf(nearestFrame(ms, film.fps), film.fps));
  }

  let(event) {
    const held = this.held;
    this.held = null;
    if (held?.moved && event.type === "pointerup") this.timeline.tellTiming(held.cue);
    else if (held?.moved) this.timeline.set(held.cue, held.before);
  }

  giveBack(event) {
    event.preventDefault();
    this.timeline.set(this.held.cue, this.held.before);
    this.held = null;
  }
}
