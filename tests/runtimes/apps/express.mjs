// The back end of the package's examples, in Express: nothing reads the bodies before it.
import { Readable } from 'node:stream'
import { BadgehouseError, open } from 'badgehouse'
import { MemoryStore } from 'badgehouse/stores/memory'
import express from 'express'

const origin = 'https://acme.example'
const ann = { kind: 'user', company: 'acme', id: 'ann', levels: { admin: 'admin', directory: 'admin' } }

export async function listening(sealingKey) {
  const badges = await open({ issuer: origin, contactDomain: 'svc.acme.example', sealingKeys: [sealingKey], store: new MemoryStore() })
  const app = express()
  app.get('/companies/:company/projects/:project/rfis', async (incoming, outgoing) => {
    const { company, project } = incoming.params
    const who = await badges.authorize(request(incoming), { company, tool: 'rfis', level: 'read_only', project, origin })
    outgoing.json({ rfis: [], asked_by: who.client_id })
  })
  const handled = async (incoming, outgoing) => {
    const actor = incoming.headers.cookie === 'session=session-of-ann' ? ann : undefined
    await answered(await badges.handle(request(incoming), { actor }), outgoing)
  }
  app.all(['/oauth/*path', '/.well-known/*path', '/badgehouse/*path'], handled)
  app.use(async (error, incoming, outgoing, next) => {
    if (!(error instanceof BadgehouseError)) return next(error)
    await answered(error.toResponse(), outgoing)
  })
  const server = app.listen(0, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
  return { at: `http://127.0.0.1:${server.address().port}`, close: () => server.close() }
}

/** The platform's `Request`; several values of a header are several there. */
function request(incoming) {
  const headers = Object.entries(incoming.headersDistinct).flatMap(([name, values]) => values.map((value) => [name, value]))
  const body = ['GET', 'HEAD'].includes(incoming.method) ? undefined : Readable.toWeb(incoming)
  return new Request(origin + incoming.originalUrl, { method: incoming.method, headers, body, duplex: 'half' })
}

async function answered(response, outgoing) {
  outgoing.writeHead(response.status, [...response.headers].flat())
  outgoing.end(Buffer.from(await response.arrayBuffer()))
}
