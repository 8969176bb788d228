/* Two people wrote one cue. Both texts stand side by side, and nothing is lost without being chosen. */

/* Show the dialog that the server sent; resolves to "theirs", "mine" or "beside". Escape goes on editing. */
export function decide(dialog) {
  document.body.append(dialog);
  return new Promise((resolve) => {
    let choice = "beside";
    dialog.addEventListener("click", (event) => {
      const button = event.target.closest("[data-choice]");
      if (!button) return;
      choice = button.dataset.choice;
      dialog.close();
    });
    dialog.addEventListener("close", () => {
      dialog.remove();
      resolve(choice);
    });
    dialog.showModal();
    dialog.querySelector("h2").focus();
  });
}
