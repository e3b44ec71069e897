// SPDX-License-Identifier: EUPL-1.2
/**
 * Forms with data-upload send their files in parts, many at once, and say of each how it goes. Files can be dropped on
 * the form. Texts and look of a line come from a template in the page; without this script the form itself sends.
 */
import { readableSize } from "./files.js";
import { Broken, Refused, Sending, ask, canSend } from "./sending.js";

const looks = [2000, 2000, 3000, 5000, 5000, 10000, 10000, 20000, 20000, 30000, 30000, 60000, 60000];
const ended = ["done", "checking", "refused"];

const wait = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));

/** The line of one file. */
class Line {
  constructor(file, sender) {
    this.file = file;
    this.sender = sender;
    this.place = sender.template.content.firstElementChild.cloneNode(true);
    this.part("name").textContent = file.name;
    this.part("size").textContent = readableSize(file.size, document.documentElement.lang || "nl");
    this.part("bar").setAttribute("aria-label", file.name);
    for (const name of ["again", "stop", "remove"]) {
      this.button(name).addEventListener("click", () => this[name]());
      this.button(name).setAttribute("aria-label", `${this.button(name).textContent.trim()}: ${file.name}`);
    }
    this.show(this.isTooLarge() ? "refused" : "waiting", this.isTooLarge() ? sender.input.dataset.textTooLarge : "");
  }

  part(name) {
    return this.place.querySelector(`[data-part="${name}"]`);
  }

  button(name) {
    return this.place.querySelector(`[data-act="${name}"]`);
  }

  isTooLarge() {
    return this.file.size > Number(this.sender.input.dataset.maxBytes ?? Infinity);
  }

  /** One of the states of the template, and why. A change of state is said aloud, progress is not. */
  show(state, why = "") {
    const isNew = this.state !== state || (why && this.why !== why && state !== "sending");
    this.state = state;
    this.why = why;
    for (const each of this.place.querySelectorAll("[data-state]")) {
      each.hidden = each.dataset.state !== state;
    }
    this.part("why").textContent = why;
    this.part("bar").hidden = !["sending", "broken"].includes(state);
    this.button("stop").hidden = !["sending", "broken", "queued"].includes(state);
    this.button("again").hidden = !["failed", "stopped"].includes(state);
    this.button("remove").hidden = !["waiting", "failed", "stopped", "refused"].includes(state);
    if (isNew && state !== "waiting") {
      this.sender.say(`${this.file.name}: ${this.words()} ${why}`);
    }
  }

  words() {
    return this.place.querySelector(`[data-state="${this.state}"]`).textContent.trim();
  }

  progress(part) {
    this.part("bar").value = Math.round(part * 100);
    this.show("sending", `${Math.round(part * 100)}%`);
  }

  async send() {
    const { form, texts } = this.sender;
    this.sending = new Sending(
      this.file,
      form.dataset.upload,
      () => this.sender.facts(),
      texts,
      (part) => this.progress(part),
    );
    this.progress(0);
    try {
      await this.arrived(await this.sending.run(() => this.show("broken", texts.broken)));
    } catch (error) {
      this.notArrived(error);
    }
  }

  async arrived(told) {
    this.name(told);
    this.show(told.state, told.message);
    if (told.document && told.state !== "refused") {
      await this.sender.link(this, told.document);
    }
    this.watch(told);
  }

  name(told) {
    if (told.documentUrl) {
      const link = document.createElement("a");
      link.className = "nl-link";
      link.href = told.documentUrl;
      link.textContent = this.file.name;
      this.part("name").replaceChildren(link);
    }
    document.querySelector(`[data-upload-half="${told.key}"]`)?.remove();
  }

  notArrived(error) {
    if (error.name === "AbortError") {
      return;
    }
    if (error instanceof Broken) {
      this.show("failed", this.sender.texts.failed);
    } else if (!(error instanceof Refused)) {
      throw error;
    } else if (error.fields.file || Object.keys(error.fields).length === 0) {
      this.show(error.fields.file ? "refused" : "failed", error.message);
    } else {
      this.show("waiting");
      this.sender.correct(error.fields);
    }
  }

  /** Look now and then how the check stands; who leaves the page is told elsewhere. */
  async watch(told) {
    for (const delay of looks) {
      if (this.state !== "checking") {
        return;
      }
      await wait(delay);
      const now = await ask(told.url, { headers: { Accept: "application/json" } }, this.sender.texts).catch(() => told);
      this.show(now.state, now.message);
    }
    this.show(this.state, this.sender.texts.slow);
  }

  again() {
    this.sender.queue(this);
    this.button("stop").focus();
  }

  async stop() {
    this.show("stopped");
    this.button("again").focus();
    await this.sending?.stop();
  }

  remove() {
    this.sender.drop(this);
  }
}

/** One form with its lines; files go one after the other. */
class Sender {
  constructor(form, template) {
    this.form = form;
    this.template = template;
    this.texts = template.dataset;
    this.input = form.querySelector("input[type=file]");
    this.lines = [];
    this.isBusy = false;
  }

  start() {
    this.input.multiple = true;
    this.input.removeAttribute("required");
    const frame = document.querySelector("template[data-upload-frame]").content.cloneNode(true);
    this.list = frame.querySelector("ul");
    this.status = frame.querySelector("[role=status]");
    this.input.closest(".sc-field").append(frame);
    this.input.addEventListener("change", () => this.take());
    this.form.addEventListener("submit", (event) => this.onSubmit(event));
    for (const kind of ["dragenter", "dragover", "dragleave", "drop"]) {
      this.form.addEventListener(kind, (event) => this.onDrag(event));
    }
  }

  take() {
    this.add([...this.input.files]);
    this.input.value = "";
  }

  add(files) {
    const known = new Set(this.lines.map((line) => `${line.file.name} ${line.file.size}`));
    for (const file of files.filter((each) => !known.has(`${each.name} ${each.size}`))) {
      const line = new Line(file, this);
      this.lines.push(line);
      this.list.append(line.place);
    }
    this.list.hidden = this.lines.length === 0;
    this.say(this.texts.chosen.replace("#", String(this.lines.length)));
  }

  onDrag(event) {
    if (!event.dataTransfer?.types.includes("Files")) {
      return;
    }
    event.preventDefault();
    const isOver = event.type === "dragenter" || event.type === "dragover";
    this.form.classList.toggle("sc-drop", isOver || (event.type === "dragleave" && this.form.contains(event.relatedTarget)));
    if (event.type === "drop") {
      this.add([...event.dataTransfer.files]);
    }
  }

  /** Without a file the form goes to the server, which says what is missing. */
  onSubmit(event) {
    const waiting = this.lines.filter((line) => line.state === "waiting");
    if (this.lines.length === 0) {
      return;
    }
    event.preventDefault();
    this.correct({});
    for (const line of waiting) {
      this.queue(line);
    }
  }

  queue(line) {
    line.show("queued");
    this.work();
  }

  async work() {
    if (this.isBusy) {
      return;
    }
    this.isBusy = true;
    for (let line = this.next(); line; line = this.next()) {
      await line.send();
    }
    this.isBusy = false;
    this.onIdle();
  }

  next() {
    return this.lines.find((line) => line.state === "queued");
  }

  onIdle() {
    const came = this.lines.filter((line) => ended.includes(line.state) && line.state !== "refused").length;
    const after = document.querySelector("[data-upload-after]");
    if (after && came > 0) {
      after.hidden = false;
    }
  }

  /** The fields beside the files; a title is of one file only. */
  facts() {
    const body = new FormData(this.form);
    body.delete(this.input.name);
    if (this.lines.length > 1) {
      body.delete("title");
    }
    return body;
  }

  /** Under a question the document is put under the answer, and shown there; what was typed stays. */
  async link(line, documentKey) {
    const { uploadLink, uploadShown } = this.form.dataset;
    if (!uploadLink) {
      return;
    }
    const body = new FormData();
    const own = this.facts();
    for (const name of ["csrf_token", "back"]) {
      body.set(name, own.get(name) ?? "");
    }
    body.set("linked_place", own.get("place") ?? "");
    body.set("document", documentKey);
    try {
      const response = await fetch(uploadLink, { method: "POST", body, credentials: "same-origin" });
      const page = new DOMParser().parseFromString(await response.text(), "text/html");
      document.getElementById(uploadShown).replaceWith(page.getElementById(uploadShown));
    } catch {
      line.show(line.state, this.texts.notLinked);
    }
  }

  /** Messages at the fields, as the server would have put them there. */
  correct(fields) {
    for (const old of this.form.querySelectorAll("[data-upload-error]")) {
      this.unmark(old);
    }
    for (const [name, messages] of Object.entries(fields)) {
      this.mark(name, messages.join(" "));
    }
    const first = this.form.querySelector("[data-upload-error]");
    first?.parentElement.querySelector("input, select, textarea")?.focus();
    if (first) {
      this.say(this.texts.correct);
      this.unqueue();
    }
  }

  mark(name, message) {
    const found = this.form.elements.namedItem(name);
    const control = found instanceof RadioNodeList ? found[0] : found;
    if (!control) {
      return;
    }
    const place = document.createElement("div");
    place.className = "utrecht-form-field__error-message utrecht-form-field-error-message sc-field__error";
    place.id = `${control.id}-fout-bij-versturen`;
    place.dataset.uploadError = "";
    place.textContent = message;
    control.setAttribute("aria-invalid", "true");
    control.setAttribute("aria-describedby", `${control.getAttribute("aria-describedby") ?? ""} ${place.id}`.trim());
    const frame = control.closest("fieldset.sc-field, .sc-field");
    frame.insertBefore(place, frame.querySelector(".sc-options") ?? control);
  }

  unmark(place) {
    for (const control of this.form.querySelectorAll(`[aria-describedby~="${place.id}"]`)) {
      control.removeAttribute("aria-invalid");
      control.setAttribute("aria-describedby", control.getAttribute("aria-describedby").replace(place.id, "").trim());
    }
    place.remove();
  }

  unqueue() {
    for (const line of this.lines.filter((each) => each.state === "queued")) {
      line.show("waiting");
    }
  }

  drop(line) {
    this.lines = this.lines.filter((each) => each !== line);
    line.place.remove();
    this.list.hidden = this.lines.length === 0;
    this.input.focus();
  }

  say(text) {
    this.status.textContent = text;
  }

  isSending() {
    return this.isBusy;
  }
}

export function startUploads() {
  const template = document.querySelector("template[data-upload-row]");
  if (!template || !canSend) {
    return;
  }
  const senders = [...document.querySelectorAll("form[data-upload]")].map((form) => new Sender(form, template));
  for (const sender of senders) {
    sender.start();
  }
  // A file that misses the form would take the place of the page.
  for (const kind of ["dragover", "drop"]) {
    window.addEventListener(kind, (event) => event.preventDefault());
  }
  window.addEventListener("beforeunload", (event) => senders.some((each) => each.isSending()) && event.preventDefault());
}
