/* One row is open at a time: it has the field, its findings and what can be done. A closed one is a line of text. */
import { current, list, rowOf, rows } from "./page.js";
import { kept } from "./keep.js";

const parts = document.getElementById("row-open");

export const field = (row) => row?.querySelector("textarea[name=text]") ?? null;
export const textOf = (row) => row.querySelector(".tgt .t").textContent;

/* Open a row; `type` puts the caret into its field. */
export function open(row, { type = false, quiet = false } = {}) {
  if (!row) return;
  if (!row.classList.contains("is-now")) {
    close(current());
    unfold(row);
    row.classList.add("is-now");
    row.tabIndex = -1;
    row.setAttribute("aria-current", "true");
    const address = new URL(location.href);
    address.searchParams.set("cue", row.dataset.n);
    address.hash = "";
    history.replaceState(history.state, "", address);
    show(row);
    if (!quiet) tell(row);
  }
  const text = type ? field(row) : null; // nobody types where the page has no fields
  if (text) {
    text.focus();
    text.setSelectionRange(text.value.length, text.value.length);
  } else if (document.activeElement === document.body || list.contains(document.activeElement)) {
    row.focus({ preventScroll: true });
  }
}

/* Bring a row into view; on a phone right under the picture, which stays. */
function show(row) {
  const picture = document.querySelector(".mon");
  if (picture && matchMedia("(width < 40rem)").matches) {
    scrollBy(0, row.getBoundingClientRect().top - picture.getBoundingClientRect().bottom);
  } else row.scrollIntoView({ block: "nearest" });
}

/* The cue that is worked on now, for the monitor, the timeline and the panel. */
export function tell(row) {
  const { cue, n, begin, end } = row.dataset;
  const detail = { id: cue, number: Number(n), begin_ms: Number(begin), end_ms: Number(end) };
  document.dispatchEvent(new CustomEvent("cutdown:cue", { detail }));
}

export function close(row) {
  if (!row) return;
  row.classList.remove("is-now");
  row.removeAttribute("tabindex");
  row.removeAttribute("aria-current");
  row.querySelector(".edit")?.remove();
  row.querySelector(".cue-acts")?.remove();
}

/* The field and the actions of a row, from the templates of the page. */
function unfold(row) {
  if (field(row) || !parts) return;
  const fresh = parts.content.cloneNode(true);
  const [form, acts] = [fresh.querySelector(".edit"), fresh.querySelector(".cue-acts")];
  const { cue, track, seen, n, timing } = row.dataset;
  const values = { cue, track, seen, timing };
  for (const [name, value] of Object.entries(values)) {
    for (const input of [...form.querySelectorAll(`[name=${name}]`), ...acts.querySelectorAll(`[name=${name}]`)]) input.value = value;
  }
  for (const [name, place] of [["begin", ".when span"], ["end", ".when .out"]]) {
    const input = acts.querySelector(`[name=${name}]`);
    if (input) input.value = row.querySelector(place).textContent;
  }
  const text = form.querySelector("textarea");
  const waiting = kept(cue);
  text.value = waiting?.text ?? textOf(row);
  if (waiting) form.elements.seen.value = waiting.seen;
  text.setAttribute("aria-label", text.dataset.label.replace("%(number)s", n));
  text.setAttribute("aria-describedby", `finds-${n}`);
  row.querySelector(".dur").before(form);
  row.append(acts);
}

/* The row after or before this one among those that are shown. */
export function beside(row, step) {
  const every = rows();
  return every[every.indexOf(row) + step] ?? null;
}

export function nextError(row, step) {
  const every = rows();
  const from = every.indexOf(row);
  for (let i = 1; i <= every.length; i += 1) {
    const other = every[(((from + step * i) % every.length) + every.length) % every.length];
    if (other.dataset.errors !== "0") return other;
  }
  return null;
}

export function followRows() {
  list.addEventListener("click", (event) => {
    if (event.target.closest("button, textarea, input, summary, .find a")) return;
    const row = event.target.closest("li.cue");
    if (!row || (event.target.closest("a.n") && (event.ctrlKey || event.metaKey))) return;
    event.preventDefault();
    if (String(getSelection())) return;
    open(row, { type: Boolean(event.target.closest(".tgt")) });
  });
  document.addEventListener("cutdown:cue", ({ detail }) => {
    if (detail.from) open(rowOf(detail.id), { quiet: true });
  });
  document.addEventListener("cutdown:go", ({ detail }) => open(rowOf(detail.id)));
  const row = current();
  if (row) {
    row.tabIndex = -1;
    show(row);
  }
}
