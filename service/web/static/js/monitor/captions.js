/* The lines over the picture: real text in the page, in the place and size of the platform. */

export class Captions {
  constructor(film, frame) {
    this.cues = film.cues;
    this.frame = frame;
    this.place = frame.querySelector("[data-caption]");
    this.shown = null;
    if (film.target) {
      this.place.lang = film.target.lang;
      this.place.dir = film.target.dir;
    }
  }

  /* The cues on screen at a time, earliest first. */
  at(ms) {
    let low = 0;
    let high = this.cues.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.cues[middle].begin_ms <= ms) low = middle + 1;
      else high = middle;
    }
    return this.cues.slice(Math.max(0, low - 4), low).filter((cue) => ms < cue.end_ms);
  }

  draw(ms) {
    const text = this.at(ms).map((cue) => cue.text.trim()).filter(Boolean).join("\n");
    if (text === this.shown) return;
    this.shown = text;
    this.place.replaceChildren(...text.split("\n").flatMap((line, at) => {
      const span = document.createElement("span");
      span.className = "cap";
      span.textContent = line;
      return at ? [document.createElement("br"), span] : [span];
    }));
    this.place.hidden = !text;
    this.due ||= requestAnimationFrame(() => this.judge());
  }

  /* Whether the lines leave what the platform keeps free: then its edge says so. */
  judge() {
    this.due = 0;
    const safe = this.frame.querySelector("[data-safe]");
    if (!safe) return;
    const room = safe.getBoundingClientRect();
    const outside = [...this.place.querySelectorAll(".cap")].some((line) => {
      const box = line.getBoundingClientRect();
      return box.width && (box.left < room.left - 1 || box.right > room.right + 1 || box.top < room.top - 1 || box.bottom > room.bottom + 1);
    });
    this.frame.toggleAttribute("data-outside", outside && room.width > 0);
  }
}
