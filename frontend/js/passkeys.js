// SPDX-License-Identifier: EUPL-1.2
/**
 * Forms with data-passkey ask the browser for a passkey and send its answer as an ordinary form. They are hidden in
 * the page and shown here, where the browser can do it; without this script one uses a password and a code.
 */

const canDo =
  typeof window.PublicKeyCredential?.parseRequestOptionsFromJSON === "function" &&
  typeof window.PublicKeyCredential?.parseCreationOptionsFromJSON === "function";

/** The options for this form; undefined when the server leads to another page first. */
async function question(form) {
  const body = new FormData();
  body.set("csrf_token", form.elements.csrf_token.value);
  body.set("purpose", form.dataset.passkey);
  const response = await fetch(form.dataset.question, { method: "POST", body, credentials: "same-origin" });
  if (response.redirected) {
    window.location.assign(response.url);
    return undefined;
  }
  if (!response.ok) {
    throw new Error(`question answered ${response.status}`);
  }
  return response.json();
}

async function credential(form) {
  const options = await question(form);
  if (options === undefined) {
    return undefined;
  }
  if (form.dataset.passkey === "register") {
    const publicKey = PublicKeyCredential.parseCreationOptionsFromJSON(options);
    return navigator.credentials.create({ publicKey });
  }
  const publicKey = PublicKeyCredential.parseRequestOptionsFromJSON(options);
  return navigator.credentials.get({ publicKey });
}

function say(form, text) {
  form.querySelector("[data-passkey-said]").textContent = text;
}

async function onSubmit(event) {
  const form = event.target;
  event.preventDefault();
  if (form.dataset.busy) {
    return;
  }
  form.dataset.busy = "1";
  say(form, form.dataset.textBusy);
  try {
    const made = await credential(form);
    if (made) {
      form.elements.credential.value = JSON.stringify(made.toJSON());
      form.submit();
      return;
    }
  } catch (error) {
    const isKnown = error.name === "InvalidStateError";
    say(form, isKnown ? form.dataset.textKnown : form.dataset.textFailed);
  }
  delete form.dataset.busy;
}

export function startPasskeys() {
  for (const form of document.querySelectorAll("form[data-passkey]")) {
    if (canDo) {
      const place = form.closest("[data-passkey-place]") ?? form;
      place.hidden = false;
      form.addEventListener("submit", onSubmit);
      window.addEventListener("pageshow", () => delete form.dataset.busy);
    }
  }
}
