// SPDX-License-Identifier: EUPL-1.2
/** Guards against sending a form twice, and brings the list of errors into view. */

function guard(event) {
  const form = event.target;
  if (event.defaultPrevented || form.method !== "post") {
    return;
  }
  if (form.dataset.sent) {
    event.preventDefault();
    return;
  }
  form.dataset.sent = "1";
  // The browser reads the pressed button after this handler; disable it only then.
  setTimeout(() => setDisabled(form, true), 0);
}

function setDisabled(form, disabled) {
  for (const button of form.querySelectorAll("button[type=submit]")) {
    button.setAttribute("aria-disabled", String(disabled));
  }
}

/** A page that comes back from the browser's memory must be usable again; one that still loads is sent only once. */
function release(event) {
  if (!event.persisted) {
    return;
  }
  for (const form of document.querySelectorAll("form[data-sent]")) {
    delete form.dataset.sent;
    setDisabled(form, false);
  }
}

export function startForms() {
  document.addEventListener("submit", guard);
  window.addEventListener("pageshow", release);
  document.querySelector("[data-error-summary]")?.focus();
}
