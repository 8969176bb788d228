/* The page as the editor's modules know it: its address, its words, and the parts that the server sends anew. */

export const editor = document.getElementById("editor");
export const list = document.getElementById("cue-list");
export const words = editor?.dataset ?? {};

const RETRIED = new Set([408, 425, 429, 500, 502, 503, 504]);

export const rowOf = (cue) => list.querySelector(`li.cue[data-cue="${CSS.escape(cue)}"]`);
export const rows = () => [...list.querySelectorAll(":scope > li.cue")];
export const current = () => list.querySelector(":scope > li.is-now");

/* Fill `%(name)s` in a sentence of the page. */
export const say = (sentence, values = {}) => sentence.replace(/%\((\w+)\)s/g, (_, name) => values[name] ?? "");

/* Send a form of the page. Answers { kind, parts, said }:
   done (parts of the page), conflict (a dialog), refused (with words), lost (try again), out (signed out). */
export async function send(fields, { signal, keepalive = false } = {}) {
  const body = new URLSearchParams({ show: words.show, ...fields, _csrf_token: document.querySelector("[name=_csrf_token]").value });
  let answer;
  try {
    answer = await fetch(words.href, {
      method: "POST", body, signal, keepalive, redirect: "manual", headers: { "x-cutdown-part": "1" },
    });
  } catch (error) {
    return { kind: error.name === "AbortError" ? "aborted" : "lost" };
  }
  if (answer.type === "opaqueredirect" || answer.status === 401) return { kind: "out" };
  if (RETRIED.has(answer.status)) return { kind: "lost" };
  const parts = document.createElement("template");
  try {
    parts.innerHTML = await answer.text();
  } catch {
    return { kind: "lost" };
  }
  if (answer.ok) return { kind: "done", parts: parts.content };
  if (answer.status === 412) return { kind: "conflict", parts: parts.content };
  const said = parts.content.querySelector("[data-refused]")?.textContent ?? words.refused;
  return { kind: "refused", said };
}

const OF_ROW = [".when", ".src", ".tgt", ".dur", ".cps", ".st", ".only-text", ".finds"];

/* Put parts that the server sent into the page. What somebody types in stays: the field of an open row is ours. */
export function put(parts) {
  for (const fresh of parts.querySelectorAll("li.cue")) {
    const row = document.getElementById(fresh.id);
    if (row) renew(row, fresh);
  }
  for (const id of ["cue-tools", "standing"]) {
    const fresh = parts.getElementById(id);
    const old = document.getElementById(id);
    if (!fresh || !old || old.innerHTML === fresh.innerHTML) continue;
    const at = [...old.querySelectorAll("a, button")].indexOf(document.activeElement);
    old.replaceChildren(...fresh.childNodes);
    if (at >= 0) old.querySelectorAll("a, button")[at]?.focus();
  }
}

function renew(row, fresh) {
  for (const name of OF_ROW) {
    const [was, now] = [row.querySelector(`:scope > ${name}`), fresh.querySelector(`:scope > ${name}`)];
    if (was && now && was.outerHTML !== now.outerHTML && !was.contains(document.activeElement)) was.replaceWith(now);
  }
  for (const name of ["begin", "end", "track", "errors", "by", "timing"]) {
    if (fresh.dataset[name] === undefined) delete row.dataset[name];
    else row.dataset[name] = fresh.dataset[name];
  }
}
