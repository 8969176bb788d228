/* How loud a film is at a time of it, from the waveforms of its sources. */
import { joined } from "../monitor/deck.js";

const LOUDEST = 255;

export class Wave {
  constructor(film) {
    const heard = film.segments.some((one) => one.layer === "sound") ? "sound" : "picture";
    this.stretches = joined(film.segments.filter((one) => one.layer === heard));
    this.sources = film.sources;
    this.peaks = new Map();
  }

  /* Fetch what there is; `changed()` when something came. */
  async load(changed) {
    for (const source of new Set(this.stretches.map((one) => one.source))) {
      const href = this.sources[source].pictures?.waveform?.href;
      if (!href || this.peaks.has(source)) continue;
      this.peaks.set(source, null);
      const answer = await fetch(href).catch(() => null);
      if (!answer?.ok) continue;
      this.peaks.set(source, await answer.json());
      changed();
    }
  }

  /* The loudest between two times, 0 to 1; null where it is not known. */
  loudest(from, to) {
    const stretch = this.stretches.find((one) => from < one.end_ms && to > one.at_ms);
    const known = stretch && this.peaks.get(stretch.source);
    if (!known) return null;
    const place = (ms) => ((stretch.in_ms + (Math.min(Math.max(ms, stretch.at_ms), stretch.end_ms) - stretch.at_ms) * stretch.speed) * known.per_second) / 1000;
    const first = Math.floor(place(from));
    let most = 0;
    for (let at = first; at < Math.max(first + 1, Math.ceil(place(to))); at += 1) most = Math.max(most, known.peaks[at] ?? 0);
    return most / LOUDEST;
  }
}
