// Node: the machine's, the oldest that will do, and those after it; a worker thread; pnpm's folders. Nothing is made code of a text.
import { execFileSync } from 'node:child_process'
import { cp, mkdir, rm, writeFile } from 'node:fs/promises'
import { at, run, scenarios, versionOf } from '../place.mjs'

const STRICT = ['--no-warnings', '--disallow-code-generation-from-strings']

async function tried(program, file = at('programs/print.mjs')) {
  const version = (await run(program, ['--version'])).trim().slice(1)
  return { version, ran: scenarios(await run(program, [...STRICT, file])) }
}

/** The program for this platform by itself: `pnpm` has one by a script, and no script runs here. */
const PNPM = '@pnpm/exe.linux-x64'

/** Every package is a link into a store of pnpm's, which nothing else is reached through. */
async function byPnpm() {
  const app = at('pnpm-app')
  await rm(app, { recursive: true, force: true })
  await mkdir(app)
  await cp(at('programs'), `${app}/programs`, { recursive: true })
  await writeFile(`${app}/package.json`, JSON.stringify({ private: true, dependencies: { badgehouse: 'file:../badgehouse.tgz' } }))
  execFileSync(at(`node_modules/${PNPM}/pnpm`), ['install', '--offline', '--ignore-workspace', '--store-dir', at('pnpm-store')], { cwd: app, stdio: 'pipe' })
  const { ran } = await tried(process.execPath, `${app}/programs/print.mjs`)
  return { version: await versionOf(PNPM), ran }
}

const other = (major) => ({ kind: 'runtime', name: `Node ${major}`, tried: () => tried(at(`node_modules/node-${major}/bin/node`)) })

export const rows = [
  { kind: 'runtime', name: 'Node', short: true, tried: () => tried(process.execPath) },
  ...['20.19', 22, 24, 26].map(other),
  { kind: 'runtime', name: 'worker thread of Node', tried: () => tried(process.execPath, at('programs/thread.mjs')) },
  { kind: 'program', name: 'pnpm’s layout', tried: byPnpm },
]
