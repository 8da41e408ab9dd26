// A Worker of the package in workerd, by Miniflare. Bundled as wrangler does it: the modules stay files of their own, which the runtime compiles.
import { readFile, readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { at } from './place.mjs'

/** What a program answers at a path, with bindings if it has some. */
export async function answered(program, path = '/', bindings = {}) {
  const [{ build }, { Miniflare }] = await Promise.all([import('esbuild'), import('miniflare')])
  const outdir = at('bundled-for-workerd')
  await rm(outdir, { recursive: true, force: true })
  const entryPoints = { main: at(`programs/${program}.mjs`) }
  await build({ entryPoints, outdir, bundle: true, format: 'esm', target: 'es2022', conditions: ['workerd', 'worker', 'browser'], external: ['cloudflare:workers'], loader: { '.wasm': 'copy' } })
  const files = await Promise.all((await readdir(outdir)).map(async (path) => ({ path, contents: await readFile(join(outdir, path)) })))
  const modules = files.map(({ path, contents }) => (path.endsWith('.wasm') ? { type: 'CompiledWasm', path, contents } : { type: 'ESModule', path, contents: contents.toString() }))
  const worker = new Miniflare({ modules: modules.sort((one) => (one.type === 'ESModule' ? -1 : 1)), compatibilityDate: '2026-03-01', ...bindings })
  try {
    return await (await worker.dispatchFetch(`http://worker${path}`)).text()
  } finally {
    await worker.dispose()
  }
}
