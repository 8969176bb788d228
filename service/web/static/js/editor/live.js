/* What others do with these texts shows at once. A row in which somebody types is marked, never replaced. */
import { list, put, rowOf, rows, say, words } from "./page.js";
import { isUnsaved, look } from "./save.js";
import { field, open } from "./rows.js";

const WHOLE = new Set(["track.fixed", "track.imported", "cue.added", "cue.withdrawn", "cue.restored", "cue.moved"]);
let later;
let asked;

async function hear({ type, subject, facts = {} }) {
  if (type === "cue.written") {
    const row = rowOf(facts.cue_id);
    if (!row || (subject === row.dataset.track && String(facts.revision) === row.dataset.seen)) return;
    await look(facts.cue_id);
    mark(row, subject);
  } else if (WHOLE.has(type)) {
    clearTimeout(later);
    later = setTimeout(reload, 300);
  } else if (type.startsWith("locale.")) {
    await look();
  }
}

/* Who changed it, beside what somebody is typing or has just read. */
function mark(row, subject) {
  if (subject !== row.dataset.track || !row.dataset.by) return;
  let note = row.querySelector(":scope > .by");
  if (!note) {
    note = document.createElement("p");
    note.className = "by meta";
    row.querySelector(".finds").before(note);
  }
  note.textContent = say(isUnsaved(row.dataset.cue) ? words.alsoBy : words.changedBy, { name: row.dataset.by });
}

/* The list anew; rows in which something waits to be saved stay. */
async function reload() {
  const answer = await fetch(location.href, { headers: { "x-cutdown-live": "1" } }).catch(() => null);
  if (!answer?.ok || answer.redirected) return;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const now = list.querySelector(":scope > .is-now");
  const typing = now && (isUnsaved(now.dataset.cue) || field(now) === document.activeElement);
  const fresh = [...page.querySelectorAll("#cue-list > li.cue")].map((row) =>
    typing && row.dataset.cue === now.dataset.cue ? now : document.adoptNode(row));
  list.replaceChildren(...fresh);
  put(page);
  if (now && !typing) open(rowOf(now.dataset.cue) ?? rows()[0], { quiet: true });
}

export function followOthers() {
  if ("lean" in words) document.addEventListener("cutdown:cue", ({ detail }) => {
    clearTimeout(asked);
    asked = setTimeout(() => isUnsaved(detail.id) || look(detail.id), 120);
  });
  document.addEventListener("cutdown:event", (event) => hear(event.detail));
}
