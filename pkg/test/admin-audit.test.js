// The audit and usage of the administrator's page, on an engine.
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { differences } from '../dist/admin/model/events.js';
import { accounted, withAccount } from './accounted.js';

let said = 0;

/** So many events of an account. */
async function changed(accounts, clientId, count) {
  for (let at = 0; at < count; at += 1) await accounts.updateAccount(clientId, { description: `${(said += 1)}` }, { revision: '*' });
}

/** Counts each call of some methods. */
const counting = (calls) => (accounts) =>
  Object.fromEntries(Object.entries(accounts).map(([name, method]) => [name, (...args) => {
    calls.push([name, args[0]]);
    return method(...args);
  }]));

test('events come newest first, page by page to the very first, and none is read twice', async () => {
  const calls = [];
  const { administration, accounts } = await accounted({ wrap: counting(calls) });
  const { client_id } = await accounts.createAccount({ app_type: 'custom', name: 'Nightly export' });
  await changed(accounts, client_id, 234);
  const { events } = administration.audit;
  await administration.audit.show();
  assert.deepEqual([events.items[0].number, events.items.length, events.complete], [235, 100, false]);
  while (events.complete === false) await events.older();
  assert.deepEqual(events.items.map(({ number }) => number), Array.from({ length: 235 }, (_, at) => 235 - at));
  assert.deepEqual([events.looked, calls.filter(([name]) => name === 'listAuditEvents').length], [235, 3]);
  await administration.audit.show();
  assert.equal(calls.filter(([name]) => name === 'listAuditEvents').length, 3);
});

test('a filter finds what is far back, and ends at the beginning', async () => {
  const { administration, accounts } = await accounted();
  const { client_id: wanted } = await accounts.createAccount({ app_type: 'custom', name: 'Wanted' });
  const { client_id: other } = await accounts.createAccount({ app_type: 'custom', name: 'Other' });
  await accounts.disableAccount(wanted, { reason: 'for a test' });
  await changed(accounts, other, 1100);
  const { events } = administration.audit;
  await events.filterBy({ action: 'account.disabled' });
  assert.deepEqual([events.items.map(({ target }) => target), events.complete], [[wanted], true]);
  await events.filterBy({ actor: 'bob' });
  assert.deepEqual([events.items, events.complete], [[], true]);
  await events.filterBy({ action: 'account.renamed' });
  assert.equal(events.trouble.kind, 'input');
  // An account's own end where it was made.
  const { history } = await administration.account(wanted);
  await history.show();
  assert.deepEqual([history.items.map(({ action }) => action), history.complete], [['account.disabled', 'account.created'], true]);
});

test('events that were cut off are no reason to go on looking', async () => {
  const calls = [];
  const { administration, accounts, engine, time } = await accounted({ wrap: counting(calls), policy: { auditRetentionSeconds: 86_400 } });
  const { client_id } = await accounts.createAccount({ app_type: 'custom', name: 'Nightly export' });
  await changed(accounts, client_id, 2200);
  for (let day = 0; day < 3; day += 1) {
    time.ahead += 86_400;
    await changed(accounts, client_id, 1);
    await engine.maintain();
  }
  while ((await engine.cutAudit('acme')).more);
  await changed(accounts, client_id, 20);
  const { events } = administration.audit;
  for (const filter of [{}, { target: client_id }, { action: 'account.disabled' }]) {
    calls.length = 0;
    await events.filterBy(filter);
    while (events.complete === false) await events.older();
    const numbers = events.items.map(({ number }) => number);
    assert.deepEqual([numbers[0], new Set(numbers).size], filter.action ? [undefined, 0] : [2224, numbers.length]);
    assert.ok(filter.action || numbers.at(-1) > 2200);
    assert.ok(calls.filter(([name]) => name === 'listAuditEvents').length <= 3, JSON.stringify([filter, calls]));
  }
});

test('history is read anew when the account has changed', async () => {
  const { account, accounts } = await withAccount();
  await account.show('audit');
  assert.equal(account.history.items.length, 1);
  account.became(await accounts.updateAccount(account.clientId, { owner: 'bob' }, { revision: '*' }));
  await account.show('audit');
  assert.deepEqual(account.history.items.map(({ action }) => action), ['account.updated', 'account.created']);
});

test('an export has every line, and can be stopped and gone on with', async () => {
  const { administration, accounts } = await accounted();
  const { client_id } = await accounts.createAccount({ app_type: 'custom', name: 'Nightly export' });
  await changed(accounts, client_id, 249);
  const { exported } = administration.audit;
  const end = exported.subscribe(() => exported.count === 100 && exported.busy !== undefined && exported.stop());
  await exported.start();
  end();
  assert.deepEqual([exported.count, exported.done, exported.total, exported.busy], [100, false, 250, undefined]);
  await exported.goOn();
  assert.deepEqual([exported.count, exported.done], [250, true]);
  const lines = exported.pages.join('').split('\n');
  assert.equal(lines.pop(), '');
  assert.deepEqual(lines.map((line) => JSON.parse(line).number), Array.from({ length: 250 }, (_, at) => at + 1));
});

test('an export goes on where the network failed', async () => {
  let fails = false;
  const wrap = (accounts) => ({ ...accounts, exportAuditEvents: (...args) => ((fails = !fails) ? accounts.exportAuditEvents(...args) : Promise.reject(new TypeError('failed'))) });
  const { administration, accounts } = await accounted({ wrap });
  const { client_id } = await accounts.createAccount({ app_type: 'custom', name: 'Nightly export' });
  await changed(accounts, client_id, 149);
  const { exported } = administration.audit;
  await exported.start();
  assert.deepEqual([exported.count, exported.trouble !== undefined], [100, true]);
  await exported.goOn();
  assert.deepEqual([exported.count, exported.done, exported.trouble], [150, true, undefined]);
});

test('a verification walks all pages, and finds the event that was altered', async () => {
  const { administration, accounts, store } = await accounted();
  const { client_id } = await accounts.createAccount({ app_type: 'custom', name: 'Nightly export' });
  await changed(accounts, client_id, 2099);
  const { check } = administration.audit;
  const seen = [];
  check.subscribe(() => seen.push(check.found?.verified_to));
  await check.start();
  assert.deepEqual([check.done, check.found.verified_to, check.found.problem, check.total], [true, 2100, undefined, 2100]);
  assert.ok(seen.includes(1000) && seen.includes(2000));

  // Somebody writes to the store past the engine.
  const [entry] = store.list('', undefined, 10_000).filter(({ value }) => new TextDecoder().decode(value).includes('"number":1500,'));
  const text = new TextDecoder().decode(entry.value).replace('ann', 'bob');
  store.commit([{ key: entry.key, expect: { kind: 'any' }, action: { kind: 'put', value: new TextEncoder().encode(text) } }]);
  await check.start();
  assert.deepEqual([check.done, check.found.problem], [true, { number: 1500, kind: 'altered' }]);
});

test('a head that was kept is taken, and what is none is told apart', async () => {
  const { administration, accounts } = await accounted();
  const { client_id } = await accounts.createAccount({ app_type: 'custom', name: 'Nightly export' });
  const { check } = administration.audit;
  const head = await check.head();
  assert.equal(head.number, 1);
  await changed(accounts, client_id, 5);
  for (const none of ['{', '[]', 'null', '{"number":1}', '"x"']) {
    check.keep(none);
    assert.deepEqual([check.noHead, check.kept], [true, undefined], none);
  }
  check.keep(JSON.stringify(head));
  await check.start();
  assert.deepEqual([check.noHead, check.done, check.found.problem, check.found.verified_to], [false, true, undefined, 6]);
  check.keep(JSON.stringify({ ...head, hash: head.hash.replace(/^./, (first) => (first === 'A' ? 'B' : 'A')) }));
  await check.start();
  assert.equal(check.trouble.kind, 'input');
  check.keep('');
  assert.deepEqual([check.kept, check.found, check.trouble], [undefined, undefined, undefined]);
});

test('what an event has changed is told member by member', () => {
  const told = (from, to) => differences({ from, to }).map(({ path, from, to }) => [path.join('.'), from ?? null, to ?? null]);
  assert.deepEqual(told(null, null), []);
  assert.deepEqual(told(null, { name: 'a', owner: null }), [['name', null, 'a']]);
  assert.deepEqual(told({ name: 'a', n: 1 }, { name: 'b', n: 1 }), [['name', 'a', 'b']]);
  assert.deepEqual(told({ company: {}, projects: [{ project: 'p', levels: { rfis: 'none' } }] }, { company: { admin: 'admin' }, projects: [{ project: 'p', levels: { rfis: 'admin' } }] }), [
    ['company.admin', null, 'admin'],
    ['projects.p.rfis', 'none', 'admin'],
  ]);
  assert.deepEqual(told({ companies: ['a'] }, { companies: ['a', 'b'] }), [['companies', ['a'], ['a', 'b']]]);
  assert.deepEqual(told(null, { app_type: { app_type: 'custom' } }), [['app_type', null, 'custom']]);
  assert.deepEqual(told({ a: { b: 1 } }, { a: 2 }), [['a', { b: 1 }, 2]]);
  assert.deepEqual(told(null, JSON.parse('{"__proto__":{"x":1}}')), [['__proto__.x', null, 1]]);
});

test('usage has each of ninety days', async () => {
  const { account, made, use, time } = await withAccount();
  await use(made.client_secret);
  time.ahead = 86_400;
  await use(made.client_secret);
  await use(made.client_secret);
  const { usage } = account;
  time.ahead = 0;
  await account.show('usage');
  assert.equal(usage.days.length, 90);
  assert.equal(usage.days.at(-1).day, new Date().toISOString().slice(0, 10));
  assert.equal(usage.days.at(-1).tokens, 1);
  assert.deepEqual([usage.total('tokens'), usage.total('refusals')], [1, 0]);
  assert.ok(usage.usage.last_used_at);
});
