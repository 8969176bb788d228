/* The caption editor. Without it the page is links and forms; it opens rows in place, saves while one types, and shows
   what others do. */
import { editor, list } from "./page.js";
import { followKeys } from "./keys.js";
import { followOthers } from "./live.js";
import { followPanel } from "./panel.js";
import { followRows } from "./rows.js";
import { saveTyping } from "./save.js";
import { saveTimes } from "./times.js";

if (editor && list) {
  document.documentElement.classList.add("scripted");
  followRows();
  saveTyping(list);
  saveTimes();
  followKeys();
  followOthers();
  followPanel();
}
