// The suite behind `fetch`, where a runtime has no process of its own.
import * as badgehouse from './package.mjs'
import { suite } from './suite.mjs'

export default { fetch: async () => Response.json(await suite(badgehouse)) }
