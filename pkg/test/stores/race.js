// What writers in several processes do to one store at once: add to one number, and take a place that nobody else has.
export const NUMBER = 'race/number';

const bytes = (text) => new TextEncoder().encode(text);
export const textOf = (entry) => entry && new TextDecoder().decode(entry.value);

/** Adds one so many times, each time to what it has read. */
export async function add(store, times) {
  for (let done = 0; done < times; ) {
    const [entry] = await store.get([NUMBER]);
    const expect = entry ? { kind: 'version', version: entry.version } : { kind: 'absent' };
    const value = bytes(String(Number(textOf(entry) ?? 0) + 1));
    if ((await store.commit([{ key: NUMBER, expect, action: { kind: 'put', value } }])) === 'committed') done += 1;
  }
}

/** In each round takes the place of `own` where that of `other` is empty, and answers the rounds in which it did. */
export async function take(store, own, other, rounds) {
  const taken = [];
  for (let round = 0; round < rounds; round += 1) {
    const place = (name) => `race/${round}/${name}`;
    const changes = [
      { key: place(own), expect: { kind: 'absent' }, action: { kind: 'put', value: bytes(own) } },
      { key: place(other), expect: { kind: 'absent' }, action: { kind: 'keep' } },
    ];
    if ((await store.commit(changes)) === 'committed') taken.push(round);
  }
  return taken;
}
