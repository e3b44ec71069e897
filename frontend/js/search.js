// SPDX-License-Identifier: EUPL-1.2
/** Ctrl+K (Cmd+K) goes to the search field. One key alone would get in the way of speech input (WCAG 2.1.4). */

function place() {
  const visible = (field) => field !== null && field.offsetParent !== null;
  return [...document.querySelectorAll("[data-search-main], [data-search]")].find(visible);
}

function focusOnShortcut(event) {
  const isShortcut = (event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey && event.key.toLowerCase() === "k";
  const field = isShortcut && place();
  if (field) {
    event.preventDefault();
    field.focus();
    field.select();
  }
}

export function startSearch() {
  document.addEventListener("keydown", focusOnShortcut);
}
