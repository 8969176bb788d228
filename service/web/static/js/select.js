/* Selecting cells of the matrix: Space, Shift with arrows, or the boxes of cells, rows and columns; A assigns, Escape lets
   go. The bar says how many there are and what they have in common, and which verbs apply to all or to some of them. */

const boxes = (form) => [...form.querySelectorAll("[data-cell]")];
const cellOf = (box) => box.closest("td");

function rowBoxes(box) {
  return [...box.closest("tr").querySelectorAll("[data-cell]")];
}

function columnBoxes(box) {
  const at = box.closest("th").cellIndex;
  return [...box.closest("table").tBodies[0].rows].map((row) => row.cells[at]?.querySelector("[data-cell]")).filter(Boolean);
}

/* What is the same in every cell: its state, its language, its cut. */
function common(chosen) {
  const facts = [
    (cell) => cell.querySelector(".cell > .state")?.textContent.trim(),
    (cell) => cell.closest("tr").querySelector(".lname")?.textContent,
    (cell) => cell.querySelector(".code")?.textContent,
  ];
  return facts
    .map((fact) => new Set(chosen.map((box) => fact(cellOf(box)))))
    .filter((found) => found.size === 1)
    .map((found) => [...found][0])
    .join(" · ");
}

function update(form) {
  const bar = form.querySelector("[data-bulk]");
  if (!bar) return;
  const chosen = boxes(form).filter((box) => box.checked);
  for (const box of boxes(form)) {
    const cell = cellOf(box);
    cell.classList.toggle("sel", box.checked);
    if (box.checked || cell.dataset.opened === undefined) cell.setAttribute("aria-selected", String(box.checked));
  }
  for (const [name, under] of [["row", rowBoxes], ["column", columnBoxes]]) {
    for (const box of form.querySelectorAll(`[data-${name}]`)) {
      const checked = under(box).filter((one) => one.checked).length;
      box.checked = checked > 0 && checked === under(box).length;
      box.indeterminate = checked > 0 && !box.checked;
    }
  }
  form.closest("[data-live]")?.toggleAttribute("data-live-keep", chosen.length > 0);
  bar.classList.toggle("on", chosen.length > 0);
  bar.querySelector("[data-count]").textContent = chosen.length || "";
  bar.querySelector("[data-common]").textContent = chosen.length ? common(chosen) : "";
  for (const button of bar.querySelectorAll("[data-verb]")) {
    const ready = chosen.filter((box) => cellOf(box).dataset.verbs.split(" ").includes(button.dataset.verb)).length;
    button.hidden = ready === 0;
    const some = ready < chosen.length ? bar.dataset.some.replace("{some}", ready).replace("{all}", chosen.length) : "";
    button.querySelector("[data-of]").textContent = some;
  }
}

function set(form, some, checked) {
  for (const box of some) box.checked = checked;
  update(form);
}

export function prepareSelection(root) {
  for (const form of root.querySelectorAll("#mx-form")) {
    for (const box of form.querySelectorAll(".pick input")) box.tabIndex = -1;
    for (const box of form.querySelectorAll("[data-row], [data-column]")) box.removeAttribute("name");
    const clear = form.querySelector("[data-clear]");
    if (clear) clear.hidden = false;
    update(form);
  }
}

export function selectCells(root) {
  root.addEventListener("change", (event) => {
    const box = event.target;
    const form = box.closest?.("#mx-form");
    if (!form || !box.matches(".pick input")) return;
    if (box.matches("[data-row]")) set(form, rowBoxes(box), box.checked);
    else if (box.matches("[data-column]")) set(form, columnBoxes(box), box.checked);
    else update(form);
  });
  root.addEventListener("grid:extend", (event) => {
    const form = event.target.closest("#mx-form");
    if (form) set(form, event.detail.map((link) => link.parentElement.querySelector("[data-cell]")).filter(Boolean), true);
  });
  root.addEventListener("click", (event) => {
    const form = event.target.closest?.("[data-clear]")?.form;
    if (form) set(form, boxes(form), false);
  });
  root.addEventListener("keydown", (event) => {
    const link = event.target.closest?.("#mx-form a.cell");
    const form = event.target.closest?.("#mx-form") ?? root.querySelector("#mx-form");
    if (!form || event.altKey || event.metaKey || event.ctrlKey) return;
    const box = link?.parentElement.querySelector("[data-cell]");
    if (box && event.key === " ") {
      event.preventDefault();
      set(form, [box], !box.checked);
    } else if (box && event.code === "KeyA" && !event.shiftKey) {
      const assign = form.querySelector("[data-assign]");
      if (!assign) return;
      event.preventDefault();
      if (!boxes(form).some((one) => one.checked)) set(form, [box], true);
      if (assign.matches("summary")) assign.parentElement.open = true;
      (assign.matches("summary") ? assign.nextElementSibling.querySelector("select") : assign).focus();
    } else if (event.key === "Escape" && !event.defaultPrevented && boxes(form).some((one) => one.checked)) {
      event.preventDefault();
      set(form, boxes(form), false);
    }
  });
}
