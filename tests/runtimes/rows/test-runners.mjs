// Jest and Vitest as they come. Of Jest its documented switch for modules is on: without it no test can import one.
import { readFile, rm } from 'node:fs/promises'
import { at, run, scenarios, versionOf } from '../place.mjs'

const tried = (name, node, given, env = {}) => async () => {
  const OUTCOME = at(`${name}.outcome.json`)
  await rm(OUTCOME, { force: true })
  await run(node, given, { cwd: at('apps', name), env: { OUTCOME, ...env } })
  return { version: await versionOf(name), ran: scenarios(await readFile(OUTCOME, 'utf8')) }
}

export const rows = [
  { kind: 'program', name: 'Jest', tried: tried('jest', process.execPath, [at('node_modules/jest/bin/jest.js'), '--rootDir', '.', '--testMatch', '**/*.test.mjs'], { NODE_OPTIONS: '--experimental-vm-modules' }) },
  { kind: 'program', name: 'Vitest', tried: tried('vitest', at('node_modules/node-24/bin/node'), [at('node_modules/vitest/vitest.mjs'), 'run']) },
]
