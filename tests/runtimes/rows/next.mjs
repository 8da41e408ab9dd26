// Next, built once: a page of the server's, a route handler in Node and one on the edge runtime, and a page in the browser.
import assert from 'node:assert/strict'
import { inChromium } from '../browsers.mjs'
import { at, few, run, versionOf } from '../place.mjs'
import { freePort, serving } from '../server.mjs'

const next = at('node_modules/next/dist/bin/next')
const env = { NEXT_TELEMETRY_DISABLED: '1' }
const cwd = at('apps/next')

let built

/** Serves the built app while `work` has its address. */
async function app(work) {
  built ??= run(process.execPath, [next, 'build'], { cwd, env })
  await built
  const port = await freePort()
  const origin = `http://127.0.0.1:${port}`
  return { version: await versionOf('next'), ran: await serving(process.execPath, [next, 'start', '--port', port, '--hostname', '127.0.0.1'], { origin, cwd, env }, work) }
}

const answered = (path) => () =>
  app(async (origin) => {
    const answer = await fetch(origin + path)
    const text = await answer.text()
    assert.equal(answer.status, 200, text)
    return few(text)
  })
const shown = (path) => () => app(async (origin) => few((await inChromium(origin + path)).text))

export const rows = [
  { kind: 'framework', name: 'Next, page of the server', tried: shown('/server') },
  { kind: 'framework', name: 'Next, route handler', tried: answered('/api/node/few') },
  { kind: 'framework', name: 'Next, edge route', tried: answered('/api/edge/few') },
  { kind: 'framework', name: 'Next, page in the browser', tried: shown('/client') },
]
