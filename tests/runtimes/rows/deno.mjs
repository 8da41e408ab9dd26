// Deno, without a single permission, and what it compiles.
import { at, run, scenarios } from '../place.mjs'

const deno = at('node_modules/@deno/linux-x64-glibc/deno')

async function tried() {
  const given = ['run', '--no-prompt', '--no-remote', '--v8-flags=--disallow-code-generation-from-strings', 'programs/print.mjs']
  return { version: await version(), ran: scenarios(await run(deno, given)) }
}

async function compiled() {
  const program = at('compiled-by-deno')
  const failed = await run(deno, ['compile', '--no-remote', '--output', program, 'programs/print.mjs']).catch((error) => error)
  // npm, PyPI and Debian have Deno without it.
  if (/denort.*(dns error|error sending request)/s.test(failed.stderr)) return { version: await version(), not: 'what it puts a program on, `denort`, is in neither npm nor PyPI nor Debian; it downloads it from its own site, which was not reached, or takes it from `DENORT_BIN`' }
  if (failed instanceof Error) throw failed
  return { version: await version(), ran: scenarios(await run(program, [], { cwd: '/' })) }
}

const version = async () => (await run(deno, ['--version'])).split(' ')[1]

export const rows = [
  { kind: 'runtime', name: 'Deno', tried },
  { kind: 'program', name: 'deno compile', tried: compiled },
]
