/* A form that makes something is sent once while its answer is on the way: the second press would leave the page that
   shows a secret, and the server makes nothing twice. */
const WAITS_MS = 10_000;

export function sendOnce(root) {
  const sent = new Map();
  root.addEventListener("submit", (event) => {
    const value = event.target.elements.once?.value;
    if (!value || event.defaultPrevented) return;
    if (performance.now() - (sent.get(value) ?? -Infinity) < WAITS_MS) event.preventDefault();
    else sent.set(value, performance.now());
  });
  addEventListener("pageshow", () => sent.clear());
}
