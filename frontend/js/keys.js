// SPDX-License-Identifier: EUPL-1.2
/**
 * Alt+PageDown and Alt+PageUp go from question to question, with Shift to the next one that is not done. Never one key
 * alone (WCAG 2.1.4), and never while somebody types. The same ways are links on the page.
 */

const typing = "input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable]";

function questions() {
  return [...document.querySelectorAll("[id^=vraag-]")];
}

/** The question one is in: that with the focus, else the last one whose top has passed the top of the window. */
function present(found) {
  const focused = found.findIndex((each) => each.contains(document.activeElement));
  const passed = found.findLastIndex((each) => each.getBoundingClientRect().top < 8);
  return focused >= 0 ? focused : passed;
}

function goTo(question) {
  const heading = question.querySelector("h2, h3") ?? question;
  heading.tabIndex = -1;
  question.scrollIntoView();
  heading.focus({ preventScroll: true });
}

function goToNextOpen(link, found) {
  const here = found[present(found)];
  const address = new URL(link.href);
  if (here) {
    address.searchParams.set("na", here.id.replace("vraag-", ""));
  }
  window.location.assign(address);
}

function onKey(event) {
  const step = { PageDown: 1, PageUp: -1 }[event.key];
  if (!step || !event.altKey || event.ctrlKey || event.metaKey || event.target.closest?.(typing)) {
    return;
  }
  const found = questions();
  const next = found[present(found) + step];
  const link = document.querySelector("[data-next-open]");
  if (event.shiftKey && step === 1 && link) {
    event.preventDefault();
    goToNextOpen(link, found);
  } else if (!event.shiftKey && next) {
    event.preventDefault();
    goTo(next);
  }
}

export function startKeys() {
  document.addEventListener("keydown", onKey);
}
