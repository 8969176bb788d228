/* Buttons that open a dialog of the page, and a click beside it that closes it. */

export function openDialogs(root) {
  for (const button of root.querySelectorAll("[data-opens]")) button.hidden = false;
  root.addEventListener("click", (event) => {
    const button = event.target.closest?.("[data-opens]");
    if (button && !event.ctrlKey && !event.metaKey) {
      event.preventDefault();
      root.getElementById(button.dataset.opens).showModal();
    } else if (event.target.matches?.("dialog[open][data-light]")) event.target.close();
  });
}
