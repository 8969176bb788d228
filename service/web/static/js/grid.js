/* A grid has one tab stop. Arrows move by cell, Home and End to the ends of the row (with Ctrl of the grid), D downloads;
   Shift with an arrow says so by `grid:extend`. */

const links = (row) => [...row.querySelectorAll(":scope > td")].map((cell) => cell.querySelector("a.cell"));
const rowsOf = (grid) => [...grid.tBodies[0].rows];

function setStop(grid, stop) {
  for (const link of grid.querySelectorAll("tbody a")) link.tabIndex = link === stop ? 0 : -1;
}

export function prepareGrids(root) {
  for (const grid of root.querySelectorAll("[data-grid]")) {
    const stop =
      grid.querySelector("a.cell:focus") ?? grid.querySelector("[aria-selected=true] a.cell") ?? grid.querySelector("a.cell");
    setStop(grid, stop);
  }
}

/* The nearest cell with a link from (row, column) on, going by (down, right); null at the edge. */
function reach(grid, row, column, down, right) {
  const rows = rowsOf(grid);
  for (;;) {
    row += down;
    column += right;
    const line = rows[row] && links(rows[row]);
    if (!line || column < 0 || column >= line.length) return null;
    if (line[column]) return line[column];
  }
}

function target(grid, link, event) {
  const row = link.closest("tr");
  const line = links(row);
  const at = [rowsOf(grid).indexOf(row), line.indexOf(link)];
  const forward = getComputedStyle(grid).direction === "rtl" ? -1 : 1;
  const ends = (cells) => cells.filter(Boolean);
  switch (event.key) {
    case "ArrowRight": return reach(grid, ...at, 0, forward);
    case "ArrowLeft": return reach(grid, ...at, 0, -forward);
    case "ArrowDown": return reach(grid, ...at, 1, 0);
    case "ArrowUp": return reach(grid, ...at, -1, 0);
    case "Home": return ends(event.ctrlKey ? rowsOf(grid).flatMap(links) : line)[0];
    case "End": return ends(event.ctrlKey ? rowsOf(grid).flatMap(links) : line).at(-1);
    default: return undefined;
  }
}

export function moveInGrids(root) {
  root.addEventListener("keydown", (event) => {
    const link = event.target.closest?.("[data-grid] a.cell");
    if (!link || event.altKey || event.metaKey || (event.shiftKey && !event.key.startsWith("Arrow"))) return;
    if (event.code === "KeyD" && !event.ctrlKey) {
      link.parentElement.querySelector("a[data-download]")?.click();
      return;
    }
    const grid = link.closest("[data-grid]");
    const next = target(grid, link, event);
    if (next === undefined) return;
    event.preventDefault();
    if (!next) return;
    setStop(grid, next);
    next.focus();
    if (event.shiftKey) grid.dispatchEvent(new CustomEvent("grid:extend", { bubbles: true, detail: [link, next] }));
    next.closest("td").scrollIntoView({ block: "nearest", inline: "nearest" });
  });
  root.addEventListener("focusin", (event) => {
    const link = event.target.closest?.("[data-grid] a.cell");
    if (link) setStop(link.closest("[data-grid]"), link);
  });
}
