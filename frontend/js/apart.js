// SPDX-License-Identifier: EUPL-1.2
/**
 * Fields beside a form that saves by itself (data-own-form: what to send them to). Without script they go along with that
 * form, so that a press on their button keeps what was typed there; with it they become a form of their own.
 */

function formOf(place) {
  const button = place.querySelector("button[type=submit]");
  const owner = button.form;
  const form = document.createElement("form");
  form.className = "sc-form";
  form.method = "post";
  form.action = place.dataset.ownForm;
  form.enctype = button.formEnctype;
  form.noValidate = true;
  for (const [name, value] of Object.entries(place.dataset)) {
    form.dataset[name] = value;
  }
  for (const name of ["csrf_token", "back"]) {
    const kept = owner.querySelector(`input[type=hidden][name=${name}]`);
    form.append(...(kept ? [kept.cloneNode()] : []));
  }
  return form;
}

export function startApart() {
  for (const place of document.querySelectorAll("[data-own-form]")) {
    const form = formOf(place);
    for (const control of place.querySelectorAll("[form]")) {
      control.removeAttribute("form");
    }
    form.append(...place.childNodes);
    place.replaceWith(form);
  }
}
