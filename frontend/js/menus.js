// SPDX-License-Identifier: EUPL-1.2
/** Menus are details elements: close one on Escape, on a click outside, and when another opens. */

function closeAll(except) {
  for (const menu of document.querySelectorAll("details[data-menu][open]")) {
    if (menu !== except) {
      menu.open = false;
    }
  }
}

function closeOnEscape(event) {
  const menu = event.key === "Escape" && event.target.closest?.("details[data-menu][open]");
  if (menu) {
    menu.open = false;
    menu.querySelector("summary").focus();
  }
}

export function startMenus() {
  document.addEventListener("click", (event) => closeAll(event.target.closest("details[data-menu]")));
  document.addEventListener("keydown", closeOnEscape);
}
