// The scenarios behind `fetch`, where a runtime has no process of its own: all of them, or a few.
import * as badgehouse from './package.mjs'
import { suite } from './suite.mjs'

export default { fetch: async (request) => Response.json(await suite(badgehouse, new URL(request.url).pathname.endsWith('/few'))) }
