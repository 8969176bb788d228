/* The form that takes a film sends it in parts and can be paused; it goes on after a lost connection, and after the page was
   closed when the same file is chosen again. In the end the form itself is posted, with the upload in place of the file. */
import { Refused, arrived, begin, composed, digest, end, send } from "./tus.js";

const HASHED_BYTES = 256 << 20; // a larger file is not read twice only to see whether it is known
const form = document.querySelector("form[data-upload]");
if (form) mount(form);

function mount(form) {
  const panel = form.parentElement;
  const find = (name) => panel.querySelector(`[data-${name}]`);
  const known = JSON.parse(find("known").textContent);
  const words = Object.fromEntries(
    [...find("words").content.querySelectorAll("[data-word]")].map((one) => [one.dataset.word, one.textContent]),
  );
  const fill = (word, facts) => words[word].replace(/\{(\w+)\}/g, (_, name) => facts[name]);
  const key = `cutdown-upload:${form.getAttribute("action")}`;
  const meter = panel.querySelector("progress");
  let running = null; // the file, and what gives it up

  form.addEventListener("submit", (event) => {
    const file = form.elements.file.files[0];
    if (!file || form.elements.upload.value) return;
    event.preventDefault();
    if (file.size) start(file);
    else tell(fill("empty", { name: file.name }), true);
  });
  find("pause").addEventListener("click", () => stop("paused"));
  find("resume").addEventListener("click", () => start(running.file));
  find("cancel").addEventListener("click", async () => {
    stop("cancelled");
    await forget();
    show(false);
  });
  remind();

  async function start(file) {
    const giving = new AbortController();
    const sent = { bytes: 0, since: performance.now(), from: null };
    running = { file, giving, sent };
    show(true);
    find("name").textContent = file.name;
    try {
      const name = await knownAs(file);
      if (name !== undefined) {
        show(false);
        return tell(fill("known", { name }), true);
      }
      const address = await addressOf(file, giving.signal);
      say("begun", file, 0);
      await send(file, address, {
        least: Number(form.dataset.least),
        signal: giving.signal,
        progress: (bytes) => progress(file, sent, bytes),
        waiting: () => say("waiting", file, sent.bytes),
      });
      find("said").textContent = words.composing;
      tell(words.composing);
      find("pause").hidden = true;
      const upload = await composed(address, giving.signal);
      localStorage.removeItem(key);
      form.elements.upload.value = upload.id;
      form.elements.file_name.value = file.name;
      form.elements.file.disabled = true;
      form.requestSubmit();
    } catch (reason) {
      if (giving.signal.aborted) return;
      show(false);
      if (reason instanceof Refused) {
        localStorage.removeItem(key);
        tell(fill("refused", { reason: reason.message }), true);
      } else throw reason;
    }
  }

  function stop(word) {
    if (!running) return;
    running.giving.abort();
    find("pause").hidden = true;
    find("resume").hidden = false;
    if (word === "paused") say("paused", running.file, running.sent.bytes);
    tell(word === "paused" ? find("said").textContent : words[word], word !== "paused");
  }

  function progress(file, sent, bytes) {
    const before = Math.floor((4 * sent.bytes) / file.size);
    sent.from ??= bytes;
    sent.bytes = bytes;
    meter.value = bytes / file.size;
    const quarter = Math.floor((4 * bytes) / file.size);
    if (quarter > before && quarter < 4) tell(fill("quarter", { share: percent(quarter / 4) }));
    say(bytes > sent.from ? "sending" : "begun", file, bytes);
  }

  function say(word, file, bytes) {
    const { sent } = running;
    const pace = (bytes - (sent.from ?? bytes)) / (performance.now() - sent.since);
    const left = pace > 0 ? duration((file.size - bytes) / pace) : "";
    find("said").textContent = fill(word, { done: size(bytes), whole: size(file.size), left });
  }

  /* The one polite region; `loud` also where everybody sees it. */
  function tell(said, loud = false) {
    find("told").textContent = said;
    find("left").hidden = !loud;
    if (loud) find("left").textContent = said;
  }

  function show(sending) {
    find("sending").hidden = !sending;
    form.querySelector("button[type=submit]").hidden = sending;
    find("pause").hidden = false;
    find("resume").hidden = true;
    find("left").hidden = true;
    meter.value = 0;
    if (sending) find("said").textContent = words.checking;
  }

  /* What the page knows these bytes by; undefined when they are new, or too many to look. */
  async function knownAs(file) {
    if (!crypto.subtle || file.size > HASHED_BYTES || !Object.keys(known).length) return undefined;
    const bytes = new Uint8Array(await digest(await file.arrayBuffer()));
    return known[[...bytes].map((one) => one.toString(16).padStart(2, "0")).join("")];
  }

  /* Where this file goes: on with what was begun before, if it is the same file and the server still has it. */
  async function addressOf(file, signal) {
    const left = unfinished();
    if (left && left.print === print(file)) {
      try {
        await arrived(left.address, signal);
        return left.address;
      } catch (reason) {
        if (signal.aborted) throw reason;
        if (!(reason instanceof Refused)) return left.address;
      }
    }
    const address = await begin(file, signal);
    localStorage.setItem(key, JSON.stringify({ address, print: print(file), name: file.name, bytes: file.size }));
    return address;
  }

  async function forget() {
    const left = unfinished();
    localStorage.removeItem(key);
    if (left) await end(left.address);
  }

  function unfinished() {
    return JSON.parse(localStorage.getItem(key) ?? "null");
  }

  async function remind() {
    const left = unfinished();
    if (!left) return;
    try {
      const bytes = await arrived(left.address, new AbortController().signal);
      tell(fill("left", { done: size(bytes), whole: size(left.bytes), name: left.name }), true);
    } catch (reason) {
      if (reason instanceof Refused) localStorage.removeItem(key);
    }
  }
}

const print = (file) => `${file.name}:${file.size}:${file.lastModified}`;
const language = document.documentElement.lang;
const percent = (share) => new Intl.NumberFormat(language, { style: "percent" }).format(share);

function unit(value, name, digits = 0) {
  const style = { style: "unit", unit: name, unitDisplay: "short", maximumFractionDigits: digits };
  return new Intl.NumberFormat(language, style).format(value);
}

function size(bytes) {
  if (bytes >= 1e9) return unit(bytes / 1e9, "gigabyte", 2);
  return bytes >= 1e6 ? unit(bytes / 1e6, "megabyte", bytes < 1e7 ? 1 : 0) : unit(bytes / 1e3, "kilobyte");
}

function duration(ms) {
  return ms >= 90_000 ? unit(Math.round(ms / 60_000), "minute") : unit(Math.max(1, Math.round(ms / 1000)), "second");
}
