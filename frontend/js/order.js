// SPDX-License-Identifier: EUPL-1.2
/**
 * Lists that people put in order: dragging by a handle, and arrow keys on it. Each move is the same form that the
 * buttons send; the answer is the page, of which we take the list. Without script the buttons do it.
 */

let line = Promise.resolve(); // one move after the other: each needs the revision of the one before

function rowsOf(form) {
  return [...form.querySelectorAll("[data-key]")];
}

function firstPlace(form) {
  return form.querySelector("ol").start;
}

function say(form, text) {
  form.querySelector("[data-order-said]").textContent = text;
}

function take(form, page) {
  const fresh = page.querySelector("form[data-order]");
  if (!fresh) {
    throw new Error("no list in the answer");
  }
  form.elements.namedItem("revision").value = fresh.elements.namedItem("revision").value;
  form.querySelector("ol").replaceWith(fresh.querySelector("ol"));
  addHandles(form);
}

/** What the server says: the words of its message, or of its warning when a colleague was ahead. */
function said(page) {
  return page.querySelector(".sc-main .sc-alert")?.textContent.trim().replace(/\s+/g, " ") ?? "";
}

async function send(form, move, focus) {
  const body = new FormData(form);
  body.set("move", move);
  const answer = await fetch(form.action, { method: "POST", body, credentials: "same-origin" });
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  if (answer.status === 409) {
    document.querySelector("main").replaceChildren(...page.querySelector("main").childNodes);
    document.querySelectorAll("form[data-order]").forEach(prepare);
    document.querySelector("main .sc-alert button")?.focus();
    return;
  }
  take(form, page);
  say(form, said(page));
  focusOn(form, focus);
}

function focusOn(form, { key, part }) {
  const row = rowsOf(form).find((each) => each.dataset.key === key);
  const wanted = row?.querySelector(part);
  (wanted && !wanted.disabled ? wanted : row?.querySelector("button:not([disabled])"))?.focus();
}

function queue(form, move, focus) {
  line = line.then(() => send(form, move, focus)).catch(() => say(form, form.dataset.textFailed));
}

function moveTo(form, row, place) {
  queue(form, `${Math.max(place, 1)}|${row.dataset.key}`, { key: row.dataset.key, part: "[data-handle]" });
}

function placeOf(form, row) {
  return firstPlace(form) + rowsOf(form).indexOf(row);
}

const steps = { ArrowUp: -1, ArrowDown: 1 };

/** The row goes at once, so that the next key starts from where it stands; the server follows. */
function onKey(form, event) {
  const row = event.target.closest("[data-handle]")?.closest("[data-key]");
  if (!row || !["ArrowUp", "ArrowDown", "Home", "End"].includes(event.key)) {
    return;
  }
  event.preventDefault();
  if (event.key === "Home" || event.key === "End") {
    moveTo(form, row, event.key === "Home" ? 1 : 999999);
    return;
  }
  const place = placeOf(form, row) + steps[event.key];
  const other = event.key === "ArrowUp" ? row.previousElementSibling : row.nextElementSibling;
  if (other) {
    other[event.key === "ArrowUp" ? "before" : "after"](row);
    event.target.focus();
  }
  moveTo(form, row, place);
}

function onDrag(form, event) {
  const handle = event.target.closest("[data-handle]");
  if (!handle || event.button) {
    return;
  }
  event.preventDefault();
  handle.focus();
  const row = handle.closest("[data-key]");
  const began = placeOf(form, row);
  row.classList.add("sc-order__row--held");
  const follow = (moved) => {
    const under = document.elementFromPoint(moved.clientX, moved.clientY)?.closest("[data-key]");
    if (under && under !== row && under.parentElement === row.parentElement) {
      const box = under.getBoundingClientRect();
      under[moved.clientY < box.top + box.height / 2 ? "before" : "after"](row);
    }
  };
  const drop = () => {
    row.classList.remove("sc-order__row--held");
    document.removeEventListener("pointermove", follow);
    document.removeEventListener("pointerup", drop);
    document.removeEventListener("pointercancel", drop);
    if (placeOf(form, row) !== began) {
      moveTo(form, row, placeOf(form, row));
    }
  };
  document.addEventListener("pointermove", follow);
  document.addEventListener("pointerup", drop);
  document.addEventListener("pointercancel", drop);
}

function onSubmit(form, event) {
  if (!event.submitter?.value) {
    return;
  }
  event.preventDefault();
  const row = event.submitter.closest("[data-key]");
  const part = row?.querySelector("button[name=move]") === event.submitter ? "button[name=move]" : "button[name=move]:last-of-type";
  queue(form, event.submitter.value, { key: row?.dataset.key, part });
}

function addHandles(form) {
  for (const row of rowsOf(form)) {
    const handle = document.createElement("button");
    handle.type = "button";
    handle.className = "sc-order__handle";
    handle.dataset.handle = "";
    handle.setAttribute("aria-label", form.dataset.textHandle.replace("{name}", row.dataset.name));
    handle.setAttribute("aria-describedby", "uitleg-volgorde");
    row.prepend(handle);
  }
}

function prepare(form) {
  form.querySelector("[data-order-help]").hidden = false;
  addHandles(form);
  form.addEventListener("keydown", (event) => onKey(form, event));
  form.addEventListener("pointerdown", (event) => onDrag(form, event));
  form.addEventListener("submit", (event) => onSubmit(form, event));
}

export function startOrder() {
  document.querySelectorAll("form[data-order]").forEach(prepare);
}
