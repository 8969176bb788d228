/* Everything works without this: links navigate, forms post. It adds keys, copying and swapping instead of reloading. */
import "../lib/htmx.js";
import { showCopyButtons, copyOnClick } from "./copy.js";
import { prepareGrids, moveInGrids } from "./grid.js";
import { prepareSelection, selectCells } from "./select.js";
import { closeMenus } from "./menu.js";
import { followDetail } from "./detail.js";
import { openDialogs } from "./dialogs.js";
import { preparePalette } from "./palette.js";
import { prepareSheet } from "./sheet.js";
import { dismissToasts } from "./toast.js";
import { followEvents } from "./live.js";
import { sendOnce } from "./once.js";
import { countWants } from "./wants.js";

function prepare() {
  showCopyButtons(document);
  prepareGrids(document);
  prepareSelection(document);
}

copyOnClick(document);
moveInGrids(document);
closeMenus(document);
selectCells(document);
followDetail(document);
dismissToasts(document);
openDialogs(document);
preparePalette(document);
prepareSheet(document);
followEvents();
sendOnce(document);
countWants();
document.addEventListener("htmx:after:swap", prepare);
prepare();
