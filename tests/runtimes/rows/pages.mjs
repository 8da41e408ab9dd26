// The page on Workers as it stands, in an empty folder: npm and wrangler do what it says, with the packed package in place of npm's.
import assert from 'node:assert/strict'
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { at, run, versionOf } from '../place.mjs'
import { freePort, serving } from '../server.mjs'

/** Not below what is installed here, where npm would find more than the page has installed. */
async function workers() {
  const folder = await mkdtemp(join(tmpdir(), 'badgehouse-workers-'))
  try {
    return await followed(folder)
  } finally {
    await rm(folder, { recursive: true })
  }
}

async function followed(folder) {
  await mkdir(join(folder, 'src'))
  const [port, inspector] = [await freePort(), await freePort()]
  const page = (await readFile(at('workers.md'), 'utf8')).replaceAll('8787', port)
  const blocks = (language) => [...page.matchAll(new RegExp(`\`\`\`${language}\n(.*?)\`\`\``, 'gs'))].map(([, text]) => text)
  const [first] = page.split('`wrangler.jsonc`')
  const version = await versionOf('wrangler')
  const install = [...first.matchAll(/^ {4}(.*)$/gm)].map(([, line]) => line.replace(/ badgehouse$/, ` ${at('badgehouse.tgz')}`).replace(/ wrangler$/, ` --ignore-scripts --prefer-offline wrangler@${version}`))
  const env = { PATH: `${dirname(at('node_modules/node-24/bin/node'))}:${process.env.PATH}`, WRANGLER_SEND_METRICS: 'false', CI: '1', NO_COLOR: '1' }
  await run('sh', ['-e', '-c', install.join('\n')], { cwd: folder, env })
  await writeFile(join(folder, 'wrangler.jsonc'), blocks('jsonc')[0])
  await writeFile(join(folder, 'src/worker.js'), blocks('js')[0])
  const [secrets, client] = blocks('sh')
  const [secret, dev] = secrets.trim().split('\n')
  await run('sh', ['-e', '-c', secret], { cwd: folder, env })
  const [program, ...given] = dev.split(' ')
  const origin = `http://127.0.0.1:${port}`
  const said = await serving(program, [...given, '--port', port, '--inspector-port', inspector, '--show-interactive-dev-session=false'], { origin, cwd: folder, env }, () => run('sh', ['-e', '-c', client], { cwd: folder, env }))
  assert.match(said, /\n\{"rfis":\[\],"asked_by":"sa_[a-z0-9]+"\}\n?$/)
  return { version: `wrangler ${version}`, ran: 'each line of the page, to the call that a token opens' }
}

export const rows = [{ kind: 'page', name: '[docs/workers.md](workers.md)', tried: workers }]
