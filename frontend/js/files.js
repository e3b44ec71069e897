// SPDX-License-Identifier: EUPL-1.2
/** Shows name and size of the chosen file below its field. */

const units = ["byte", "kilobyte", "megabyte", "gigabyte"];

/** Write a number of bytes in the language of the page, for example "2,4 MB". */
export function readableSize(bytes, language) {
  const step = Math.min(units.length - 1, Math.floor(Math.log10(Math.max(bytes, 1)) / 3));
  const format = new Intl.NumberFormat(language, { style: "unit", unit: units[step], maximumFractionDigits: 1 });
  return format.format(bytes / 1000 ** step);
}

function showChosen(input) {
  const place = input.parentElement.querySelector("[data-file-chosen]");
  if (place) {
    const language = document.documentElement.lang || "nl";
    place.textContent = [...input.files].map((file) => `${file.name} (${readableSize(file.size, language)})`).join(", ");
    place.hidden = input.files.length === 0;
  }
}

export function startFiles() {
  document.addEventListener("change", (event) => {
    if (event.target.matches("input[type=file][data-file]")) {
      showChosen(event.target);
    }
  });
}
