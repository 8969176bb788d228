/* The keys of a page. Its shortcut sheet (parts/keys.html) is the only list of them: an entry has a name, the keys it has
   by default, and its words; a module says what it does with `on(name, run)`, a link in the sheet is followed.

   A key is named by its place on the keyboard (`KeyJ`, `F8`, `Alt+KeyF`, `Mod+Enter`; Mod is ⌘ or Ctrl), a sign by what
   is typed (`?`, `[`), and two keys one after the other with a space (`KeyG KeyB`). Keys that type something are off
   while a field has the focus, and can be turned off; every key can be changed. Both are remembered in this browser. */

const KEPT = "cutdown.keys";
const PATIENCE = 1200; // ms between the keys of a pair
const MAC = /Mac|iP(hone|ad)/.test(navigator.platform);
const FIELDS = "input:not([type=checkbox], [type=radio], [type=range], [type=button], [type=submit]), textarea, select, [contenteditable]";
const PRESSED = "button, a[href], summary, [role=slider], [role=option], input";

const runs = new Map();

export function on(name, run) {
  runs.set(name, run);
}

const stored = () => {
  try {
    return JSON.parse(localStorage.getItem(KEPT)) ?? {};
  } catch {
    return {};
  }
};

/* What somebody changed: `own` are keys by the name of what they do ("" for none), `letters` whether signs are keys; as
   long as this browser was not told otherwise, the account says it. */
export function kept() {
  return { own: {}, letters: document.getElementById("shortcuts")?.dataset.singles !== "off", ...stored() };
}

export function keep(changes) {
  localStorage.setItem(KEPT, JSON.stringify({ ...stored(), ...changes }));
}

export const entries = () => [...document.querySelectorAll("#shortcuts [data-key]")];

export const keysOf = (entry, choices = kept()) => choices.own[entry.dataset.key] ?? entry.dataset.keys;

/* What an event is called; null for a modifier alone. */
export function nameOf(event) {
  if (["Control", "Shift", "Alt", "Meta", "Dead", "CapsLock"].includes(event.key) || event.isComposing) return null;
  const modifier = MAC ? event.metaKey : event.ctrlKey;
  const sign = /^[^\p{L}\p{N}\s]$/u.test(event.key) && !modifier;
  if (sign && (!event.altKey || event.getModifierState("AltGraph"))) return event.key;
  return [modifier && "Mod", event.altKey && "Alt", event.shiftKey && "Shift", event.code].filter(Boolean).join("+");
}

const types = (name) => !/^((Mod|Alt)\+|(Shift\+)?F\d|Escape)/.test(name);
const isSign = (name) => /^(Shift\+)?(Key|Digit|.$)/.test(name);

export function words(keys) {
  const signs = MAC
    ? { Mod: "⌘", Alt: "⌥", Shift: "⇧" }
    : { Mod: "Ctrl", Alt: "Alt", Shift: "Shift" };
  const names = { Enter: "⏎", ArrowUp: "↑", ArrowDown: "↓", ArrowLeft: "←", ArrowRight: "→", Escape: "Esc", Backspace: "⌫" };
  const one = (part) => signs[part] ?? names[part] ?? part.replace(/^(Key|Digit)/, "");
  return keys.split(" ").map((pair) => pair.split(/\+(?=.)/).map(one).join(MAC ? "" : " "));
}

let first = { name: "", at: 0 };

function pressed(event) {
  if (event.defaultPrevented || document.querySelector("dialog[open]")) return;
  const name = nameOf(event);
  if (!name) return;
  const choices = kept();
  if (types(name) && event.target.matches?.(FIELDS)) return;
  if (isSign(name) && !choices.letters) return;
  if (/^(Space|Enter|Arrow)/.test(name) && event.target.closest?.(PRESSED)) return;
  const pair = event.timeStamp - first.at < PATIENCE ? `${first.name} ${name}` : "";
  first = { name, at: event.timeStamp };
  const all = entries();
  const entry = (pair && all.find((one) => has(one, pair, choices))) || all.find((one) => has(one, name, choices));
  if (!entry || !perform(entry, event)) return;
  event.preventDefault();
  first = { name: "", at: 0 };
}

const has = (entry, name, choices) => keysOf(entry, choices).split(" | ").includes(name);

function perform(entry, event) {
  const run = runs.get(entry.dataset.key);
  const link = entry.querySelector("a[href]");
  if (run) return run(event) !== false;
  if (link) link.click();
  return Boolean(link);
}

document.addEventListener("keydown", pressed);
