/* The palette: one field, and under it what the server finds for it. Arrows choose, Enter opens. */
import { on } from "./keys.js";

const PAUSE = 150; // ms after the last letter

export function preparePalette(root) {
  const dialog = root.getElementById("palette");
  if (!dialog) return;
  const field = dialog.querySelector("[role=combobox]");
  const list = dialog.querySelector("[role=listbox]");
  const find = asking(dialog, field, list);
  let pause;
  on("palette", () => dialog.showModal());
  on("filter", () => toFilter(root) || dialog.showModal());
  new MutationObserver(() => {
    if (!dialog.open) return;
    field.select();
    find();
  }).observe(dialog, { attributeFilter: ["open"] });
  field.addEventListener("input", () => {
    clearTimeout(pause);
    pause = setTimeout(find, PAUSE);
  });
  field.addEventListener("keydown", (event) => {
    const move = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (move) choose(field, list, move);
    else if (event.key === "Enter") open(chosen(list), event);
    else if (event.key === "Escape") dialog.close(); // a search field would only be emptied
    else return;
    event.preventDefault();
  });
  list.addEventListener("pointermove", (event) => {
    const one = event.target.closest("[data-href]");
    if (one && one !== chosen(list)) select(field, list, one);
  });
  list.addEventListener("click", (event) => open(event.target.closest("[data-href]"), event));
}

/* Ask for the list of what the field says; an answer that was overtaken is not shown. */
function asking(dialog, field, list) {
  let last;
  return async () => {
    last?.abort();
    last = new AbortController();
    const address = new URL(dialog.dataset.href, location);
    address.searchParams.set("q", field.value);
    try {
      const answer = await fetch(address, { signal: last.signal, headers: { "x-cutdown-part": "1" } });
      if (!answer.ok || answer.redirected) return;
      const parts = document.createElement("template");
      parts.innerHTML = await answer.text();
      list.replaceChildren(parts.content);
    } catch {
      return; // overtaken, or no line: what is shown stays
    }
    point(field, list);
  };
}

const options = (list) => [...list.querySelectorAll("[data-href]")];
const chosen = (list) => list.querySelector("[data-href][aria-selected=true]");

function choose(field, list, move) {
  const all = options(list);
  const at = all.indexOf(chosen(list));
  const next = all[(at + move + all.length) % all.length];
  next?.scrollIntoView({ block: "nearest" });
  select(field, list, next);
}

/* Exactly one is lit, by the keys or by the pointer. */
function select(field, list, next) {
  for (const one of options(list)) one.setAttribute("aria-selected", String(one === next));
  point(field, list);
}

function point(field, list) {
  const one = chosen(list);
  if (one) field.setAttribute("aria-activedescendant", one.id);
  else field.removeAttribute("aria-activedescendant");
}

function open(option, event) {
  if (!option) return;
  if (event.ctrlKey || event.metaKey) window.open(option.dataset.href, "_blank", "noopener");
  else location.assign(option.dataset.href);
}

function toFilter(root) {
  const field = root.querySelector("main [data-filter], main input[type=search]");
  field?.focus();
  return Boolean(field);
}
