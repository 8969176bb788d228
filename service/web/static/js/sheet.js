/* The shortcut sheet: what each entry's keys are, and changing them. Its words stand in the page. */
import { entries, keep, kept, keysOf, nameOf, on, words } from "./keys.js";

export function prepareSheet(root) {
  const sheet = root.getElementById("shortcuts");
  if (!sheet) return;
  const letters = sheet.querySelector("[data-letters]");
  const paintAll = () => {
    const choices = kept();
    letters.checked = choices.letters;
    for (const entry of entries()) paint(sheet, entry, choices);
    for (const place of root.querySelectorAll("[data-says]")) place.textContent = says(place.dataset.says, choices);
  };
  on("sheet", () => sheet.showModal());
  letters.addEventListener("change", () => keep({ letters: letters.checked }));
  sheet.querySelector("[data-anew]").addEventListener("click", () => {
    keep({ own: {}, letters: true });
    paintAll();
  });
  sheet.addEventListener("click", (event) => {
    const button = event.target.closest("button[data-change]");
    if (button) listen(sheet, button, paintAll);
  });
  paintAll();
}

/* The keys of an entry, where a button of the page says them too. */
function says(name, choices) {
  const entry = entries().find((one) => one.dataset.key === name);
  return entry ? words(keysOf(entry, choices).split(" | ")[0]).join(" ") : "";
}

function paint(sheet, entry, choices) {
  const button = document.createElement("button");
  button.type = "button";
  button.dataset.change = "";
  button.className = "quiet";
  const keys = keysOf(entry, choices);
  const texts = keys ? keys.split(" | ").map(words) : [];
  for (const [at, pair] of texts.entries()) {
    if (at) button.append(" / ");
    for (const text of pair) {
      const kbd = document.createElement("kbd");
      kbd.textContent = text;
      button.append(kbd);
    }
  }
  if (!texts.length) button.textContent = sheet.dataset.none;
  const name = document.createElement("span");
  name.className = "sr";
  name.textContent = ` ${sheet.dataset.change.replace("{what}", entry.querySelector("dd").textContent.trim())}`;
  button.append(name);
  entry.querySelector("dt").replaceChildren(button);
}

/* Until a key is pressed: Escape leaves it as it was, Backspace takes the keys away. */
function listen(sheet, button, done) {
  const name = button.closest("[data-key]").dataset.key;
  const told = sheet.querySelector("[data-told]");
  button.textContent = sheet.dataset.press;
  told.textContent = "";
  const end = () => {
    document.removeEventListener("keydown", hear, true);
    button.removeEventListener("blur", end);
    done();
    sheet.querySelector(`[data-key="${CSS.escape(name)}"] button`).focus();
  };
  const hear = (event) => {
    if (event.code === "Tab") return;
    event.preventDefault();
    event.stopPropagation();
    const keys = event.code === "Backspace" ? "" : nameOf(event);
    if (keys === null) return;
    const other = keys && entries().find((one) => one.dataset.key !== name && keysOf(one).split(" | ").includes(keys));
    if (other) told.textContent = sheet.dataset.taken.replace("{what}", other.querySelector("dd").textContent.trim());
    else if (keys !== "Escape") keep({ own: { ...kept().own, [name]: keys } });
    end();
  };
  document.addEventListener("keydown", hear, true);
  button.addEventListener("blur", end, { once: true });
}
