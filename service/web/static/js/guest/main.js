/* A guest's comment follows the playhead until its time is typed; a comment's time leads to its frame. Both work without
   this: the time is a field, and a link opens the page at its moment. */
import { timecode } from "../monitor/clock.js";

const field = document.querySelector("[data-playhead]");
let typed = false;

field?.addEventListener("input", () => {
  typed = true;
});
document.addEventListener("cutdown:time", ({ detail }) => {
  if (field && !typed) field.value = timecode(detail.ms);
});
document.addEventListener("click", (event) => {
  const link = event.target.closest("[data-to]");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  typed = false;
  document.dispatchEvent(new CustomEvent("cutdown:seek", { detail: { ms: Number(link.dataset.to) } }));
});
