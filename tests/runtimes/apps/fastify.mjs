// The back end of the package's examples, in Fastify: bodies come as they are.
import { BadgehouseError, open } from 'badgehouse'
import { MemoryStore } from 'badgehouse/stores/memory'
import fastify from 'fastify'

const origin = 'https://acme.example'
const ann = { kind: 'user', company: 'acme', id: 'ann', levels: { admin: 'admin', directory: 'admin' } }

export async function listening(sealingKey) {
  const badges = await open({ issuer: origin, contactDomain: 'svc.acme.example', sealingKeys: [sealingKey], store: new MemoryStore() })
  const app = fastify()
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('*', { parseAs: 'buffer' }, (incoming, body, done) => done(null, body))
  app.get('/companies/:company/projects/:project/rfis', async (incoming) => {
    const { company, project } = incoming.params
    const who = await badges.authorize(request(incoming), { company, tool: 'rfis', level: 'read_only', project, origin })
    return { rfis: [], asked_by: who.client_id }
  })
  const handled = (incoming) => {
    const actor = incoming.headers.cookie === 'session=session-of-ann' ? ann : undefined
    return badges.handle(request(incoming), { actor })
  }
  for (const path of ['/oauth/*', '/.well-known/*', '/badgehouse/*']) app.all(path, handled)
  app.setErrorHandler((error, incoming, outgoing) => {
    if (!(error instanceof BadgehouseError)) throw error
    return outgoing.send(error.toResponse())
  })
  return { at: await app.listen({ port: 0, host: '127.0.0.1' }), close: () => app.close() }
}

/** The platform's `Request`; several values of a header are several there. */
function request({ raw, method, body }) {
  const headers = Object.entries(raw.headersDistinct).flatMap(([name, values]) => values.map((value) => [name, value]))
  return new Request(origin + raw.url, { method, headers, body: ['GET', 'HEAD'].includes(method) ? undefined : body })
}
