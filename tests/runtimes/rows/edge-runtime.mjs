// Vercel's edge runtime. What is imported with `?module` it is handed compiled, as Vercel's build does it.
import { readFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { at, scenarios, versionOf } from '../place.mjs'

async function tried() {
  const [{ build }, { EdgeRuntime }] = await Promise.all([import('esbuild'), import('edge-runtime')])
  const modules = {}
  const handed = {
    name: 'handed',
    setup(build) {
      build.onResolve({ filter: /\.wasm\?module$/ }, ({ path, resolveDir }) => ({ path: join(resolveDir, path.replace('?module', '')), namespace: 'handed' }))
      build.onLoad({ filter: /.*/, namespace: 'handed' }, async ({ path }) => {
        const name = basename(path).replaceAll(/\W/g, '_')
        modules[name] = await WebAssembly.compile(await readFile(path))
        return { contents: `export default globalThis.${name}` }
      })
    },
  }
  const stdin = { contents: "import answer from './programs/answer.mjs'\naddEventListener('fetch', (event) => event.respondWith(answer.fetch(event.request)))", resolveDir: at() }
  const { outputFiles } = await build({ stdin, bundle: true, write: false, format: 'iife', conditions: ['edge-light'], plugins: [handed] })
  const runtime = new EdgeRuntime({ initialCode: outputFiles[0].text, extend: (context) => Object.assign(context, modules) })
  const answer = await runtime.dispatchFetch('http://edge/')
  return { version: await versionOf('edge-runtime'), ran: scenarios(await answer.text()) }
}

export const rows = [{ kind: 'runtime', name: 'Vercel edge-runtime', tried }]
