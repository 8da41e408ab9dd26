// wrangler, which bundles a Worker as its deployment does and runs it in the workerd that it brings.
import { at, few, versionOf } from '../place.mjs'
import { freePort, serving } from '../server.mjs'

async function tried() {
  const [port, inspector] = [await freePort(), await freePort()]
  const given = [at('node_modules/wrangler/bin/wrangler.js'), 'dev', 'programs/answer.mjs', '--port', port, '--inspector-port', inspector, '--ip', '127.0.0.1', '--compatibility-date', '2026-03-01']
  const env = { WRANGLER_SEND_METRICS: 'false', CI: '1', NO_COLOR: '1' }
  const origin = `http://127.0.0.1:${port}`
  const text = await serving(at('node_modules/node-24/bin/node'), [...given, '--show-interactive-dev-session=false'], { origin, cwd: at(), env }, async () => (await fetch(`${origin}/few`)).text())
  return { version: `${await versionOf('wrangler')}, workerd ${await versionOf('workerd', 'wrangler')}`, ran: few(text) }
}

export const rows = [{ kind: 'bundler', name: 'wrangler', tried }]
