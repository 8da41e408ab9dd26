// Prints how a store fares with a file that is locked, of another schema, damaged, or none: an outcome a line.
import { close, given, open, raw } from './open.mjs'
import { writeFileSync } from 'node:fs'

const [path] = given
const put = (key) => ({ key, expect: { kind: 'any' }, action: { kind: 'put', value: new Uint8Array([1]) } })
const outcome = async (call) => {
  try {
    return await call()
  } catch (error) {
    return `${error.code === 'broken' ? 'broken' : 'unavailable'}: ${error.message}`
  }
}
const say = (what, how) => console.log(`${what}: ${how}`)

let store = open(path)
await store.commit([put('p/a')])
const other = raw(path)
other.exec('BEGIN IMMEDIATE; DELETE FROM badgehouse_entries')

say('a read while another writes', (await store.get(['p/a']))[0].value)
let turns = 0
const turning = setInterval(() => (turns += 1), 1)
setTimeout(() => other.exec('ROLLBACK'), 300)
const begun = performance.now()
say('a commit that waits', await outcome(() => store.commit([put('p/b')])))
say('it waited, and kept nothing else waiting', performance.now() - begun > 250 && turns > 20)
clearInterval(turning)

other.exec('BEGIN IMMEDIATE')
const { now } = performance
performance.now = () => now.call(performance) * 50
say('a commit that nobody lets in', await outcome(() => store.commit([put('p/c')])))
performance.now = now
other.exec('ROLLBACK')
say('what it left', (await store.get(['p/c']))[0])
say('the next', await outcome(() => store.commit([put('p/c')])))

other.exec('DROP TABLE badgehouse_entries')
say('a get of a table that is gone', await outcome(() => store.get(['p/a'])))
say('a commit to a table that is gone', await outcome(() => store.commit([put('p/a')])))
other.close()
close(store)

store = open(`${path}-other`)
await store.list('p/', undefined, 1)
const later = raw(`${path}-other`)
later.exec('UPDATE badgehouse_schema SET version = 2')
later.close()
close(store)
store = open(`${path}-other`)
say('a schema of another version', await outcome(() => store.get(['p/a'])))
close(store)

writeFileSync(`${path}-none`, 'x'.repeat(8192))
say('a file that is no database', await outcome(() => open(`${path}-none`).get(['p/a'])))
