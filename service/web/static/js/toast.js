/* One short notice at a time: what happened, and how to take it back. With an action it stays until it is read. */

const SHOWN_MS = 6000;
let last;

const place = () => document.getElementById("toast");

/* `undo` is { word, run }: the button's word, and what it does. */
export function toast(words, { undo } = {}) {
  const said = document.createElement("p");
  said.textContent = words;
  place().replaceChildren(said);
  clearTimeout(last);
  if (!undo) {
    last = setTimeout(() => place().replaceChildren(), SHOWN_MS);
    return;
  }
  const button = document.createElement("button");
  button.type = "button";
  button.className = "btn";
  button.textContent = undo.word;
  button.addEventListener("click", () => {
    place().replaceChildren();
    undo.run();
  });
  place().append(button, document.getElementById("toast-parts").content.cloneNode(true));
}

/* What the page itself came with: its button to close appears, and without an action it goes by itself. */
export function dismissToasts(root) {
  const dismiss = place()?.querySelector("[data-dismiss]");
  if (dismiss) dismiss.hidden = false;
  if (place()?.querySelector("p") && !place().querySelector("form")) {
    last = setTimeout(() => place().replaceChildren(), SHOWN_MS);
  }
  root.addEventListener("click", (event) => {
    if (event.target.closest?.("#toast [data-dismiss]")) place().replaceChildren();
  });
}
