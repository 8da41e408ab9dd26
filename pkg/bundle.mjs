// Makes of the page's element and all that it is made of one file, and one for each screen and language that is loaded when it is asked for: whoever embeds it
// needs no bundler and no dependency.
import { readFile, rm } from 'node:fs/promises';
import { build } from 'esbuild';
import { minifyHTMLLiterals } from 'minify-literals';

/** White space in templates and style sheets is for who writes them; but one of it parts words, and an element of SVG ends at its slash. */
const html = { keepClosingSlash: true, conservativeCollapse: true, removeEmptyAttributes: false };

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
