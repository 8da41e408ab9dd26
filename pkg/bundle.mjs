// Makes one file of the page's element and all that it is made of, after the compiler has been: whoever embeds it needs no bundler and no dependency.
import { build } from 'esbuild';

await build({
  entryPoints: ['dist/admin.js'],
  outdir: 'dist',
  allowOverwrite: true,
  bundle: true,
  splitting: true,
  chunkNames: 'admin/[name]',
  format: 'esm',
  target: 'es2022',
  minify: true,
  // The licences of what is in it stand at its end.
  legalComments: 'eof',
});
