/* What was typed is kept in this browser until the server has acknowledged it: through a lost connection, a server that
   ends, and a reload. One entry per cue and locale, whichever page it was typed on. */
import { words } from "./page.js";

const prefix = () => `cutdown:text:${words.person}:${words.locale}:`;

/* `sent` are texts that went out and were never answered: one of them may stand there by now. */
export function keep(cue, { text, seen, sent = [] }) {
  try {
    localStorage.setItem(prefix() + cue, JSON.stringify({ text, seen, sent, at: Date.now() }));
  } catch { /* a full or a forbidden storage: the field still has it */ }
}

/* Let go of it, unless something else was typed meanwhile. */
export function release(cue, text) {
  if (kept(cue)?.text === text) localStorage.removeItem(prefix() + cue);
}

export function forget(cue) {
  localStorage.removeItem(prefix() + cue);
}

export function kept(cue) {
  try {
    return JSON.parse(localStorage.getItem(prefix() + cue));
  } catch {
    return null;
  }
}

/* Everything that waits for this locale, as [cue, { text, seen, sent }]. */
export function everythingKept() {
  let names = [];
  try {
    names = Object.keys(localStorage).filter((name) => name.startsWith(prefix()));
  } catch { /* forbidden */ }
  return names.map((name) => name.slice(prefix().length)).map((cue) => [cue, kept(cue)]).filter(([, one]) => one);
}
