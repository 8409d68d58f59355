// Builds static/css/*.css from frontend/scss: Bootstrap with our variables, purged of what no template uses.
import { readdirSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { brotliCompressSync } from "node:zlib";
import { PurgeCSS } from "purgecss";
import { compile } from "sass";

const at = (path) => fileURLToPath(new URL(path, import.meta.url));

// Kept although no template may name them today: elements and one-word names (PurgeCSS judges attribute values too), what crispy and
// Django write, spacing, and the selectors that it would drop in silence. So a new page rarely needs a new build.
const SAFELIST = [/^[a-z0-9]+$/, /focus-visible/, /:has/, /^is-/, /^form-/, /^invalid-/, /^visually-/, /^m[bt]-/, /^d-/, /^text-/];

const CONTENT = ["templates/**/*.html", "claims/templatetags/*.py", "jht_portal/lib/*.py"];

const SHEETS = readdirSync(at("scss")).filter((name) => /^[^_].*\.scss$/.test(name));

for (const sheet of SHEETS) {
  const { css } = compile(at(`scss/${sheet}`), {
    style: "compressed",
    loadPaths: [at("node_modules/bootstrap/scss")],
    quietDeps: true,
    silenceDeprecations: ["import"],
  });
  const [{ css: purged }] = await new PurgeCSS().purge({
    css: [{ raw: css }],
    content: CONTENT.map((path) => at(`../${path}`)),
    safelist: SAFELIST,
    variables: true,
  });
  const built = purged.replaceAll(/\/\*! purgecss (start|end) ignore \*\//g, "") + "\n";
  const target = sheet.replace("scss", "css");
  writeFileSync(at(`../static/css/${target}`), built);
  console.log(`${target}: ${built.length} bytes, ${brotliCompressSync(built).length} with brotli`);
}
