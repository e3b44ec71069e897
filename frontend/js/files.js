// SPDX-License-Identifier: EUPL-1.2
/** Shows name and size of the chosen file below its field, refuses one that is too large, and says that it is on its way. */

const units = ["byte", "kilobyte", "megabyte", "gigabyte"];

/** Write a number of bytes in the language of the page, for example "2,4 MB"; counted as the server does. */
export function readableSize(bytes, language) {
  const step = Math.min(units.length - 1, Math.floor(Math.log2(Math.max(bytes, 1)) / 10));
  const format = new Intl.NumberFormat(language, { style: "unit", unit: units[step], maximumFractionDigits: 1 });
  return format.format(bytes / 1024 ** step);
}

function placeOf(input) {
  return input.parentElement.querySelector("[data-file-chosen]");
}

function isTooLarge(input) {
  const most = Number(input.dataset.maxBytes ?? Infinity);
  return [...input.files].some((file) => file.size > most);
}

function showChosen(input) {
  const place = placeOf(input);
  const refused = isTooLarge(input);
  const language = document.documentElement.lang || "nl";
  const names = [...input.files].map((file) => `${file.name} (${readableSize(file.size, language)})`).join(", ");
  place.textContent = refused ? `${names}. ${input.dataset.textTooLarge}` : names;
  place.classList.toggle("sc-file__chosen--refused", refused);
  if (refused) {
    input.setAttribute("aria-invalid", "true");
  } else {
    input.removeAttribute("aria-invalid");
  }
}

/** What was typed beside the file stays on the page: the server would refuse the whole form. */
function onSubmit(event) {
  const chosen = [...event.target.querySelectorAll("input[type=file][data-file]")].filter((input) => input.files.length > 0);
  const refused = chosen.find(isTooLarge);
  if (refused) {
    event.preventDefault();
    refused.focus();
    return;
  }
  for (const input of chosen) {
    const bar = document.createElement("progress");
    bar.className = "sc-file__bar";
    bar.setAttribute("aria-hidden", "true");
    placeOf(input).append(bar, input.dataset.textSending);
  }
}

/** A page that comes back from the browser's memory sends nothing any more. */
function release() {
  for (const input of document.querySelectorAll("input[type=file][data-file]")) {
    showChosen(input);
  }
}

export function startFiles() {
  document.addEventListener("change", (event) => {
    if (event.target.matches("input[type=file][data-file]")) {
      showChosen(event.target);
    }
  });
  // Before the guard against sending twice, which looks at whether the form is sent at all.
  document.addEventListener("submit", onSubmit, { capture: true });
  window.addEventListener("pageshow", (event) => event.persisted && release());
}
