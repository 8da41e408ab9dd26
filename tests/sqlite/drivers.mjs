// Each SQLite that a program in JavaScript may have: what runs it, and how a store is opened by it.
import { execFile, spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

const here = fileURLToPath(new URL('.', import.meta.url))
const at = (path) => join(here, path)

/** `better-sqlite3` is compiled for the machine's own Node, and takes minutes for it: only the long run has it. */
const isCompiled = existsSync(at('node_modules/better-sqlite3/build/Release/better_sqlite3.node'))
const older = at('node_modules/node-22/bin/node')
const deno = at('../node/node_modules/@deno/linux-x64-glibc/deno')

const quiet = '--disable-warning=ExperimentalWarning'

export const drivers = {
  'node:sqlite': { command: [at('node_modules/node-24/bin/node'), quiet] },
  'node:sqlite in Node 22': { command: [older, quiet], skip: !existsSync(older) && 'there is no Node 22: `npm ci` in tests/sqlite' },
  'bun:sqlite': { command: [at('node_modules/@oven/bun-linux-x64/bin/bun'), 'run'] },
  'node:sqlite in Deno': { command: [deno, 'run', '-A'], skip: !existsSync(deno) && 'there is no Deno: `npm ci` in tests/node' },
  'better-sqlite3': { command: ['node'], better: true, skip: !isCompiled && 'better-sqlite3 is not compiled: `npm ci` in tests/sqlite' },
}

/** A program of ./programs by a driver, begun. What it is given comes after how it opens its store. */
export function begin(driver, name, ...given) {
  const { command: [program, ...options], better = false } = drivers[driver]
  return spawn(program, [...options, at(`programs/${name}.mjs`), better ? 'better' : 'built-in', ...given], { stdio: ['ignore', 'pipe', 'inherit'] })
}

/** The same, to its end: what it prints. */
export async function run(driver, name, ...given) {
  const { command: [program, ...options], better = false } = drivers[driver]
  return (await promisify(execFile)(program, [...options, at(`programs/${name}.mjs`), better ? 'better' : 'built-in', ...given])).stdout
}

/** A folder that the test's end removes. */
export async function folder(context) {
  const made = await mkdtemp(join(tmpdir(), 'badgehouse-sqlite-'))
  context.after(() => rm(made, { recursive: true, force: true }))
  return made
}
