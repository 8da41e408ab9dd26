// What is handed in as the time of a purge. That it purges by it, the tests of each store tell.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { open } from 'badgehouse';
import { MemoryStore } from 'badgehouse/stores/memory';
import { PostgresStore } from 'badgehouse/stores/postgres';

test('a store purges by what maintain answers, as it answers it', async () => {
  const badges = await open({ issuer: 'https://acme.example', contactDomain: 'svc.acme.example', sealingKeys: ['KioqKioqKioqKioqKioqKioqKioqKioqKioqKioqKio'], store: new MemoryStore(), clock: () => 1_800_000_000 });
  const { store_time } = await badges.maintain();
  const asked = [];
  await purging(asked).purgeExpired(store_time);
  await purging(asked).purgeExpired(1_800_000_000);
  assert.deepEqual(asked.map(([second]) => second), [1_800_000_000, 1_800_000_000]);
});

test('what is no time is refused, and not taken for none', async () => {
  for (const time of [undefined, null, '', 'now', NaN, Infinity, new Date(), {}]) {
    const asked = [];
    await assert.rejects(purging(asked).purgeExpired(time), TypeError, String(time));
    assert.deepEqual(asked, []);
  }
});

function purging(asked) {
  const query = async (statement, values) => {
    if (statement.startsWith('delete')) asked.push(values);
    return { rows: statement.includes('badgehouse_schema') ? [{ version: 1, durable: 'on' }] : [] };
  };
  return new PostgresStore({ connect: async () => ({ query, on() {}, removeListener() {}, release() {} }) });
}
