/* The pages of a market work without this. It adds copying an address, and closes menus. */
import { showCopyButtons, copyOnClick } from "./copy.js";
import { closeMenus } from "./menu.js";

copyOnClick(document);
closeMenus(document);
showCopyButtons(document);
