/* Pictures of a contact sheet, shots and segments lead to their moment without leaving the page; the monitor keeps the address. */

document.addEventListener("click", (event) => {
  const link = event.target.closest?.("a[data-seek]");
  const monitor = document.querySelector("[data-monitor]");
  if (!link || !monitor || event.metaKey || event.ctrlKey || event.shiftKey) return;
  const there = new URL(link.href).searchParams.get("show") ?? "";
  const here = new URLSearchParams(location.search).get("show") ?? "";
  if (link.search.includes("show=") && there !== here) return; // another film
  event.preventDefault();
  document.dispatchEvent(new CustomEvent("cutdown:seek", { detail: { ms: Number(link.dataset.seek) } }));
  monitor.scrollIntoView({ block: "nearest" });
});
