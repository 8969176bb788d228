/* tus 1.0 over fetch: a file goes up in parts of about a second each, every part with its checksum. Whatever breaks,
   the server is asked how much has arrived, and sending goes on from there. */

const SPOKEN = { "tus-resumable": "1.0.0" };
const PART = "application/offset+octet-stream";
const MOST = 16 << 20;
const PART_MS = 1000;
const WAIT_MS = [500, 1000, 2000, 4000, 8000, 15000];
const PASSING = new Set([408, 409, 423, 425, 429, 460]); // asked again, these can end otherwise

/* The server says no, and will say so again. `problem` is its answer. */
export class Refused extends Error {
  constructor(status, problem) {
    super(problem.detail || problem.title || String(status));
    this.status = status;
    this.problem = problem;
  }
}

class Interrupted extends Error {}

async function ask(address, signal, { headers, ...init } = {}) {
  let answer;
  try {
    answer = await fetch(address, { ...init, signal, headers: { ...SPOKEN, ...headers } });
  } catch (reason) {
    if (signal.aborted) throw reason;
    throw new Interrupted();
  }
  if (answer.ok) return answer;
  if (answer.status >= 500 || PASSING.has(answer.status)) throw new Interrupted();
  throw new Refused(answer.status, await answer.json().catch(() => ({})));
}

const base64 = (bytes) => btoa(String.fromCharCode(...bytes));

export async function begin(file, signal) {
  const metadata = `filename ${base64(new TextEncoder().encode(file.name))}`;
  const headers = { "upload-length": String(file.size), "upload-metadata": metadata };
  const answer = await patiently(() => ask("/v1/uploads", signal, { method: "POST", headers }), signal);
  return answer.headers.get("location");
}

export async function arrived(address, signal) {
  const answer = await ask(address, signal, { method: "HEAD" });
  return Number(answer.headers.get("upload-offset"));
}

export async function end(address) {
  await ask(address, new AbortController().signal, { method: "DELETE" }).catch(() => null);
}

/* Send what is missing. `progress(bytes)` after every part, `waiting()` when the connection is lost. */
export async function send(file, address, { least, signal, progress, waiting }) {
  const part = { size: least };
  let offset = await patiently(() => arrived(address, signal), signal, waiting);
  progress(offset);
  while (offset < file.size) {
    offset = await patiently(
      () => append(file, address, offset, part, least, signal),
      signal,
      async () => {
        waiting();
        part.size = least;
      },
      async () => {
        offset = await arrived(address, signal);
      },
    );
    progress(offset);
  }
}

async function append(file, address, offset, part, least, signal) {
  const bytes = await file.slice(offset, offset + part.size).arrayBuffer();
  const headers = { "content-type": PART, "upload-offset": String(offset) };
  if (crypto.subtle) headers["upload-checksum"] = `sha256 ${base64(new Uint8Array(await digest(bytes)))}`;
  const since = performance.now();
  const answer = await ask(address, signal, { method: "PATCH", headers, body: bytes });
  const pace = PART_MS / Math.max(performance.now() - since, 1);
  part.size = Math.round(Math.min(MOST, Math.max(least, part.size * Math.min(pace, 2))));
  return Number(answer.headers.get("upload-offset"));
}

export const digest = (bytes) => crypto.subtle.digest("SHA-256", bytes);

/* Try until it works or is refused; `before` runs before another try and may be interrupted like the try itself. */
async function patiently(run, signal, waiting = () => {}, before = async () => {}) {
  for (let failures = 0; ; failures++) {
    try {
      if (failures) await before();
      return await run();
    } catch (reason) {
      if (!(reason instanceof Interrupted)) throw reason;
      await waiting();
      await pause(WAIT_MS[Math.min(failures, WAIT_MS.length - 1)], signal);
    }
  }
}

/* Some time, less when the network comes back, none when it is given up. */
function pause(ms, signal) {
  return new Promise((done, failed) => {
    const timer = setTimeout(finish, ms);
    window.addEventListener("online", finish);
    signal.addEventListener("abort", finish);
    function finish() {
      clearTimeout(timer);
      window.removeEventListener("online", finish);
      signal.removeEventListener("abort", finish);
      if (signal.aborted) failed(signal.reason);
      else done();
    }
  });
}

/* All parts are here; the server puts them together. */
export async function composed(address, signal) {
  for (;;) {
    const answer = await patiently(() => ask(address, signal), signal);
    const upload = await answer.json();
    if (upload.state === "composed") return upload;
    await pause(400, signal);
  }
}
