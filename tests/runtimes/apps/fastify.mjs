// The back end of the package's examples, in Fastify, of which nothing reads the bodies before it.
import { open } from 'badgehouse'
import { authorized, toFastify, toNodeHandler } from 'badgehouse/node'
import { MemoryStore } from 'badgehouse/stores/memory'
import fastify from 'fastify'

const origin = 'https://acme.example'
const ann = { kind: 'user', company: 'acme', id: 'ann', levels: { admin: 'admin', directory: 'admin' } }
const actor = ({ headers }) => (headers.cookie === 'session=session-of-ann' ? ann : undefined)

export async function listening(sealingKey) {
  const badges = await open({ issuer: origin, contactDomain: 'svc.acme.example', sealingKeys: [sealingKey], store: new MemoryStore() })
  const handled = toNodeHandler(badges, { actor })
  const mayRead = badges.require(({ params }) => ({ company: params.company, tool: 'rfis', level: 'read_only', project: params.project, origin }))
  const app = fastify()
  app.register(async (mounted) => {
    mounted.removeAllContentTypeParsers()
    mounted.addContentTypeParser('*', (incoming, body, done) => done(null))
    for (const path of ['/oauth/*', '/.well-known/*', '/badgehouse/*']) {
      mounted.all(path, (incoming, outgoing) => {
        outgoing.hijack()
        return handled(incoming.raw, outgoing.raw)
      })
    }
  })
  app.get('/companies/:company/projects/:project/rfis', { onRequest: toFastify(mayRead) }, async (incoming) => ({ rfis: [], asked_by: authorized(incoming).client_id }))
  return { at: await app.listen({ port: 0, host: '127.0.0.1' }), close: () => app.close() }
}
