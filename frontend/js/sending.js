// SPDX-License-Identifier: EUPL-1.2
/**
 * Sends one file in parts. The server says beforehand at which byte to go on, so that a broken connection, or a page
 * that was loaded anew, costs one part at most.
 */

const retryDelays = [1000, 3000, 8000, 20000];

/** The server was not reached, or asks to try again. */
export class Broken extends Error {}

/** The server will not have it; `fields` says at which fields of the form, if it is about those. */
export class Refused extends Error {
  constructor(message, fields = {}) {
    super(message);
    this.fields = fields;
  }
}

/** Only where the page came over https, or from this computer itself. */
export const canSend = typeof crypto.subtle?.digest === "function";

async function sha256(bytes) {
  return new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
}

function asHex(bytes) {
  return [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

function asBase64(bytes) {
  return btoa(String.fromCharCode(...bytes));
}

/** What the server answers, as an object. */
export async function ask(url, options, texts) {
  let response;
  try {
    response = await fetch(url, { credentials: "same-origin", ...options });
  } catch (error) {
    throw error.name === "AbortError" ? error : new Broken();
  }
  const isJson = (response.headers.get("Content-Type") ?? "").includes("json");
  if (response.status >= 500 || response.status === 404 || response.status === 409) {
    throw new Broken();
  }
  if (response.redirected || !isJson) {
    throw new Refused(texts.stale);
  }
  return understood(response, await response.json());
}

function understood(response, answer) {
  if (response.ok) {
    return answer;
  }
  throw answer.fields?.part ? new Broken() : new Refused(answer.message, answer.fields);
}

/** One file on its way. `facts()` gives the fields of the form, `onProgress(part)` hears how much came (0 to 1). */
export class Sending {
  constructor(file, address, facts, texts, onProgress) {
    this.file = file;
    this.address = address;
    this.facts = facts;
    this.texts = texts;
    this.onProgress = onProgress;
    this.control = new AbortController();
    this.failures = 0;
    this.told = undefined;
  }

  /** What the server says of the whole file; throws Broken when it can not be reached for a while, and Refused. */
  async run(onBroken) {
    for (;;) {
      try {
        return await this.deliver(await this.start());
      } catch (error) {
        if (!(error instanceof Broken) || this.failures >= retryDelays.length) {
          throw error;
        }
        onBroken();
        await this.pause(retryDelays[this.failures]);
        this.failures += 1;
      }
    }
  }

  async start() {
    const body = this.facts();
    body.set("filename", this.file.name);
    body.set("size", this.file.size);
    body.set("sha256", await this.digest());
    return ask(this.address, this.options({ body }), this.texts);
  }

  async digest() {
    this.whole ??= asHex(await sha256(await this.read(this.file)));
    return this.whole;
  }

  async read(piece) {
    try {
      return await piece.arrayBuffer();
    } catch {
      throw new Refused(this.texts.unreadable);
    }
  }

  async deliver(told) {
    this.told = told;
    while (this.told.state === "sending") {
      this.onProgress(this.told.offset / this.told.size);
      this.told = await this.sendPart(this.told);
      this.failures = 0;
    }
    return this.told;
  }

  async sendPart({ url, offset, partSize }) {
    const body = await this.read(this.file.slice(offset, offset + partSize));
    const headers = {
      "Content-Type": "application/octet-stream",
      "Content-Digest": `sha-256=:${asBase64(await sha256(body))}:`,
      "X-CSRFToken": this.facts().get("csrf_token"),
    };
    return ask(`${url}/delen/${offset}`, this.options({ body, headers }), this.texts);
  }

  options(more) {
    const headers = { Accept: "application/json", ...more.headers };
    return { method: "POST", signal: this.control.signal, ...more, headers };
  }

  /** A while, or until the browser says that there is a connection again. */
  pause(milliseconds) {
    return new Promise((resolve, reject) => {
      setTimeout(resolve, milliseconds);
      window.addEventListener("online", resolve, { once: true });
      this.control.signal.addEventListener("abort", () => reject(this.control.signal.reason), { once: true });
    });
  }

  /** Stop, and have thrown away what came. */
  async stop() {
    this.control.abort();
    if (this.told) {
      const body = new FormData();
      body.set("csrf_token", this.facts().get("csrf_token"));
      const options = { method: "POST", body, headers: { Accept: "application/json" } };
      await ask(`${this.told.url}/stoppen`, options, this.texts).catch(() => undefined);
    }
  }
}
