// SPDX-License-Identifier: EUPL-1.2
/**
 * Alt+PageDown and Alt+PageUp go from question to question, with Shift to the next one that is not done. On the reading
 * desk one key alone is enough, but only while the focus is on the desk (WCAG 2.1.4). Never while somebody types, and
 * everything a key does is a link, button or field on the page too.
 */

const typing = "input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable]";

function questions() {
  return [...document.querySelectorAll("[id^=vraag-], [id^=eis-]")];
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

/** The keys of the desk: a figure chooses, "?" shows what there is, and the rest stands as data-key on what it does. */
function onDeskKey(event, desk) {
  const isTyping = event.target.closest(typing);
  if (isTyping && event.key === "Escape") {
    desk.focus({ preventScroll: true });
  }
  if (isTyping || event.altKey || event.ctrlKey || event.metaKey) {
    return;
  }
  const does = deskActs(event.key.toLowerCase(), desk);
  if (does) {
    event.preventDefault();
    does();
  }
}

function deskActs(key, desk) {
  if (key === "?") {
    return () => desk.querySelector("[popover]")?.togglePopover?.();
  }
  if (/^[1-8]$/.test(key)) {
    return () => choose(Number(key), desk);
  }
  const found = /^[a-z,.]$/.test(key) && desk.querySelector(`[data-key="${key}"]`);
  return found ? () => (found.matches("a, button") ? found.click() : goInto(found)) : undefined;
}

function goInto(place) {
  place.focus({ preventScroll: true });
  place.scrollIntoView({ block: "nearest" });
}

let lastChosen; // the option that a figure chose last

/**
 * 1 to 5 the verdict, 6 to 8 how sure it is. Of the axes first those without a verdict, then again from the first; whoever
 * went to an axis by mouse or tab changes that one.
 */
function choose(number, desk) {
  const isVerdict = number <= 5;
  const kind = isVerdict ? "verdict" : "assurance";
  const groups = [...desk.querySelectorAll("fieldset")].filter((each) => each.querySelector(`[data-number=${kind}]`));
  const focused = groups.find((each) => each.contains(document.activeElement));
  const open = groups.find((each) => !each.querySelector(":checked"));
  const wentThere = focused && document.activeElement !== lastChosen;
  const group = (wentThere ? focused : open) ?? groups[(groups.indexOf(focused) + 1) % groups.length];
  const option = group?.querySelectorAll("input")[isVerdict ? number - 1 : number - 6];
  option?.click();
  option?.focus();
  lastChosen = option;
}

function startDesk(desk) {
  desk.querySelector("[data-keys]").hidden = false;
  desk.addEventListener("keydown", (event) => onDeskKey(event, desk));
  // what was fetched takes the place of what had the focus
  document.addEventListener("htmx:after:swap", () => desk.focus({ preventScroll: true }));
  if (document.activeElement === document.body && !window.location.hash) {
    desk.focus({ preventScroll: true });
  }
}

export function startKeys() {
  document.addEventListener("keydown", onKey);
  document.querySelectorAll("[data-desk]").forEach(startDesk);
}
