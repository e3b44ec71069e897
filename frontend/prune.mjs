// SPDX-License-Identifier: EUPL-1.2
/** Leaves out design tokens that nothing uses: the theme holds thousands for components we do not have. */

// A custom property at the start of a declaration; its value may hold strings with any character.
const declaration = /(?<=[{;])(--[\w-]+):((?:"[^"]*"|'[^']*'|[^;{}"'])*)(;|(?=\}))/g;
const reference = /var\(\s*(--[\w-]+)/g;

function referencesIn(text) {
  return [...text.matchAll(reference)].map((match) => match[1]);
}

/** Names reachable from ordinary properties, through the tokens that they use. */
function usedTokens(css) {
  const definitions = new Map();
  for (const [, name, value] of css.matchAll(declaration)) {
    definitions.set(name, [...(definitions.get(name) ?? []), ...referencesIn(value)]);
  }
  const queue = referencesIn(css.replace(declaration, ""));
  const used = new Set();
  while (queue.length > 0) {
    const name = queue.pop();
    if (!used.has(name)) {
      used.add(name);
      queue.push(...(definitions.get(name) ?? []));
    }
  }
  return used;
}

/** Remove every custom property that no rule reaches. Takes and gives minified css. */
export function pruneTokens(css) {
  const used = usedTokens(css);
  return css.replace(declaration, (whole, name) => (used.has(name) ? whole : ""));
}
