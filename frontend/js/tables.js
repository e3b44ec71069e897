// SPDX-License-Identifier: EUPL-1.2
/**
 * Names each cell after the header of its column, so that a narrow screen can show a row as a card.
 * Cards are no table to the browser any more: the roles keep it one for who listens.
 */

const roles = { thead: "rowgroup", tbody: "rowgroup", tr: "row", "thead th": "columnheader", "tbody th": "rowheader", td: "cell" };

function labelsOf(table) {
  return [...table.tHead.rows[0].cells].map((cell) => (cell.querySelector(".sc-visually-hidden") ? "" : cell.textContent.trim()));
}

function nameCells(row, labels) {
  let column = 0;
  for (const cell of row.cells) {
    cell.dataset.label = cell.matches("th, [colspan]") ? "" : (labels[column] ?? "");
    cell.toggleAttribute("data-empty", cell.textContent.trim() === "" && !cell.querySelector("input, button, svg, img"));
    column += cell.colSpan;
  }
}

function prepare(table) {
  const labels = labelsOf(table);
  table.setAttribute("role", "table");
  for (const [selector, role] of Object.entries(roles)) {
    for (const element of table.querySelectorAll(selector)) {
      element.setAttribute("role", role);
    }
  }
  for (const body of table.tBodies) {
    for (const row of body.rows) {
      nameCells(row, labels);
    }
  }
  table.classList.add("sc-table--cards");
}

export function startTables() {
  for (const table of document.querySelectorAll("table[data-cards]")) {
    prepare(table);
  }
}
