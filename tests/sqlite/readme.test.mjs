// What the README says of Node, as it stands: in an empty folder, with the packed package in place of npm's.
import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { readFile, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { folder } from './drivers.mjs'

const execute = promisify(execFile)
const root = fileURLToPath(new URL('../..', import.meta.url))

test('the README leads from an empty folder to a token on SQLite', async (context) => {
  const readme = await readFile(join(root, 'README.md'), 'utf8')
  const [, section] = /^## Node, Deno, Bun, Workers$(.*?)^## /ms.exec(readme)
  const [[, file, program], [, lines]] = [/`(\w+\.mjs)`:\n\n```js\n(.*?)```/s.exec(section), /```sh\n(.*?)```/s.exec(section)]
  const [home, packed] = [await folder(context), await folder(context)]
  const { stdout } = await execute('npm', ['pack', '--json', '--pack-destination', packed], { cwd: join(root, 'pkg') })
  const [{ filename }] = JSON.parse(stdout)
  await writeFile(join(home, file), program)
  const written = lines.replace(/^npm install badgehouse$/m, `npm install --no-audit --no-fund ${join(packed, filename)} >&2`)
  assert.notEqual(written, lines)
  const PATH = `${dirname(process.execPath)}:${process.env.PATH}`
  const said = await execute('sh', ['-e', '-c', written], { cwd: home, env: { ...process.env, PATH } })
  assert.equal(said.stdout, `${/# prints: (.*)/.exec(lines)[1]}\n`)
})
