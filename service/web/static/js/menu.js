/* A menu that is a <details> also closes on Escape, on a click elsewhere, and when the focus leaves it. */

export function closeMenus(root) {
  const open = () => root.querySelector("details[data-menu][open]");
  root.addEventListener("keydown", (event) => {
    const menu = open();
    if (event.key !== "Escape" || !menu) return;
    event.preventDefault();
    menu.open = false;
    menu.querySelector("summary").focus();
  });
  root.addEventListener("pointerdown", (event) => {
    const menu = open();
    if (menu && !menu.contains(event.target)) menu.open = false;
  });
  root.addEventListener("focusout", (event) => {
    const menu = open();
    if (menu && event.relatedTarget && !menu.contains(event.relatedTarget)) menu.open = false;
  });
}
