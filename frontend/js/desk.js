// SPDX-License-Identifier: EUPL-1.2
/**
 * The form of a verdict: says, with each autosave, what is still lacking and which words a confidential text has too, and
 * asks the severity of a finding only with a verdict that makes one. The server decides all of it.
 */

const shortcomings = ["partly", "not_met", "cannot_be_assessed"];

function showRepeats(form, passages) {
  const place = form.querySelector("[data-repeats]");
  const lines = passages.map((passage) => {
    const line = document.createElement("li");
    line.className = "utrecht-unordered-list__item";
    line.textContent = `“${passage}”`;
    return line;
  });
  place.querySelector("[data-repeats-list]").replaceChildren(...lines);
  place.hidden = passages.length === 0;
}

function showLacks(form, lacks) {
  const signs = lacks.map((lack) => {
    const sign = document.createElement("span");
    sign.className = "sc-status sc-status--warning";
    sign.textContent = lack;
    return sign;
  });
  form.querySelector("[data-lacks]").replaceChildren(...signs.flatMap((sign) => [sign, " "]));
}

function follow(form) {
  const finding = form.querySelector("[data-finding]");
  const show = () => {
    const chosen = [...form.querySelectorAll("[data-number=verdict]:checked")].map((each) => each.value);
    finding.hidden = !chosen.some((each) => shortcomings.includes(each));
  };
  form.addEventListener("change", show);
  form.addEventListener("sc:saved", ({ detail }) => {
    showRepeats(form, detail.repeats ?? []);
    showLacks(form, detail.lacks ?? []);
  });
  show();
}

/** A reason that one has adapted comes below what was typed already; nothing typed is lost. */
function adapt(button) {
  const field = document.querySelector("form[data-judged] [name=public_reason]");
  button.hidden = !field;
  button.addEventListener("click", () => {
    field.value = [field.value.trim(), button.dataset.adapt].filter(Boolean).join("\n");
    field.dispatchEvent(new Event("input", { bubbles: true }));
    field.focus();
  });
}

export function startDesk() {
  document.querySelectorAll("[data-adapt]").forEach(adapt);
  document.querySelectorAll("form[data-judged]").forEach(follow);
}
