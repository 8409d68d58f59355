// Builds static/css/*.css from frontend/scss: Bootstrap with our variables, purged of what no template uses.
import { readdirSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { brotliCompressSync } from "node:zlib";
import { PurgeCSS } from "purgecss";
import { compile } from "sass";

const at = (path) => fileURLToPath(new URL(path, import.meta.url));

// Classes that crispy forms and Django write, and selectors that PurgeCSS would drop although they have no class of ours.
const SAFELIST = [/focus-visible/, /:has/, /^is-/, /^form-/, /^invalid-/, /^tag/, /^alert/];

const CONTENT = ["templates/**/*.html", "claims/templatetags/*.py", "jht_portal/lib/*.py", "static/js/**/*.js"];

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
