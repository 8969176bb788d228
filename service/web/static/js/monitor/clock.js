/* Frames and milliseconds. A rate is an exact fraction {num, den}; a frame begins at frame × 1000 × den ÷ num. */

export const beginOf = (frame, fps) => (frame * 1000 * fps.den) / fps.num;

/* The frame on screen. A time rounded to whole milliseconds still means its frame. */
export const frameAt = (ms, fps) => Math.floor(((ms + 0.5) * fps.num) / (1000 * fps.den));

export const nearestFrame = (ms, fps) => Math.round((ms * fps.num) / (1000 * fps.den));

const two = (value) => String(value).padStart(2, "0");

/* 00:17.840, from an hour on 1:00:17.840; with fewer `digits` 00:17. */
export function timecode(ms, digits = 3) {
  const whole = Math.round(ms);
  const seconds = Math.floor(whole / 1000);
  const hours = Math.floor(seconds / 3600);
  const clock = `${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`;
  const rest = digits ? `.${String(whole % 1000).padStart(3, "0").slice(0, digits)}` : "";
  return (hours ? `${hours}:` : "") + clock + rest;
}
