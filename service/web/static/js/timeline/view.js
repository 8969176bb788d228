/* The stretch of time that the timeline shows, and where a time lies in it. */

const SHORTEST = 1000;
const FIRST = 20_000;

export class View {
  constructor(length) {
    this.length = length;
    this.span = length <= 1.2 * FIRST ? length : FIRST;
    this.from = 0;
    this.width = 1;
  }

  get to() {
    return this.from + this.span;
  }

  x(ms) {
    return ((ms - this.from) / this.span) * this.width;
  }

  ms(x) {
    return this.from + (x / this.width) * this.span;
  }

  has(ms, margin = 0) {
    return ms >= this.from + margin * this.span && ms < this.to - margin * this.span;
  }

  move(from) {
    this.from = Math.max(0, Math.min(from, this.length - this.span));
  }

  center(ms) {
    this.move(ms - this.span / 2);
  }

  /* Show more or less of it, with this time where it is. */
  zoom(factor, ms) {
    const share = (ms - this.from) / this.span;
    this.span = Math.max(Math.min(SHORTEST, this.length), Math.min(this.span * factor, this.length));
    this.move(ms - share * this.span);
  }
}
