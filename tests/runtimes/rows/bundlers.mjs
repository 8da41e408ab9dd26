// Bundlers for browsers: a page of a few scenarios as each builds it, opened in Chromium under the policy of a careful host.
import { copyFile, mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { hashOf, inChromium, policy, served } from '../browsers.mjs'
import { at, few, run, versionOf } from '../place.mjs'

const html = (program) => `<!doctype html><html lang="en"><meta charset="utf-8"><title>Scenarios</title><script type="module" src="./${program}"></script><body></body></html>`

/** What a bundler writes into a folder of its own, and how it runs. `build` is told the folder, and answers what the policy has to have besides, if anything. */
const tried = (name, build) => async () => {
  const folder = at('built', name)
  await rm(folder, { recursive: true, force: true })
  await mkdir(folder, { recursive: true })
  await writeFile(at('index.html'), html('programs/page.mjs'))
  const more = await build(folder)
  const { text } = await served(folder, inChromium, more)
  return { version: await versionOf(name), ran: few(text) }
}

async function vite(outDir) {
  const { build } = await import('vite')
  await build({ root: at(), configFile: false, logLevel: 'error', build: { outDir } })
}

/** Its development server, which gets the module inlined. */
async function viteServing() {
  const { createServer } = await import('vite')
  await writeFile(at('index.html'), html('programs/page.mjs'))
  // What it has made of an earlier package of the same version is none of this one's.
  const optimizeDeps = { force: true }
  const server = await createServer({ root: at(), configFile: false, logLevel: 'error', optimizeDeps, server: { port: 0, host: '127.0.0.1', headers: { 'content-security-policy': policy() } } })
  try {
    await server.listen()
    const { text } = await inChromium(server.resolvedUrls.local[0])
    return { version: await versionOf('vite'), ran: few(text) }
  } finally {
    await server.close()
  }
}

async function webpack(path) {
  const { default: compile } = await import('webpack')
  const stats = await new Promise((resolve, reject) =>
    compile({ mode: 'production', context: at(), entry: './programs/page.mjs', output: { path, filename: 'main.js' } }, (error, stats) => (error ? reject(error) : resolve(stats))),
  )
  if (stats.hasErrors()) throw new Error(stats.toString())
  await writeFile(join(path, 'index.html'), html('main.js'))
}

async function rollup(folder) {
  const [{ rollup: bundle }, { default: resolve }] = await Promise.all([import('rollup'), import('@rollup/plugin-node-resolve')])
  const made = await bundle({ input: at('programs/page.inline.mjs'), plugins: [resolve({ browser: true })] })
  await made.write({ file: join(folder, 'main.js'), format: 'es' })
  await writeFile(join(folder, 'index.html'), html('main.js'))
}

async function esbuild(outdir) {
  const { build } = await import('esbuild')
  await build({ entryPoints: { main: at('programs/page.inline.mjs') }, outdir, bundle: true, format: 'esm' })
  await writeFile(join(outdir, 'index.html'), html('main.js'))
}

/** esbuild with the entries as they are, which then look for their modules beside the bundle: copied there by hand. */
async function esbuildBeside(outdir) {
  const { build } = await import('esbuild')
  await build({ entryPoints: { main: at('programs/page.mjs') }, outdir, bundle: true, format: 'esm' })
  for (const module of ['badgehouse', 'badgehouse-authorize', 'badgehouse-rules']) await copyFile(at(`node_modules/badgehouse/dist/${module}.wasm`), join(outdir, `${module}.wasm`))
  await writeFile(join(outdir, 'index.html'), html('main.js'))
}

/** Parcel writes where the modules are into an import map, which is a script within the page: a policy refuses it that does not name it, and nothing is found. */
async function parcel(folder) {
  await byParcel(folder)
  const [, map] = /<script type=importmap>(.*?)<\/script>/.exec(await readFile(join(folder, 'index.html'), 'utf8'))
  return ` ${hashOf(map)}`
}

async function parcelInline(folder) {
  await writeFile(at('index.html'), html('programs/page.inline.mjs'))
  await byParcel(folder)
}

const byParcel = (folder) =>
  run(at('node_modules/.bin/parcel'), ['build', 'index.html', '--dist-dir', folder, '--no-cache', '--no-source-maps', '--public-url', './'], { env: { PARCEL_WORKERS: '0' } })

export const rows = [
  { kind: 'bundler', name: 'Vite', short: true, tried: tried('vite', vite) },
  { kind: 'bundler', name: 'Vite’s development server', tried: viteServing },
  { kind: 'bundler', name: 'webpack', tried: tried('webpack', webpack) },
  { kind: 'bundler', name: 'rollup, `badgehouse/inline`', tried: tried('rollup', rollup) },
  { kind: 'bundler', name: 'esbuild, `badgehouse/inline`', tried: tried('esbuild', esbuild) },
  { kind: 'bundler', name: 'esbuild, the `.wasm` copied beside', tried: tried('esbuild', esbuildBeside) },
  { kind: 'bundler', name: 'Parcel with `packageExports`, `badgehouse/inline`', tried: tried('parcel', parcelInline) },
  { kind: 'bundler', name: 'Parcel with `packageExports`, its import map’s hash in the policy', tried: tried('parcel', parcel) },
]
