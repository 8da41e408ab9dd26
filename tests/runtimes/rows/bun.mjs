// Bun, and what it compiles into one program.
import { at, run, scenarios } from '../place.mjs'

const bun = at('node_modules/@oven/bun-linux-x64/bin/bun')

async function tried() {
  return { version: await version(), ran: scenarios(await run(bun, ['run', '--no-install', 'programs/print.mjs'])) }
}

async function compiled() {
  const program = at('compiled-by-bun')
  await run(bun, ['build', '--compile', '--outfile', program, 'programs/print.mjs'])
  return { version: await version(), ran: scenarios(await run(program, [], { cwd: '/' })) }
}

const version = async () => (await run(bun, ['--version'])).trim()

export const rows = [
  { kind: 'runtime', name: 'Bun', tried },
  { kind: 'program', name: 'bun build --compile', tried: compiled },
]
