// The back end of the package's examples, as it stands there, in Hono on Node.
import { serve } from '@hono/node-server'
import { backEnd } from '../programs/back-end.mjs'

export async function listening(sealingKey) {
  const app = await backEnd({ BADGEHOUSE_KEY: sealingKey })
  return new Promise((resolve) => {
    const server = serve({ fetch: app.fetch, port: 0, hostname: '127.0.0.1' }, ({ port }) => resolve({ at: `http://127.0.0.1:${port}`, close: () => server.close() }))
  })
}
