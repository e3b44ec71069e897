// SPDX-License-Identifier: EUPL-1.2
/**
 * Builds style sheet, script, fonts and icons into samencontroleren/core/static/dist,
 * with hashed names, a manifest and compressed copies. Run with: npm run build
 */
import { createHash } from "node:crypto";
import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { basename, extname, join } from "node:path";
import { brotliCompressSync, gzipSync } from "node:zlib";
import { build } from "esbuild";
import { icons } from "./icons.mjs";
import { pruneTokens } from "./prune.mjs";

const root = new URL("..", import.meta.url).pathname;
const dist = join(root, "samencontroleren/core/static/dist");
const fontFolder = join(root, "node_modules/@fontsource/noto-sans/files");
const manifest = {};

/** Bundle one entry file and return its text. */
async function bundle(entry) {
  const result = await build({
    entryPoints: [join(root, "frontend", entry)],
    bundle: true,
    minify: true,
    write: false,
    target: ["es2022", "chrome111", "firefox114", "safari16.4"],
    external: ["*.woff2"],
    legalComments: "none",
    logLevel: "warning",
  });
  return result.outputFiles[0].text;
}

/** Write content under a name that changes with it, with compressed copies for text. */
async function publish(name, content) {
  const bytes = Buffer.from(content);
  const hash = createHash("sha256").update(bytes).digest("hex").slice(0, 10);
  const extension = extname(name);
  const file = `${basename(name, extension)}-${hash}${extension}`;
  await writeFile(join(dist, file), bytes);
  if (extension !== ".woff2") {
    await writeFile(join(dist, `${file}.br`), brotliCompressSync(bytes));
    await writeFile(join(dist, `${file}.gz`), gzipSync(bytes, { level: 9 }));
  }
  manifest[name] = file;
  return file;
}

async function publishFonts() {
  for (const weight of [400, 600, 700]) {
    for (const subset of ["latin", "latin-ext"]) {
      const name = `noto-sans-${subset}-${weight}-normal.woff2`;
      await publish(name, await readFile(join(fontFolder, name)));
    }
  }
}

/** The style sheet names its fonts by their plain name; put the hashed names in. */
function withHashedFonts(css) {
  return css.replace(/noto-sans-[a-z-]+-\d+-normal\.woff2/g, (name) => manifest[name]);
}

/** Inner markup of an icon, without frame and without the invisible box. */
async function readIcon(name) {
  const path = join(root, `node_modules/@tabler/icons/icons/outline/${name}.svg`);
  const svg = await readFile(path, "utf8");
  const inner = svg.replace(/^[\s\S]*?<svg[^>]*>/, "").replace(/<\/svg>\s*$/, "");
  return inner.replace(/<path stroke="none" d="M0 0h24v24H0z" fill="none" ?\/>/, "").replace(/\s*\n\s*/g, "");
}

async function main() {
  await rm(dist, { recursive: true, force: true });
  await mkdir(dist, { recursive: true });
  await publishFonts();
  await publish("app.css", pruneTokens(withHashedFonts(await bundle("app.css"))));
  await publish("app.js", await bundle("app.js"));
  await publish("favicon.svg", await readFile(join(root, "frontend/favicon.svg")));
  const inner = Object.fromEntries(await Promise.all(icons.map(async (name) => [name, await readIcon(name)])));
  await writeFile(join(dist, "icons.json"), JSON.stringify(inner));
  await writeFile(join(dist, "manifest.json"), JSON.stringify(manifest, null, 1));
}

await main();
