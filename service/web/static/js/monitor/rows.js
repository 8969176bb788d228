/* The rows of a cue list tell what their cues are: a text that came from somebody else, a state, a time. */
import { change } from "./film.js";

const read = (row) => ({
  begin_ms: Number(row.dataset.begin),
  end_ms: Number(row.dataset.end),
  text: row.querySelector(".tgt .t")?.textContent ?? "",
  state: /\bs-(\w+)/.exec(row.querySelector(".st")?.className ?? "")?.[1] ?? "",
});

export function followRows(film, list) {
  const known = new Map([...list.querySelectorAll("li.cue")].map((row) => [row.dataset.cue, read(row)]));
  film.now = list.querySelector("li.is-now")?.dataset.cue ?? null;
  const observer = new MutationObserver((records) => {
    const rows = new Set(records.map(({ target }) => (target.nodeType === 1 ? target : target.parentElement)?.closest("li.cue")));
    const changes = [...rows].filter((row) => row && film.byId.has(row.dataset.cue)).flatMap((row) => {
      const id = row.dataset.cue;
      const [was, now] = [known.get(id) ?? {}, read(row)];
      const fields = Object.entries(now).filter(([name, value]) => was[name] !== value);
      known.set(id, now);
      return fields.length ? [{ id, ...Object.fromEntries(fields) }] : [];
    });
    if (changes.length) change(film, changes);
  });
  const attributeFilter = ["data-begin", "data-end"];
  observer.observe(list, { subtree: true, childList: true, characterData: true, attributes: true, attributeFilter });
}
