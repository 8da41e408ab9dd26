// Makes of each entry and all that it is made of a few files, since a fresh process pays for each that it opens: `part-*.js` is what several share, so that what they
// export is the same. The page's element gets one more for each screen and language, which is loaded when it is asked for: whoever embeds it needs no bundler and no
// dependency.
import { readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { build } from 'esbuild';
import { minifyHTMLLiterals } from 'minify-literals';

/** White space in templates and style sheets is for who writes them; but one of it parts words, and an element of SVG ends at its slash. */
const html = { keepClosingSlash: true, conservativeCollapse: true, removeEmptyAttributes: false };

/** An import of a part for its effects alone, of which parts have none: bundlers that are told so warn of it. */
const FOR_ITS_EFFECTS = /\bimport"(\.\.?\/)+part-\w+\.js";/g;

export const literals = {
  name: 'literals',
  setup: ({ onLoad }) =>
    onLoad({ filter: /[\\/]src[\\/]admin[\\/].*\.ts$/ }, async ({ path }) => {
      const source = await readFile(path, 'utf8');
      const made = await minifyHTMLLiterals(source, { fileName: path, html });
      return { contents: made?.code ?? source, loader: 'ts' };
    }),
};

if (process.argv[1] === import.meta.filename) {
  await entries();
  await element();
}

/** What is in it keeps its name, since a stack trace has it. The modules and their glue stay files of their own. */
async function entries() {
  const { exports } = JSON.parse(await readFile('package.json', 'utf8'));
  const targets = Object.values(exports).flatMap((target) => (typeof target === 'string' ? target : Object.values(target)));
  const names = [...new Set(targets)].filter((path) => path.endsWith('.js') && path !== './dist/admin.js').map((path) => path.replace(/^\.\/dist\/(.*)\.js$/, '$1'));
  for (const name of await readdir('dist')) if (name.startsWith('part-')) await rm(`dist/${name}`);
  const { outputFiles } = await build({
    entryPoints: Object.fromEntries(names.map((name) => [name, `src/${name}.ts`])),
    outdir: 'dist',
    bundle: true,
    splitting: true,
    chunkNames: 'part-[hash]',
    format: 'esm',
    target: 'es2022',
    write: false,
    minifySyntax: true,
    minifyWhitespace: true,
    external: ['node:*', 'bun:*', 'cloudflare:*'],
    plugins: [{ name: 'modules', setup: ({ onResolve }) => onResolve({ filter: /^\.\/badgehouse(-\w+)?\.(inline\.js|js|wasm)(\?module)?$/ }, ({ path }) => ({ path, external: true })) }],
  });
  for (const { path, text } of outputFiles) await writeFile(path, text.replace(FOR_ITS_EFFECTS, ''));
}

async function element() {
  await rm('dist/screens', { recursive: true, force: true });
  await build({
    entryPoints: ['src/admin.ts'],
    outdir: 'dist',
    bundle: true,
    splitting: true,
    chunkNames: 'screens/[name]-[hash]',
    format: 'esm',
    target: 'es2022',
    minify: true,
    // The licences of what is in a file stand beside it.
    legalComments: 'linked',
    plugins: [literals],
  });
}
