/* A grid has one tab stop. Arrows move by cell, and up and down within a cell of more than one link; Home and End to the
   ends of the row (with Ctrl of the grid), D downloads; Shift with an arrow says so by `grid:extend`. */

const links = (row) => [...row.querySelectorAll(":scope > td")].map((cell) => [...cell.querySelectorAll("a.cell")]);
const rowsOf = (grid) => [...grid.tBodies[0].rows];

function setStop(grid, stop) {
  for (const link of grid.querySelectorAll("tbody a")) link.tabIndex = link === stop ? 0 : -1;
}

export function prepareGrids(root) {
  for (const grid of root.querySelectorAll("[data-grid]")) {
    const stop =
      grid.querySelector("a.cell:focus") ?? grid.querySelector("[aria-selected=true] a.cell, a.cell[aria-current]") ?? grid.querySelector("a.cell");
    setStop(grid, stop);
  }
}

/* The nearest link from (row, column) on, going by (down, right): the first of its cell, or the last when going up; null at
   the edge. */
function reach(grid, row, column, down, right) {
  const rows = rowsOf(grid);
  for (;;) {
    row += down;
    column += right;
    const line = rows[row] && links(rows[row]);
    if (!line || column < 0 || column >= line.length) return null;
    if (line[column].length) return line[column].at(down < 0 ? -1 : 0);
  }
}

/* Where nothing stands above or below in the same column: the link nearest to it in the next row that has any. */
function nearest(grid, row, column, down) {
  for (const line of down < 0 ? rowsOf(grid).slice(0, row).reverse() : rowsOf(grid).slice(row + 1)) {
    const filled = [...links(line).entries()].filter(([, cell]) => cell.length);
    if (filled.length) return filled.sort(([a], [b]) => Math.abs(a - column) - Math.abs(b - column))[0][1].at(down < 0 ? -1 : 0);
  }
  return null;
}

function target(grid, link, event) {
  const row = link.closest("tr");
  const line = links(row);
  const column = line.findIndex((cell) => cell.includes(link));
  const at = [rowsOf(grid).indexOf(row), column];
  const beside = (step) => line[column][line[column].indexOf(link) + step];
  const forward = getComputedStyle(grid).direction === "rtl" ? -1 : 1;
  const whole = () => (event.ctrlKey ? rowsOf(grid).flatMap(links) : line).flat();
  switch (event.key) {
    case "ArrowRight": return reach(grid, ...at, 0, forward);
    case "ArrowLeft": return reach(grid, ...at, 0, -forward);
    case "ArrowDown": return beside(1) ?? reach(grid, ...at, 1, 0) ?? nearest(grid, ...at, 1);
    case "ArrowUp": return beside(-1) ?? reach(grid, ...at, -1, 0) ?? nearest(grid, ...at, -1);
    case "Home": return whole()[0];
    case "End": return whole().at(-1);
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
