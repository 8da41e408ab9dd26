// One of several processes that write to a file at once: adds one to a number again and again, and takes places that nobody else has.
import { add, take } from '../../../pkg/test/stores/race.js'
import { close, given, open } from './open.mjs'

const [path, own, other, times] = given
const store = open(path)
await Promise.all([add(store, Number(times)), add(store, Number(times))])
console.log(JSON.stringify(await take(store, own, other, Number(times))))
close(store)
