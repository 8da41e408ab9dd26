// Every scenario on Deno KV, each in a database of its own in memory: prints what came of it.
import { DenoKvStore } from 'badgehouse/stores/deno-kv'
import * as badgehouse from './package.mjs'
import { suite } from './suite.mjs'

function storeOf() {
  const store = Deno.openKv(':memory:').then((kv) => new DenoKvStore(kv))
  const asked = (name) => async (...given) => (await store)[name](...given)
  return { get: asked('get'), list: asked('list'), commit: asked('commit') }
}

console.log(JSON.stringify(await suite({ ...badgehouse, storeOf })))
Deno.exit()
