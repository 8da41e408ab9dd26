// What the rows share: where they are, processes, and what came of the suite.
import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

const execute = promisify(execFile)

/** The folder that the package is installed in. */
export const here = fileURLToPath(new URL('.', import.meta.url))
export const at = (...path) => join(here, ...path)

/** The version of something that is installed here, as another one has it. */
export async function versionOf(name, by = 'badgehouse') {
  const folders = createRequire(at('node_modules', by, 'package.json')).resolve.paths(name)
  for (const folder of folders) {
    const read = await readFile(join(folder, name, 'package.json'), 'utf8').catch(() => undefined)
    if (read !== undefined) return JSON.parse(read).version
  }
  throw new Error(`${name} is not installed`)
}

/** Runs a program, and gives what it prints. */
export async function run(program, given, { cwd = here, env = {} } = {}) {
  const { stdout } = await execute(program, given, { cwd, env: { ...process.env, ...env }, maxBuffer: 64 << 20, timeout: 600_000 })
  return stdout
}

/** The same of those few that tell whether a bundle or a framework has left something out. */
export function few(printed) {
  const { ran, failed } = JSON.parse(printed)
  assert.deepEqual([ran, failed], [10, {}])
  return `${ran} scenarios`
}

/**
 * Says how many scenarios ran, as a program printed it or a page answered it. `without` are those that this runtime cannot be asked, with the reason: each of them has to fail, so that the list stays true.
 */
export function scenarios(printed, without = {}) {
  const { ran, failed } = JSON.parse(printed)
  assert.ok(ran >= 100, `only ${ran} scenarios ran: ${printed}`)
  const unforeseen = Object.entries(failed).filter(([file]) => !(file in without))
  assert.deepEqual(Object.fromEntries(unforeseen), {})
  assert.deepEqual(Object.keys(failed).sort(), Object.keys(without).sort(), 'a scenario that is left out would have passed')
  const reasons = Object.entries(without).map(([file, reason]) => `; without ${file.replace('.json', '')}: ${reason}`)
  return `${ran - reasons.length} scenarios${reasons.join('')}`
}
