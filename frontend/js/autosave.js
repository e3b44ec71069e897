// SPDX-License-Identifier: EUPL-1.2
/**
 * Autosave for forms with data-autosave: sends the fields a moment after typing stops, shows the time
 * that the server saved, keeps the text when the network fails, and warns before leaving unsaved work.
 * Where the line is gone or somebody was logged out, a press on a button first tries to save: the page stays, and no
 * other page takes its place.
 */

const delay = 500;
const retryDelays = [2000, 5000, 15000, 30000];

/** Whether a control holds something else than the server put there. */
function differs(control) {
  if (control.type === "hidden" || control.type === "file") {
    return false;
  }
  if (control.type === "radio" || control.type === "checkbox") {
    return control.checked !== control.defaultChecked;
  }
  if (control.tagName === "SELECT") {
    const options = [...control.options];
    const isSet = options.some((each) => each.defaultSelected); // else the browser chose the first
    return isSet && options.some((each) => each.selected !== each.defaultSelected);
  }
  return "defaultValue" in control && control.value !== control.defaultValue;
}

/** Saves one form. At most one request runs at a time; what is typed meanwhile goes in the next. */
class Autosave {
  constructor(form) {
    this.form = form;
    this.line = form.querySelector("[data-saved-at]") ?? document.querySelector("[data-saved-at]");
    this.changed = false;
    this.running = false;
    this.stopped = false;
    this.failures = 0;
    this.isLost = false;
    this.isOut = false; // logged out, perhaps in again since: the line is there, but this form is not taken
    this.isUnsent = false; // a press was stopped, and nobody pressed again since
    this.pressed = undefined;
    this.sent = undefined;
    this.timer = undefined;
  }

  start() {
    this.ready();
    this.form.addEventListener("input", () => this.onInput());
    this.form.addEventListener("submit", (event) => this.onSubmit(event));
    window.addEventListener("pageshow", (event) => this.onShown(event));
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

  /**
   * After Back a browser may put text in the fields that the server did not get: say so, and send it. Also the first time
   * that a page is loaded it is shown: what was pressed before goes on.
   */
  onShown(event) {
    this.stopped = this.stopped && !event.persisted;
    if (!this.stopped && [...this.form.elements].some(differs)) {
      this.onInput();
    }
  }

  /** A press waits for the save that is under way, for the newest revision; without a line it asks for the line first. */
  onSubmit(event) {
    clearTimeout(this.timer);
    this.isUnsent = false;
    if (this.stopped || (!this.running && !this.isLost && navigator.onLine)) {
      this.stopped = true;
      this.changed = false;
      return;
    }
    event.preventDefault();
    this.show("saving", this.form.dataset.textSaving);
    this.pressed = { button: event.submitter };
    this.save();
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

  /** What the server refused is sent all the same after a press: its page says what to do. */
  onDone() {
    const pressed = this.pressed;
    this.pressed = undefined;
    if (pressed && !this.isLost) {
      this.stopped = true;
      this.changed = false;
      this.form.requestSubmit(pressed.button);
    } else if (pressed && !this.isOut) {
      this.isUnsent = true;
      this.show("unsaved", this.form.dataset.textUnsent);
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
    this.sent = body;
    return fetch(this.form.dataset.autosave, {
      method: "POST",
      body,
      headers: { Accept: "application/json", "X-Requested-With": "XMLHttpRequest" },
      credentials: "same-origin",
      keepalive: document.visibilityState === "hidden",
    });
  }

  /** Only a server that is broken counts as a line that is gone: every other answer says what is the matter. */
  async handle(response) {
    if (response.status >= 500) {
      throw new Error(`autosave answered ${response.status}`);
    }
    const isJson = (response.headers.get("Content-Type") ?? "").includes("json");
    const answer = isJson ? await response.json() : undefined;
    this.failures = 0;
    this.isOut = response.redirected || (response.status === 400 && !answer);
    this.isLost = this.isOut;
    if (response.redirected) {
      this.onRefused(this.form.dataset.textOut);
    } else if (!answer) {
      this.onRefused(this.form.dataset.textClosed);
      this.addToLine(this.reloadLink());
    } else if (response.status === 409) {
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
    for (const was of this.form.querySelectorAll("[data-was]")) {
      was.value = this.sent.has(was.dataset.was) ? "1" : "0";
    }
    if (this.line && answer.savedAt) {
      this.line.dataset.iso = answer.savedAt;
    }
    if (!this.changed) {
      this.show("saved", this.isUnsent ? this.form.dataset.textPressAgain : answer.label);
    }
    this.showStatus(answer.status);
    this.showRows(answer.rows);
    this.form.dispatchEvent(new CustomEvent("sc:saved", { bubbles: true, detail: answer }));
  }

  /** What stands above the form about the answer must stay true. */
  showStatus(status) {
    const place = (this.form.closest(".sc-question") ?? document).querySelector("[data-answer-status]");
    const sign = place?.querySelector(".sc-status");
    if (status && sign && sign.textContent.trim() !== status.label) {
      sign.className = `sc-status sc-status--${status.tone}`;
      sign.textContent = status.label;
    }
  }

  /** At each row of a list what it still lacks. */
  showRows(notes) {
    for (const place of this.form.querySelectorAll("[data-row-note]")) {
      const text = notes?.[place.dataset.rowNote] ?? "";
      if (place.textContent !== text) {
        place.textContent = text;
      }
    }
  }

  onConflict(answer) {
    this.onRefused(answer.message ?? answer.detail ?? this.form.dataset.textConflict);
    this.addToLine(answer.compareLabel ? this.compareButton(answer.compareLabel) : this.reloadLink());
  }

  addToLine(element) {
    this.textPlace()?.append(" ", element);
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
    this.isLost = true;
    this.isOut = false;
    this.show("unsaved", this.isUnsent ? this.form.dataset.textUnsent : this.form.dataset.textUnsaved);
    this.plan(retryDelays[Math.min(this.failures, retryDelays.length - 1)]);
    this.failures += 1;
  }

  textPlace() {
    return this.line?.querySelector("[data-saved-text]") ?? this.line;
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
