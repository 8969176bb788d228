/* The film of a page, read once from its data island; monitor and timeline share it, so a changed cue changes for both. */

const films = new Map();

export function filmOf(id) {
  if (!films.has(id)) {
    const film = JSON.parse(document.getElementById(id).textContent);
    film.byId = new Map(film.cues.map((cue) => [cue.id, cue]));
    film.cues.sort(byTime);
    film.time = 0; // where its monitor stands
    film.now = null; // the cue that somebody is on
    films.set(id, film);
    hear(film);
  }
  return films.get(id);
}

const byTime = (one, other) => one.begin_ms - other.begin_ms || one.end_ms - other.end_ms;

/* What the editor says of its cues: a text while it is typed, or several with any of their fields. */
function hear(film) {
  document.addEventListener("cutdown:text", ({ detail }) => change(film, [detail]));
  document.addEventListener("cutdown:cues", ({ detail }) => change(film, detail.cues));
}

export function change(film, changes) {
  let moved = false;
  for (const { id, ...fields } of changes) {
    const cue = film.byId.get(id);
    if (!cue) continue;
    moved ||= "begin_ms" in fields || "end_ms" in fields;
    Object.assign(cue, fields);
  }
  if (moved) film.cues.sort(byTime);
  document.dispatchEvent(new CustomEvent("cutdown:redraw"));
}
