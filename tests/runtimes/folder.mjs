// A folder in which the package lies as users get it, packed and installed, with what it is tried in beside it: the rows, their programs and apps, and
// the scenarios as one module.
import { execFileSync } from 'node:child_process'
import { cp, mkdir, readFile, readdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const here = fileURLToPath(new URL('.', import.meta.url))
const root = join(here, '../..')
const npm = (cwd, ...given) => execFileSync('npm', given, { cwd, encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] })

/** Makes the folder and gives its path. What others make is installed when the lockfile is another than last time; `long` with what the short run leaves out. */
export async function folder(long) {
  const made = join(process.env.CARGO_TARGET_DIR ?? join(root, 'target'), 'runtimes')
  await mkdir(made, { recursive: true })
  for (const name of ['apps', 'opening', 'programs', 'rows']) {
    await rm(join(made, name), { recursive: true, force: true })
    await cp(join(here, name), join(made, name), { recursive: true })
  }
  for (const file of ['package.json', 'package-lock.json', 'browsers.mjs', 'opening.mjs', 'place.mjs', 'server.mjs', 'workers.mjs']) await cp(join(here, file), join(made, file))
  await cp(join(root, 'tests/node/scenarios.mjs'), join(made, 'programs/scenarios.mjs'))
  for (const [from, to] of [['examples/back-end.mjs', 'back-end.mjs'], ['test/walk.js', 'walk.mjs']]) await cp(join(root, 'pkg', from), join(made, 'programs', to))
  await cp(join(root, 'docs/workers.md'), join(made, 'workers.md'))
  await writeFile(join(made, 'programs/given.mjs'), await given())
  await installed(made, long)
  return made
}

/** The scenarios and the keys that they sign with, as a module: every runtime and every bundler can import one. */
async function given() {
  const at = join(root, 'tests/scenarios')
  const files = (await readdir(at)).filter((file) => file.endsWith('.json')).sort()
  const scenarios = await Promise.all(files.map(async (file) => ({ file, ...JSON.parse(await readFile(join(at, file), 'utf8')) })))
  const keys = JSON.parse(await readFile(join(root, 'tests/keys.json'), 'utf8'))
  return `export const keys = ${JSON.stringify(keys)}\nexport const scenarios = ${JSON.stringify(scenarios)}\n`
}

/** None of the dependencies runs a script of its own: those fetch programs. */
async function installed(made, long) {
  const lock = `${long ? 'long' : 'short'} ${await readFile(join(made, 'package-lock.json'), 'utf8')}`
  const stamp = join(made, 'node_modules/.badgehouse-installed')
  const before = await readFile(stamp, 'utf8').catch(() => '')
  if (before !== lock && (long || before !== lock.replace('short', 'long'))) {
    npm(made, 'ci', '--ignore-scripts', '--no-audit', '--no-fund', '--prefer-offline', ...(long ? [] : ['--omit=dev']))
    await writeFile(stamp, lock)
  }
  const [{ filename }] = JSON.parse(npm(join(root, 'pkg'), 'pack', '--json', '--pack-destination', made))
  const target = join(made, 'node_modules/badgehouse')
  await rm(target, { recursive: true, force: true })
  await mkdir(target)
  // As npm does it, which would go through all the others again: the package depends on none.
  execFileSync('tar', ['--extract', '--gzip', '--strip-components=1', '--file', join(made, filename), '--directory', target])
  await rm(join(made, 'badgehouse.tgz'), { force: true })
  await cp(join(made, filename), join(made, 'badgehouse.tgz'))
}
