/* Opening a cell moves the focus to its detail; closing it, or Escape, brings the focus back to the cell. */

export function followDetail(root) {
  let opened = null;
  const seen = () => root.querySelector("[data-grid] [data-opened]")?.scrollIntoView({ block: "nearest", inline: "nearest" });
  seen(); // an address may open a cell whose column is out of sight
  root.addEventListener("htmx:before:swap", () => {
    opened = root.querySelector("[data-detail]")?.dataset.detail ?? null;
  });
  root.addEventListener("htmx:after:swap", () => {
    const now = root.querySelector("[data-detail]");
    if (now && now.dataset.detail !== opened) seen();
    if (now && now.dataset.detail !== opened) root.querySelector("#detail-name").focus();
    else if (!now && opened) root.getElementById(opened)?.focus();
    opened = null;
  });
  root.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !event.defaultPrevented) root.querySelector("[data-close]")?.click();
  });
}
