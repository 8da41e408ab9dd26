// The back end of the package's examples, in Express.
import { open } from 'badgehouse'
import { authorized, toExpress, toNodeHandler } from 'badgehouse/node'
import { MemoryStore } from 'badgehouse/stores/memory'
import express from 'express'

const origin = 'https://acme.example'
const ann = { kind: 'user', company: 'acme', id: 'ann', levels: { admin: 'admin', directory: 'admin' } }
const actor = ({ headers }) => (headers.cookie === 'session=session-of-ann' ? ann : undefined)

export async function listening(sealingKey) {
  const badges = await open({ issuer: origin, contactDomain: 'svc.acme.example', sealingKeys: [sealingKey], store: new MemoryStore() })
  const mayRead = badges.require(({ params }) => ({ company: params.company, tool: 'rfis', level: 'read_only', project: params.project, origin }))
  const app = express()
  app.use(['/oauth', '/.well-known', '/badgehouse'], toNodeHandler(badges, { actor }))
  app.get('/companies/:company/projects/:project/rfis', toExpress(mayRead), (incoming, outgoing) => outgoing.json({ rfis: [], asked_by: authorized(incoming).client_id }))
  const server = app.listen(0, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
  return { at: `http://127.0.0.1:${server.address().port}`, close: () => server.close() }
}
