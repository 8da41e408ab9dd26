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

test('those that need attention are found among many by one call, each with why', async () => {
  const { accounts, calls } = await company();
  const all = await made(accounts, 205);
  const bought = await accounts.createAccount({ app_type: 'marketplace', app: 'sync', name: 'Bought' });
  const granted = await accounts.createAccount({ app_type: 'marketplace', app: 'sync', name: 'Granted' });
  await accounts.setPermissions(granted.client_id, { company: { rfis: 'admin' } }, { revision: '*' });
  await accounts.disableAccount(all[7].client_id, { reason: 'left' });
  const { list } = new Administration({ accounts });
  await list.show({ attention: true });
  const found = Object.fromEntries(list.items.map(({ name, attention }) => [name, attention]));
  assert.deepEqual(found, { 'Sync 7': ['not_working'], Bought: ['awaiting_permissions'], Granted: ['beyond_request'] });
  assert.deepEqual([list.complete, calls.listAccounts, list.trouble], [true, 1, undefined]);
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

/** Answers of a call wait until they are let go, and tell what was there when it was asked. */
function held(name) {
  const waiting = [];
  const instead = { [name]: async (real, ...given) => {
    const answer = await real(...given);
    await new Promise((resolve) => waiting.push(resolve));
    return answer;
  } };
  const next = async () => {
    await until(() => waiting.length > 0);
    waiting.shift()();
  };
  return { instead, next };
}

for (const [name, call, of] of [
  ['accounts', 'listAccounts', ({ list }) => list],
  ['contacts', 'listMachineContacts', ({ contacts }) => contacts],
  ['deleted accounts', 'listDeletedAccounts', ({ deleted }) => deleted],
]) {
  test(`a list of ${name} that is outdated while it is read does not keep the older answer`, async () => {
    const { instead, next } = held(call);
    const { accounts } = await company({ instead });
    const administration = new Administration({ accounts });
    await administration.open();
    const [gone] = await made(accounts, 2);
    if (call === 'listDeletedAccounts') await accounts.deleteAccount(gone.client_id);
    const shown = of(administration);
    const reading = shown.show();
    await new Promise((resolve) => setTimeout(resolve, 20));
    if (call === 'listDeletedAccounts') await accounts.undeleteAccount(gone.client_id);
    else await accounts.deleteAccount(gone.client_id);
    administration.outdate();
    const asked = shown.show();
    await next();
    await next();
    await Promise.all([reading, asked]);
    assert.deepEqual([shown.items.some(({ client_id }) => client_id === gone.client_id), shown.complete, shown.busy], [false, true, undefined]);
  });
}

test('a list that is outdated while it is read, and then fails, is read anew from the beginning', async () => {
  const outdates = async () => (administration.outdate(), { items: [], next_cursor: 'b' });
  const answers = [async () => ({ items: [], next_cursor: 'a' }), outdates, async () => Promise.reject(new Error('gone'))];
  const { accounts } = await company({ instead: { listAccounts: (real, ...given) => (answers.shift() ?? real)(...given) } });
  const administration = new Administration({ accounts });
  const { list } = administration;
  await made(accounts, 1);
  await list.show({ attention: false });
  assert.deepEqual([list.trouble !== undefined, list.complete], [true, undefined]);
  await list.show();
  assert.deepEqual([list.items.length, list.complete], [1, true]);
});

test('an account’s events that are outdated while they are read do not keep the older answer', async () => {
  const { instead, next } = held('listAuditEvents');
  const { accounts } = await company({ instead });
  const administration = new Administration({ accounts });
  await administration.open();
  const [{ client_id }] = await made(accounts, 1);
  const account = await administration.account(client_id);
  await account.reload();
  const reading = account.history.show();
  await new Promise((resolve) => setTimeout(resolve, 20));
  await accounts.disableAccount(client_id, { reason: 'left' });
  account.history.outdate();
  await next();
  await next();
  await reading;
  assert.equal(account.history.items[0].action, 'account.disabled');
});

test('what was asked of permissions before they changed takes no place of what is asked after', async () => {
  const late = [];
  const requestedPermissions = async (real, ...given) => {
    const answer = await real(...given);
    if (late.length === 0) await new Promise((resolve) => late.push(resolve));
    return answer;
  };
  const { accounts } = await company({ instead: { requestedPermissions } });
  const administration = new Administration({ accounts });
  await administration.open();
  const { client_id } = await accounts.createAccount({ app_type: 'marketplace', app: 'sync', name: 'Bought' });
  const { insight } = (await administration.account(client_id)).rights;
  const older = insight.show('');
  await until(() => late.length === 1);
  await accounts.setPermissions(client_id, { company: { rfis: 'read_only' } }, { revision: '*' });
  insight.outdate();
  await insight.show('');
  late[0]();
  await older;
  assert.deepEqual(insight.requested('').missing, []);
});
