// workerd, which Cloudflare's Workers run in, by Miniflare. Bundled as wrangler does it: the modules stay files of their own, which the runtime compiles.
import { readFile, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { at, scenarios, versionOf } from '../place.mjs'

async function tried() {
  const [{ build }, { Miniflare }] = await Promise.all([import('esbuild'), import('miniflare')])
  const outdir = at('bundled-for-workerd')
  await build({ entryPoints: [at('programs/answer.mjs')], outdir, bundle: true, format: 'esm', target: 'es2022', conditions: ['workerd', 'worker', 'browser'], loader: { '.wasm': 'copy' } })
  const files = await Promise.all((await readdir(outdir)).map(async (path) => ({ path, contents: await readFile(join(outdir, path)) })))
  const modules = files.map(({ path, contents }) => (path.endsWith('.wasm') ? { type: 'CompiledWasm', path, contents } : { type: 'ESModule', path, contents: contents.toString() }))
  const worker = new Miniflare({ modules: modules.sort((one) => (one.type === 'ESModule' ? -1 : 1)), compatibilityDate: '2026-03-01' })
  try {
    const answer = await worker.dispatchFetch('http://worker/')
    return { version: await versionOf('workerd', 'miniflare'), ran: scenarios(await answer.text()) }
  } finally {
    await worker.dispose()
  }
}

export const rows = [{ kind: 'runtime', name: 'workerd', short: true, tried }]
