/* One layer of a film on two media elements: one shows a stretch, the other stands ready at the beginning of the next. */
import { beginOf, frameAt } from "./clock.js";

const SLACK = 60; // milliseconds a sound may be off before it is set right

/* Stretches that only continue each other play as one. */
export function joined(stretches) {
  const whole = [];
  for (const one of stretches) {
    const last = whole.at(-1);
    const goes = last && last.source === one.source && last.speed === one.speed;
    if (goes && Math.abs(last.end_ms - one.at_ms) < 1 && Math.abs(last.out_ms - one.in_ms) < 1) {
      last.end_ms = one.end_ms;
      last.out_ms = one.out_ms;
    } else whole.push({ ...one });
  }
  return whole;
}

export class Deck {
  /* The layer of a film on its elements. A source without a preview shows nothing. */
  constructor(film, layer, elements) {
    this.stretches = joined(film.segments.filter((one) => one.layer === layer));
    this.sources = film.sources;
    this.elements = elements;
    [this.live, this.spare] = elements;
    this.now = null; // the stretch that is live
    this.next = null; // the stretch that the spare element stands at
    this.wanted = new Map(); // where an element that still seeks shall go after that
    for (const media of elements) for (const name of ["seeked", "loadeddata"]) media.addEventListener(name, () => this.settle(media));
  }

  hrefOf(stretch) {
    return this.sources[stretch.source].pictures?.preview?.href ?? null;
  }

  find(ms) {
    return this.stretches.find((one) => ms < one.end_ms - 0.01 && ms >= one.at_ms - 0.01) ?? null;
  }

  /* Seconds in the source's preview at a time of the film: the middle of the frame, so that rounding never misses it. */
  place(stretch, ms) {
    const { fps } = this.sources[stretch.source];
    const frame = frameAt(stretch.in_ms + (ms - stretch.at_ms) * stretch.speed, fps);
    return beginOf(frame + 0.5, fps) / 1000;
  }

  /* Stand still at a time. */
  seek(ms) {
    this.pause();
    const stretch = this.take(this.find(ms), ms);
    if (!stretch) return;
    this.move(this.live, this.place(stretch, ms));
    this.announce(stretch);
  }

  /* Play on from a time. The answer is the time by the picture, null where nothing plays, undefined while it waits. */
  play(ms, rate) {
    const stretch = this.take(this.find(ms), ms);
    if (!stretch) return null;
    const media = this.live;
    if (media.ended) return stretch.end_ms;
    media.playbackRate = Math.min(16, rate * stretch.speed);
    if (media.paused) this.start(media);
    this.announce(stretch);
    if (media.seeking || media.readyState < 3) return undefined;
    return stretch.at_ms + (media.currentTime * 1000 - stretch.in_ms) / stretch.speed;
  }

  /* Play beside the picture: what is off by more than the slack is set right. */
  follow(ms, rate) {
    const heard = this.play(ms, rate);
    if (heard && Math.abs(heard - ms) > SLACK * rate) this.move(this.live, this.place(this.now, ms));
  }

  pause() {
    for (const media of this.elements) if (!media.paused) media.pause();
  }

  start(media) {
    media.play().catch((reason) => {
      if (reason.name !== "AbortError") media.dispatchEvent(new Event("refused"));
    });
  }

  /* Make a stretch the live one. Without a preview nothing is shown. */
  take(stretch, ms) {
    const href = stretch && this.hrefOf(stretch);
    if (href && stretch === this.now && this.live.getAttribute("src") === href) return stretch;
    this.pause();
    this.now = stretch;
    if (!href) return this.show(null);
    if (this.next === stretch || this.live.getAttribute("src") !== href) [this.live, this.spare] = [this.spare, this.live];
    this.next = null;
    this.load(this.live, href);
    this.move(this.live, this.place(stretch, ms));
    this.settle(this.live);
    return stretch;
  }

  /* The spare element loads what comes next and goes to its first frame. */
  announce(stretch) {
    const next = this.stretches[this.stretches.indexOf(stretch) + 1];
    const href = next && this.hrefOf(next);
    if (!href || this.next === next) return;
    this.next = next;
    this.load(this.spare, href);
    this.move(this.spare, this.place(next, next.at_ms));
  }

  load(media, href) {
    if (media.getAttribute("src") === href) return;
    this.wanted.delete(media);
    media.src = href;
  }

  /* One seek after the other, so that dragging shows pictures on its way. */
  move(media, seconds) {
    if (media.seeking) this.wanted.set(media, seconds);
    else if (Math.abs(media.currentTime - seconds) > 0.001) media.currentTime = seconds;
  }

  settle(media) {
    const seconds = this.wanted.get(media);
    this.wanted.delete(media);
    if (seconds !== undefined) this.move(media, seconds);
    if (media === this.live && this.now && media.readyState >= 2 && !media.seeking) this.show(media);
  }

  show(media) {
    for (const one of this.elements) one.toggleAttribute("data-live", one === media);
    return null;
  }
}
