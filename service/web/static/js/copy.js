/* Buttons that copy the text of another element, and say so. */
import { toast } from "./toast.js";

export function showCopyButtons(root) {
  for (const button of root.querySelectorAll("button[data-copy]")) button.hidden = !navigator.clipboard;
}

export function copyOnClick(root) {
  root.addEventListener("click", async (event) => {
    const button = event.target.closest?.("button[data-copy]");
    if (!button) return;
    const source = root.getElementById(button.dataset.copy);
    await navigator.clipboard.writeText(source.value ?? source.textContent.trim());
    toast(button.dataset.said);
  });
}
