// SPDX-License-Identifier: EUPL-1.2
/** Says beside a reason whether it is required, by what is chosen above it. Without script the hint says it in words. */

function follow(place) {
  const form = place.closest("form");
  const choice = form?.elements.namedItem(place.dataset.reasonOf);
  const label = place.querySelector("label");
  if (!choice || !label) {
    return;
  }
  const note = document.createElement("span");
  note.className = "sc-field__optional";
  label.append(" ", note);
  const needs = place.dataset.reasonFor.split(" ");
  const show = () => {
    const isNeeded = needs.includes(choice.value);
    note.textContent = choice.value ? (isNeeded ? place.dataset.textRequired : place.dataset.textOptional) : "";
    place.querySelector("textarea").setAttribute("aria-required", String(isNeeded));
  };
  form.addEventListener("change", show);
  show();
}

export function startReasons() {
  for (const place of document.querySelectorAll("[data-reason-of]")) {
    follow(place);
  }
}
