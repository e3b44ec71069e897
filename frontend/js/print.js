// SPDX-License-Identifier: EUPL-1.2
/** Buttons that print the page; hidden where there is no script, since the browser's own menu prints too. */

export function startPrinting() {
  for (const button of document.querySelectorAll("[data-print]")) {
    button.closest("[data-print-place]").hidden = false;
    button.addEventListener("click", () => window.print());
  }
}
