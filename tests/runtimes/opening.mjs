// How an opening is measured: the milliseconds of processor time, since a machine may have other work, that one fresh process or page takes for a program of opening/.
import { readFileSync, readdirSync } from 'node:fs'
import { copyFile, mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { inChromium, served } from './browsers.mjs'
import { at, run } from './place.mjs'

/** In a process that tells what it has taken since it began. */
const inProcess = (program, given = []) => async (name) => {
  const file = at('opening', `${name}.process.mjs`)
  const spent = 'const { user, system } = process.cpuUsage()\nconsole.log((user + system) / 1000)'
  await writeFile(file, `import { first } from './${name}.mjs'\nawait first()\n${spent}\n`)
  return Number(await run(program, [...given, file]))
}

/** In a workerd of its own, until it has answered. */
async function inWorkerd(name) {
  const { Miniflare } = await import('miniflare')
  const contents = `import { first } from './${name}.mjs'\nexport default { fetch: async () => new Response(await first()) }`
  const folder = await bundled(name, contents, ['workerd', 'worker', 'browser'], { '.wasm': 'copy' })
  const wasm = readdirSync(folder).filter((file) => file.endsWith('.wasm'))
  const modules = [{ type: 'ESModule', path: 'main.js', contents: await readFile(join(folder, 'main.js'), 'utf8') }]
  for (const path of wasm) modules.push({ type: 'CompiledWasm', path, contents: await readFile(join(folder, path)) })
  const before = spentByOthers()
  const worker = new Miniflare({ modules, compatibilityDate: '2026-03-01' })
  try {
    const answer = await worker.dispatchFetch('http://worker/')
    if (answer.status !== 200) throw new Error(await answer.text())
    return spentByOthers() - before
  } finally {
    await worker.dispose()
  }
}

/** In a page of a fresh Chromium, from the navigation on, by all of the browser's processes. A page checks a rule, for a form. */
async function inPage(name) {
  const program = name === 'badgehouse' ? 'rules' : name
  const contents = `import { first } from './${program}.mjs'\nimport { show } from '../programs/show.mjs'\nshow(first().then(() => 'done'))`
  const folder = await bundled(name, contents, undefined, {})
  if (program === 'rules') await copyFile(at('node_modules/badgehouse/dist/badgehouse-rules.wasm'), join(folder, 'badgehouse-rules.wasm'))
  await writeFile(join(folder, 'index.html'), '<!doctype html><script type="module" src="./main.js"></script><body>')
  const spent = []
  const { text } = await served(folder, (origin) => inChromium(origin, () => spent.push(spentByOthers())))
  if (text !== '"done"') throw new Error(text)
  return spent[1] - spent[0]
}

const INSTALLED = { deno: '@deno/linux-x64-glibc/deno', bun: '@oven/bun-linux-x64/bin/bun', 'node-24': 'node-24/bin/node', 'node-26': 'node-26/bin/node' }
const installed = (name) => at('node_modules', INSTALLED[name])

/** By the name of what runs it. */
export const MEASURED = {
  node: inProcess(process.execPath, ['--no-warnings']),
  'node-24': inProcess(installed('node-24')),
  'node-26': inProcess(installed('node-26')),
  deno: inProcess(installed('deno'), ['run', '--no-remote', '--allow-env', '--allow-sys']),
  bun: inProcess(installed('bun'), ['run', '--no-install']),
  workerd: inWorkerd,
  chromium: inPage,
}

/** A program as a bundler makes it, in a folder of its own. */
async function bundled(name, contents, conditions, loader) {
  const { build } = await import('esbuild')
  const outdir = at('built', `opening-${name}`)
  await rm(outdir, { recursive: true, force: true })
  await mkdir(outdir, { recursive: true })
  await build({ stdin: { contents, resolveDir: at('opening'), sourcefile: 'main.js' }, outfile: join(outdir, 'main.js'), bundle: true, minify: true, format: 'esm', target: 'es2022', conditions, loader })
  return outdir
}

/** What the processes below this one have taken, in milliseconds; the system counts hundredths of a second. */
function spentByOthers(of = process.pid) {
  const children = readdirSync(`/proc/${of}/task`).flatMap((thread) => readFileSync(`/proc/${of}/task/${thread}/children`, 'utf8').split(' ').filter(Boolean))
  return children.reduce((sum, child) => sum + spentBy(child) + spentByOthers(child), 0)
}

function spentBy(process) {
  const [user, system] = readFileSync(`/proc/${process}/stat`, 'utf8').replace(/^.*\) /s, '').split(' ').slice(11, 13)
  return 10 * (Number(user) + Number(system))
}
