// SPDX-License-Identifier: EUPL-1.2
/**
 * Autosave for forms with data-autosave: sends the fields a moment after typing stops, shows the time
 * that the server saved, keeps the text when the network fails, and warns before leaving unsaved work.
 */

const delay = 500;
const retryDelays = [2000, 5000, 15000, 30000];

/** Saves one form. At most one request runs at a time; what is typed meanwhile goes in the next. */
class Autosave {
  constructor(form) {
    this.form = form;
    this.line = form.querySelector("[data-saved-at]") ?? document.querySelector("[data-saved-at]");
    this.changed = false;
    this.running = false;
    this.stopped = false;
    this.failures = 0;
    this.afterSave = undefined;
    this.timer = undefined;
  }

  start() {
    this.ready();
    this.form.addEventListener("input", () => this.onInput());
    this.form.addEventListener("submit", (event) => this.onSubmit(event));
    // also the first time that a page is loaded it is shown: only one that came back must save again
    window.addEventListener("pageshow", (event) => {
      this.stopped = this.stopped && !event.persisted;
    });
    window.addEventListener("online", () => this.changed && this.save());
    window.addEventListener("beforeunload", (event) => {
      if ((this.changed || this.running) && !this.stopped) {
        event.preventDefault();
      }
    });
    document.addEventListener("visibilitychange", () => {
      if (document.visibilityState === "hidden" && this.changed) {
        this.save();
      }
    });
  }

  /** Only with this script is it true that typing is enough. */
  ready() {
    const text = this.line && this.textPlace().dataset.textReady;
    if (text) {
      this.textPlace().textContent = text;
    }
  }

  onInput() {
    if (this.stopped) {
      return;
    }
    this.changed = true;
    this.show("unsaved-soon", this.form.dataset.textChanged);
    this.plan(delay);
  }

  plan(milliseconds) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.save(), milliseconds);
  }

  /** A submit waits for the save that is under way: it must carry the newest revision. */
  onSubmit(event) {
    clearTimeout(this.timer);
    if (this.running) {
      const { submitter } = event;
      event.preventDefault();
      this.show("saving", this.form.dataset.textSaving);
      this.afterSave = () => this.form.requestSubmit(submitter);
    } else {
      this.stopped = true;
      this.changed = false;
    }
  }

  async save() {
    if (this.running || this.stopped) {
      return;
    }
    clearTimeout(this.timer);
    this.running = true;
    this.changed = false;
    this.show("saving", this.form.dataset.textSaving);
    try {
      await this.handle(await this.send());
    } catch {
      this.onFailure();
    } finally {
      this.running = false;
    }
    this.onDone();
  }

  onDone() {
    if (this.afterSave) {
      const submit = this.afterSave;
      this.afterSave = undefined;
      submit();
    } else if (this.changed && this.failures === 0) {
      this.plan(delay);
    }
  }

  send() {
    const body = new FormData(this.form);
    for (const [name, value] of [...body.entries()]) {
      if (value instanceof File) {
        body.delete(name);
      }
    }
    return fetch(this.form.dataset.autosave, {
      method: "POST",
      body,
      headers: { Accept: "application/json", "X-Requested-With": "XMLHttpRequest" },
      credentials: "same-origin",
      keepalive: document.visibilityState === "hidden",
    });
  }

  async handle(response) {
    const isJson = (response.headers.get("Content-Type") ?? "").includes("json");
    if (response.status >= 500 || response.redirected || !isJson) {
      throw new Error(`autosave answered ${response.status}`);
    }
    const answer = await response.json();
    this.failures = 0;
    if (response.status === 409) {
      this.onConflict(answer);
    } else if (response.ok) {
      this.onSaved(answer);
    } else {
      this.onRefused(answer.message ?? answer.detail ?? this.form.dataset.textRefused);
    }
  }

  /** Sending the same again would not help: wait for the next change. */
  onRefused(message) {
    this.changed = true;
    this.failures = 1;
    this.show("unsaved", message);
  }

  onSaved(answer) {
    const revision = this.form.querySelector("input[name=revision]");
    if (revision && answer.revision !== undefined) {
      revision.value = answer.revision;
    }
    if (this.line && answer.savedAt) {
      this.line.dataset.iso = answer.savedAt;
    }
    if (!this.changed) {
      this.show("saved", answer.label);
    }
    this.form.dispatchEvent(new CustomEvent("sc:saved", { bubbles: true, detail: answer }));
  }

  onConflict(answer) {
    this.onRefused(answer.message ?? answer.detail ?? this.form.dataset.textConflict);
    if (this.line) {
      this.textPlace().append(" ", answer.compareLabel ? this.compareButton(answer.compareLabel) : this.reloadLink());
    }
  }

  /** Sends what was typed to the page that shows both texts. */
  compareButton(label) {
    const button = document.createElement("button");
    button.type = "submit";
    button.className = "nl-button nl-button--secondary";
    button.formAction = this.form.dataset.autosave;
    button.textContent = label;
    return button;
  }

  /** In a new tab, so that what was typed here stays. */
  reloadLink() {
    const link = document.createElement("a");
    link.className = "nl-link";
    link.href = window.location.href;
    link.target = "_blank";
    link.rel = "noopener";
    link.textContent = this.form.dataset.textReload;
    return link;
  }

  onFailure() {
    this.changed = true;
    this.show("unsaved", this.form.dataset.textUnsaved);
    this.plan(retryDelays[Math.min(this.failures, retryDelays.length - 1)]);
    this.failures += 1;
  }

  textPlace() {
    return this.line.querySelector("[data-saved-text]") ?? this.line;
  }

  /** Same text again is not announced again. */
  show(state, text) {
    if (!this.line) {
      return;
    }
    this.line.className = `sc-saved sc-saved--${state}`;
    const place = this.textPlace();
    if (text && place.textContent !== text) {
      place.textContent = text;
    }
  }
}

export function startAutosave() {
  for (const form of document.querySelectorAll("form[data-autosave]")) {
    new Autosave(form).start();
  }
}
