// Writes to a file until somebody kills it: ten keys in each commit, all with its number, which is printed once the commit is answered.
import { given, open } from './open.mjs'

const [path, first] = given
const store = open(path)
for (let number = Number(first); ; number += 1) {
  const action = { kind: 'put', value: new TextEncoder().encode(String(number)) }
  const outcome = await store.commit(Array.from({ length: 10 }, (_, key) => ({ key: `kill/${key}`, expect: { kind: 'any' }, action })))
  process.stdout.write(`${outcome} ${number}\n`)
}
