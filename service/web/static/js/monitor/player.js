/* Plays a film from its edit list: a clock that the picture sets, and a deck for each layer that follows it.

   It counts in frames, never starts by itself, and tells of itself with events: `time`, `state`. */
import { Deck } from "./deck.js";
import { beginOf, frameAt } from "./clock.js";

const SPEEDS = [1, 2, 4, 8];
const LOUDEST = 2; // faster than this there is no sound

export class Player extends EventTarget {
  constructor(film, pictures, sounds) {
    super();
    this.film = film;
    this.fps = film.fps;
    this.ms = 0;
    this.rate = 1;
    this.playing = false;
    this.picture = new Deck(film, "picture", pictures);
    const heard = film.segments.some((one) => one.layer === "sound");
    this.sound = heard ? new Deck(film, "sound", sounds) : null;
    this.pictures = pictures;
    for (const media of pictures) {
      media.addEventListener("refused", () => this.pause());
      media.muted = Boolean(this.sound);
    }
  }

  get frame() {
    return frameAt(this.ms, this.fps);
  }

  /* Whole milliseconds, as times of cues are. */
  get time() {
    return Math.round(this.ms);
  }

  /* Show the frame of a time. While it plays it plays on from there. */
  seek(ms) {
    this.toFrame(frameAt(ms, this.fps));
  }

  toFrame(frame) {
    this.ms = beginOf(Math.max(0, Math.min(frame, this.film.frames - 1)), this.fps);
    this.picture.seek(this.ms);
    this.sound?.seek(this.ms);
    this.tell("time");
  }

  step(frames) {
    this.pause();
    this.toFrame(this.frame + frames);
  }

  toggle() {
    if (this.playing) this.pause();
    else this.play(1);
  }

  /* L and J: forward and back, faster with every press. */
  shuttle(direction) {
    const goes = this.playing && Math.sign(this.rate) === direction;
    const faster = SPEEDS[Math.min(SPEEDS.indexOf(Math.abs(this.rate)) + 1, SPEEDS.length - 1)];
    this.play(direction * (goes ? faster : 1));
  }

  play(rate = 1) {
    if (rate > 0 && this.frame >= this.film.frames - 1) this.toFrame(0);
    this.rate = rate;
    for (const media of this.pictures) media.muted = Boolean(this.sound) || Math.abs(rate) > LOUDEST;
    if (rate < 0) {
      this.picture.pause();
      this.sound?.pause();
    }
    const going = this.playing;
    this.playing = true;
    this.tell("state");
    if (going) return;
    this.before = performance.now();
    requestAnimationFrame((now) => this.tick(now));
  }

  pause() {
    if (!this.playing) return;
    this.playing = false;
    this.rate = 1;
    this.picture.pause();
    this.sound?.pause();
    this.toFrame(this.frame);
    this.tell("state");
  }

  tick(now) {
    if (!this.playing) return;
    const passed = Math.max(0, now - this.before) * this.rate;
    this.before = now;
    if (this.rate > 0) this.onwards(passed);
    else this.back(passed);
    this.tell("time");
    requestAnimationFrame((then) => this.tick(then));
  }

  onwards(passed) {
    const seen = this.picture.play(this.ms, this.rate);
    if (seen === undefined) return; // the picture is not there yet: the clock waits for it
    this.ms = seen === null ? this.ms + passed : Math.max(this.ms, seen);
    if (this.sound && this.rate <= LOUDEST) this.sound.follow(this.ms, this.rate);
    else this.sound?.pause();
    if (this.ms >= beginOf(this.film.frames - 1, this.fps)) this.pause();
  }

  back(passed) {
    this.ms = Math.max(0, this.ms + passed);
    if (!this.picture.live.seeking) this.picture.seek(this.ms);
    if (this.ms === 0) this.pause();
  }

  tell(name) {
    this.dispatchEvent(new Event(name));
  }
}
