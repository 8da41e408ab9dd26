// Servers of Node's that people mount it in: the main job over HTTP, from the metadata to the call that a deleted account may not make.
import { pathToFileURL } from 'node:url'
import { at, versionOf } from '../place.mjs'

const tried = (name) => async () => {
  const { listening } = await import(pathToFileURL(at('apps', `${name}.mjs`)))
  const { walk } = await import(pathToFileURL(at('programs/walk.mjs')))
  const server = await listening('KioqKioqKioqKioqKioqKioqKioqKioqKioqKioqKio')
  try {
    await walk((url, init) => fetch(String(url).replace('https://acme.example', server.at), init))
  } finally {
    await server.close()
  }
  return { version: await versionOf(name), ran: 'the main job over HTTP' }
}

export const rows = [
  { kind: 'framework', name: 'Hono', tried: tried('hono') },
  { kind: 'framework', name: 'Express', tried: tried('express') },
  { kind: 'framework', name: 'Fastify', tried: tried('fastify') },
]
