// Every scenario on the stores of Cloudflare: `/d1`, and `/objects`, where each scenario has objects of its own.
import { DurableObject } from 'cloudflare:workers'
import { D1Store, migrate } from 'badgehouse/stores/d1'
import { DurableObjectStore, PartitionedStore } from 'badgehouse/stores/durable-object'
import * as badgehouse from './package.mjs'
import { emptied } from './emptied.mjs'
import { suite } from './suite.mjs'

export class Badges extends DurableObject {
  #store = new DurableObjectStore(this.ctx.storage)

  get(keys) {
    return this.#store.get(keys)
  }

  list(prefix, after, limit) {
    return this.#store.list(prefix, after, limit)
  }

  commit(changes) {
    return this.#store.commit(changes)
  }
}

let scenario = 0

const stores = {
  d1: (env) => {
    const empty = async () => {
      await migrate(env.DB)
      await env.DB.prepare('DELETE FROM badgehouse_entries').run()
    }
    return emptied(new D1Store(env.DB), empty)
  },
  objects: (env) => {
    const number = (scenario += 1)
    return new PartitionedStore((partition) => env.BADGES.getByName(`${number} ${partition}`))
  },
}

export default {
  async fetch(request, env) {
    const storeOf = stores[new URL(request.url).pathname.slice(1)]
    return Response.json(await suite({ ...badgehouse, storeOf: () => storeOf(env) }))
  },
}
