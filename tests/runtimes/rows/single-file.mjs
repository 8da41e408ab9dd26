// One file, alone in a folder: a bundle by esbuild, and Node's single executable of it.
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { at, run, scenarios, versionOf } from '../place.mjs'

async function bundle(outfile, format) {
  const { build } = await import('esbuild')
  await build({ entryPoints: [at('programs/print.mjs')], outfile, bundle: true, platform: 'node', format })
}

/** A folder that has nothing else in it, while `work` has it. */
async function alone(work) {
  const folder = await mkdtemp(join(tmpdir(), 'badgehouse-alone-'))
  try {
    return await work(folder)
  } finally {
    await rm(folder, { recursive: true })
  }
}

const bundled = () =>
  alone(async (folder) => {
    await bundle(join(folder, 'one.mjs'), 'esm')
    return { version: await versionOf('esbuild'), ran: scenarios(await run(process.execPath, ['one.mjs'], { cwd: folder })) }
  })

const executable = () =>
  alone(async (folder) => {
    const node = at('node_modules/node-26/bin/node')
    await bundle(at('single-executable.cjs'), 'cjs')
    const output = join(folder, 'one')
    await writeFile(at('single-executable.json'), JSON.stringify({ main: at('single-executable.cjs'), output, executable: node, disableExperimentalSEAWarning: true }))
    await run(node, ['--build-sea', at('single-executable.json')])
    await chmod(output, 0o755)
    return { version: (await run(node, ['--version'])).trim().slice(1), ran: scenarios(await run(output, [], { cwd: folder })) }
  })

export const rows = [
  { kind: 'program', name: 'one file by esbuild, in Node', tried: bundled },
  { kind: 'program', name: 'single executable of Node', tried: executable },
]
