/* What stands beside the cue: fetched when another one is worked on, and when it was saved. */
import { words } from "./page.js";

const PAUSE_MS = 120;
let later;
let asking;

async function fetchPanel(cue) {
  asking?.abort();
  asking = new AbortController();
  const address = `${words.href}?${new URLSearchParams({ cue })}`;
  const headers = { "x-cutdown-part": "side" };
  const { signal } = asking;
  const text = await fetch(address, { headers, redirect: "manual", signal })
    .then((answer) => (answer.ok ? answer.text() : null)).catch(() => null);
  if (text === null) return;
  const page = document.createElement("template");
  page.innerHTML = text;
  const [old, fresh] = [document.getElementById("side-parts"), page.content.getElementById("side-parts")];
  if (!old || !fresh || old.contains(document.activeElement)) return;
  old.replaceWith(fresh);
}

export function followPanel() {
  const ask = ({ detail }) => {
    clearTimeout(later);
    later = setTimeout(() => fetchPanel(detail.id), PAUSE_MS);
  };
  let shown = document.getElementById("side").dataset.cue;
  document.addEventListener("cutdown:cue", (event) => {
    if (event.detail.id === shown) return;
    shown = event.detail.id;
    ask(event);
  });
  document.addEventListener("cutdown:saved", ask);
}
