/* Opening a cell moves the focus to its detail; closing it, or Escape, brings the focus back to the cell. */

export function followDetail(root) {
  let opened = null;
  root.addEventListener("htmx:before:swap", () => {
    opened = root.querySelector("[data-detail]")?.dataset.detail ?? null;
  });
  root.addEventListener("htmx:after:swap", () => {
    const now = root.querySelector("[data-detail]");
    root.querySelector("[data-grid] [aria-selected=true]")?.scrollIntoView({ block: "nearest", inline: "nearest" });
    if (now && now.dataset.detail !== opened) root.querySelector("#detail-name").focus();
    else if (!now && opened) root.getElementById(opened)?.focus();
    opened = null;
  });
  root.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !event.defaultPrevented) root.querySelector("[data-close]")?.click();
  });
}
