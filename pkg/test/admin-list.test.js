// The model of the list of accounts.
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { Administration, formatRoute, parseRoute } from '../dist/admin/model.js';
import { company, until } from './admin-engine.js';

const made = async (accounts, count, name = (index) => `Sync ${index}`) => {
  const all = [];
  for (let index = 0; index < count; index += 1) all.push(await accounts.createAccount({ app_type: 'custom', name: name(index) }));
  return all;
};

test('pages come one after the other, and what was read is not read again', async () => {
  const { accounts, calls } = await company();
  await made(accounts, 130);
  const { list } = new Administration({ accounts });
  await list.show({});
  assert.deepEqual([list.items.length, list.complete, calls.listAccounts], [100, false, 1]);
  await list.show({});
  await Promise.all([list.more(), list.more()]);
  assert.deepEqual([new Set(list.items.map(({ client_id }) => client_id)).size, list.complete, calls.listAccounts], [130, true, 2]);
  await list.more();
  assert.equal(calls.listAccounts, 2);
  list.outdate();
  await list.show({});
  assert.equal(calls.listAccounts, 3);
});

test('the answer to an older search takes no place of a newer one', async () => {
  const late = [];
  // Heedless of being ended, as a transport may be.
  const listAccounts = (real, query) => (query.name === 'a' ? new Promise((resolve) => late.push(() => resolve(real(query)))) : real(query));
  const { accounts } = await company({ instead: { listAccounts } });
  await made(accounts, 4, (index) => `${'ab'[index % 2]}${index}`);
  const { list } = new Administration({ accounts });
  const older = list.show({ name: 'a' });
  await list.show({ name: 'b' });
  late[0]();
  await older;
  assert.deepEqual(list.items.map(({ name }) => name[0]), ['b', 'b']);
  assert.deepEqual([list.busy, list.trouble, list.filter.name], [undefined, undefined, 'b']);
});

test('what another search has found stays until the next has', async () => {
  const { accounts } = await company();
  await made(accounts, 2);
  const { list } = new Administration({ accounts });
  await list.show({});
  const searched = list.show({ name: 'nothing' });
  assert.deepEqual([list.items.length, list.complete], [2, undefined]);
  await searched;
  assert.deepEqual([list.items.length, list.complete], [0, true]);
});

test('those that need attention are found behind a page of those that need none', async () => {
  const { accounts, calls } = await company();
  const all = await made(accounts, 205);
  const order = (await Promise.all([accounts.listAccounts({ limit: 100 })])).flatMap(({ items }) => items.map(({ client_id }) => client_id));
  const [last] = all.filter(({ client_id }) => !order.includes(client_id)).slice(-1);
  await accounts.disableAccount(last.client_id, { reason: 'left' });
  calls.listAccounts = 0;
  const { list } = new Administration({ accounts });
  await list.show({ attention: true });
  while (!list.complete) await list.more();
  assert.deepEqual(list.items.map(({ client_id }) => client_id), [last.client_id]);
  assert.equal(calls.listAccounts, 3);
});

test('the usage of what is in sight is read a few at a time, of each once, and of what was passed by not at all', async () => {
  let under = 0;
  let most = 0;
  const getUsage = async (real, id) => {
    most = Math.max(most, (under += 1));
    await new Promise((resolve) => setTimeout(resolve, 5));
    under -= 1;
    return real(id);
  };
  const { accounts, calls } = await company({ instead: { getUsage } });
  const all = await made(accounts, 30);
  const { list } = new Administration({ accounts });
  await list.show({});
  list.see(list.items.slice(0, 10));
  list.see(list.items.slice(10, 20));
  await until(() => list.items.slice(10, 20).every((account) => list.usage(account)));
  list.see(list.items.slice(10, 21));
  await until(() => list.usage(list.items[20]));
  assert.deepEqual([calls.getUsage, list.usage(list.items[0]), most <= 4, all.length], [11, undefined, true, 30]);
});

test('a service that has no time for usage is not asked for the rest', async () => {
  const getUsage = async () => {
    throw new Error('no');
  };
  const { accounts, calls } = await company({ instead: { getUsage } });
  await made(accounts, 20);
  const { list } = new Administration({ accounts });
  await list.show({});
  list.see(list.items);
  await until(() => list.usage(list.items[0]) === null);
  await new Promise((resolve) => setTimeout(resolve, 50));
  assert.ok(calls.getUsage <= 4, String(calls.getUsage));
  assert.equal(list.trouble, undefined);
});

test('a search is a place that a fragment names', () => {
  for (const filter of [{}, { name: 'ä b/?#%', state: 'broken', app: 'sync', owner: 'u&1', unusedDays: 90, attention: true }]) {
    assert.deepEqual(parseRoute(`#${formatRoute({ screen: 'list', filter })}`), { screen: 'list', filter });
  }
  assert.deepEqual(parseRoute('#/accounts/%E0%A4%A/%'), { screen: 'account', clientId: '%E0%A4%A', side: 'overview' });
  assert.deepEqual(parseRoute('#/?state=deleted&unused=-1&unknown=1'), { screen: 'list', filter: {} });
});
