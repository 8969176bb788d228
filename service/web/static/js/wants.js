/* How much waits for the reader stands in the rail of every page: asked for after the page is there, and again after
   something happened. The last number stays while the next one is asked for, so nothing jumps. */

const PAUSE_MS = 2000;
let last = sessionStorage.getItem("wants") ?? "";
let later;

function show() {
  for (const place of document.querySelectorAll("[data-wants]")) {
    place.querySelector("[data-number]").textContent = last;
    place.hidden = !Number(last);
  }
}

async function ask() {
  const place = document.querySelector("[data-wants]");
  if (!place) return;
  const answer = await fetch(place.dataset.wants).catch(() => null);
  if (!answer?.ok || answer.redirected) return;
  last = await answer.text();
  sessionStorage.setItem("wants", last);
  show();
}

export function countWants() {
  document.addEventListener("cutdown:event", () => {
    clearTimeout(later);
    later = setTimeout(ask, PAUSE_MS);
  });
  document.addEventListener("htmx:after:swap", show);
  show();
  ask();
}
