// Builds dist/iop-chat.js, or with --tests the unit tests into build/tests/.
import { build, transform } from "esbuild";
import { mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import { minify } from "terser";

process.chdir(fileURLToPath(new URL(".", import.meta.url)));

/** A style sheet is imported as its minified text; the element adopts it, so no page needs to allow inline styles. */
const styleSheets = {
  name: "style-sheets",
  setup(run) {
    run.onLoad({ filter: /\.css$/ }, async ({ path }) => {
      const { code } = await transform(await readFile(path, "utf8"), { loader: "css", minify: true });
      return { contents: code.trim(), loader: "text" };
    });
  },
};

// The oldest browsers with adoptedStyleSheets. In older ones the script stops, and the link to the helpline stays.
const target = ["chrome111", "edge111", "firefox113", "safari16.4"];
const common = { bundle: true, charset: "utf8", legalComments: "none", target, plugins: [styleSheets] };
// Names of our own that no page, server or storage ever sees, shortened; none of words/, the protocol or what is kept.
const inner =
  /^(actions|announce|announcer|answerTop|answered|asked|begun|composer|cursor|deliver|element|erase|feedback|fill|fitted|forget|grow|hurry|isOpen|kept|limit|link|listen|missed|moved|notify|onClose|onMessage|online|panel|renew|rescueFocus|restore|resync|retryAfter|retryAll|said|scroller|settings|settle|sheet|shown|stale|storage|stuck|take|takeBack|toEnd|transcript|watcher|wipe|words)$/;
const outfile = process.argv.find((argument) => argument.startsWith("--outfile="))?.slice(10) ?? "dist/iop-chat.js";

if (process.argv.includes("--tests")) {
  await rm("build/tests", { recursive: true, force: true });
  const entryPoints = (await readdir("tests")).filter((name) => name.endsWith(".test.ts")).map((name) => `tests/${name}`);
  await build({ ...common, entryPoints, outdir: "build/tests", outExtension: { ".js": ".mjs" }, format: "esm", platform: "node", target: "node18" });
} else {
  const { outputFiles } = await build({ ...common, entryPoints: ["src/main.ts"], format: "iife", minify: true, write: false });
  const { code } = await minify(outputFiles[0].text, { compress: { passes: 3, unsafe_arrows: true }, mangle: { properties: { regex: inner, builtins: true } } }); // 2 % smaller on the wire
  await mkdir(dirname(outfile), { recursive: true });
  await writeFile(outfile, code + "\n");
}
