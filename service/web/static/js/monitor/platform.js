/* As a platform shows it: what its buttons leave free, its ghosted furniture, and the captions in its own manner. */

const KEPT = "cutdown.platform";
const CANVAS = { width: 1080, height: 1920 };

export function choosePlatform(film, root, changed) {
  const frame = root.querySelector("[data-frame]");
  const buttons = [...root.querySelectorAll("button[data-platform]")];
  if (!buttons.length) return;
  const choose = (button) => {
    const zone = film.platforms.find((one) => one.key === button.dataset.platform);
    for (const one of buttons) one.setAttribute("aria-pressed", String(one === button));
    frame.dataset.as = zone.key;
    frame.querySelector("[data-safe-label]").textContent = button.dataset.label;
    outline(frame, zone);
    localStorage.setItem(KEPT, zone.key);
    changed();
  };
  for (const button of buttons) button.addEventListener("click", () => choose(button));
  choose(buttons.find((one) => one.dataset.platform === localStorage.getItem(KEPT)) ?? buttons[0]);

  const area = root.querySelector("[data-area]");
  area?.addEventListener("click", () => {
    const shown = area.getAttribute("aria-pressed") !== "true";
    area.setAttribute("aria-pressed", String(shown));
    frame.toggleAttribute("data-bare", !shown);
  });
}

function outline(frame, zone) {
  const box = {
    x: (zone.left * CANVAS.width) / 100,
    y: (zone.top * CANVAS.height) / 100,
    width: ((zone.right - zone.left) * CANVAS.width) / 100,
    height: ((zone.bottom - zone.top) * CANVAS.height) / 100,
  };
  for (const [name, value] of Object.entries(box)) frame.querySelector("[data-safe]").setAttribute(name, value);
  const label = frame.querySelector("[data-safe-label]");
  label.setAttribute("x", box.x + 16);
  label.setAttribute("y", box.y + 42);
  const band = frame.querySelector("[data-safe-band]");
  band.setAttribute("x", box.x);
  band.setAttribute("y", box.y);
  label.removeAttribute("textLength");
  const long = Math.min(label.getComputedTextLength(), box.width - 32);
  label.setAttribute("textLength", long);
  band.setAttribute("width", long + 32);
  frame.style.setProperty("--middle", `${(zone.left + zone.right) / 2}%`);
  frame.style.setProperty("--room", `${zone.right - zone.left}cqi`);
  frame.style.setProperty("--floor", `${100 - zone.bottom}%`);
}
