// Makes the pages that stand by themselves: `dist/page`, which the reference server has at /admin, and `dist/trial`, for any static host. From the sources and
// what is in `dist` of WebAssembly: without the module of the rules the server's page tells what a form breaks when it is sent, and there is no trial.
import { copyFile, mkdir, rm } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { build } from 'esbuild';
import { literals } from './bundle.mjs';

const has = (module) => existsSync(`dist/${module}.wasm`) && existsSync(`dist/${module}.js`);

await page('page', 'src/page/server.ts', has('badgehouse-rules') ? ['badgehouse-rules'] : []);
if (has('badgehouse') && has('badgehouse-rules')) await page('trial', 'src/page/trial.ts', ['badgehouse-rules', 'badgehouse']);

async function page(name, entry, modules) {
  const outdir = `dist/${name}`;
  await rm(outdir, { recursive: true, force: true });
  await mkdir(outdir, { recursive: true });
  await build({
    entryPoints: { page: entry },
    outdir,
    bundle: true,
    splitting: true,
    chunkNames: '[name]-[hash]',
    format: 'esm',
    target: 'es2022',
    minify: true,
    legalComments: 'linked',
    define: { WITH_RULES: String(modules.length > 0) },
    // The glue lies in `dist`, the sources name it as if it lay beside them.
    plugins: [literals, { name: 'glue', setup: ({ onResolve }) => onResolve({ filter: /^\.\/badgehouse(-\w+)?\.js$/ }, ({ path }) => ({ path: new URL(`dist/${path.slice(2)}`, import.meta.url).pathname })) }],
  });
  for (const file of ['index.html', 'page.css']) await copyFile(`src/page/${file}`, `${outdir}/${file}`);
  for (const module of modules) await copyFile(`dist/${module}.wasm`, `${outdir}/${module}.wasm`);
}
