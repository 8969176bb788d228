/* The room of posts: "My time" is the clock of this browser; a button that is refused says why instead of sending. */

const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;

function nameZone(root) {
  for (const link of root.querySelectorAll("a[data-zone]")) {
    const address = new URL(link.href);
    if (!address.searchParams.has("zone")) address.searchParams.set("zone", zone);
    link.href = address.href;
  }
}

document.addEventListener("click", (event) => {
  const button = event.target.closest?.("[data-refused]");
  if (!button) return;
  event.preventDefault();
  document.getElementById(button.getAttribute("aria-describedby"))?.scrollIntoView({ block: "nearest" });
});
document.addEventListener("htmx:after:swap", () => nameZone(document));
nameZone(document);

/* How long words are, in the platform's own unit, as the server counts them. */
const LENGTHS = {
  characters: (words) => [...words].length,
  utf16_units: (words) => words.length,
  utf8_bytes: (words) => new TextEncoder().encode(words).length,
};

function count(place) {
  const field = document.getElementById(place.dataset.counts);
  if (!field) return;
  const tags = document.getElementById("f-hashtags")?.value ?? place.dataset.other;
  const other = field.name === "text" ? tags.split(/[\s,]+/).filter((tag) => /[^#＃]/.test(tag)) : [];
  const hashtags = other.map((tag) => `#${tag.replace(/^[#＃]+/, "")}`).join(" ");
  const taken = LENGTHS[place.dataset.unit]([field.value, hashtags].filter(Boolean).join("\n"));
  place.querySelector("[data-taken]").textContent = taken.toLocaleString(document.documentElement.lang);
  place.classList.toggle("over", taken > Number(place.dataset.most));
}

const countAll = () => document.querySelectorAll("[data-counts]").forEach(count);
document.addEventListener("input", countAll);
countAll();
