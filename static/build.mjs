// Builds everything the browser loads into build/, which is not committed.
import { cp, mkdir, readdir, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import * as esbuild from "esbuild";
import * as sass from "sass";

const here = dirname(fileURLToPath(import.meta.url));
const modules = join(here, "node_modules");
const build = join(here, "build");

await rm(build, { recursive: true, force: true });
for (const folder of ["css", "fonts", "images", "js"]) {
  await mkdir(join(build, folder), { recursive: true });
}

const { css } = sass.compile(join(here, "css", "portal.scss"), {
  loadPaths: [modules],
  quietDeps: true,
  style: "compressed",
});
await writeFile(join(build, "css", "portal.css"), css);

// The letters of English and of Welsh (ŵ and ŷ are in latin-ext), upright and italic, regular and bold.
const fonts = join(modules, "@fontsource", "source-sans-3", "files");
for (const file of await readdir(fonts)) {
  if (/^source-sans-3-latin(-ext)?-(400|700)-(normal|italic)\.woff2$/.test(file)) {
    await cp(join(fonts, file), join(build, "fonts", file));
  }
}

await esbuild.build({
  entryPoints: [join(here, "js", "portal.js")],
  outdir: join(build, "js"),
  bundle: true,
  format: "esm",
  legalComments: "inline",
  logLevel: "warning",
  minify: true,
  target: "es2020",
});
await cp(join(modules, "htmx.org", "dist", "htmx.min.js"), join(build, "js", "htmx.js"));
await cp(join(here, "images"), join(build, "images"), { recursive: true });
await cp(join(here, "pdf"), join(build, "pdf"), { recursive: true });
