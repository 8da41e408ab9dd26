// SvelteKit, built once for a server of Node's: an endpoint, and a page in the browser.
import { inChromium } from '../browsers.mjs'
import { at, few, run, versionOf } from '../place.mjs'
import { freePort, serving } from '../server.mjs'

const node = at('node_modules/node-24/bin/node')
const cwd = at('apps/sveltekit')

let built

async function app(work) {
  built ??= run(node, [at('node_modules/vite/bin/vite.js'), 'build', '--logLevel', 'warn'], { cwd })
  await built
  const port = await freePort()
  const origin = `http://127.0.0.1:${port}`
  return { version: await versionOf('@sveltejs/kit'), ran: await serving(node, ['build/index.js'], { origin, cwd, env: { PORT: String(port), HOST: '127.0.0.1' } }, work) }
}

export const rows = [
  { kind: 'framework', name: 'SvelteKit, endpoint', tried: () => app(async (origin) => few(await (await fetch(`${origin}/server/few`)).text())) },
  { kind: 'framework', name: 'SvelteKit, page in the browser', tried: () => app(async (origin) => few((await inChromium(`${origin}/client`)).text)) },
]
