// The models of deleted accounts and of texts that were found.
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { Administration } from '../dist/admin/model.js';
import { company } from './admin-engine.js';

test('a deleted account comes back, and is in the list again', async () => {
  const { accounts, calls } = await company();
  const { client_id } = await accounts.createAccount({ app_type: 'custom', name: 'Nightly' });
  await accounts.deleteAccount(client_id);
  const { deleted, list } = new Administration({ accounts });
  await Promise.all([deleted.show(), list.show({})]);
  assert.deepEqual([deleted.items.map(({ name }) => name), deleted.complete, list.items.length], [['Nightly'], true, 0]);
  const account = await deleted.undelete(client_id, 'a mistake');
  assert.deepEqual([account.client_id, deleted.items.length], [client_id, 0]);
  await Promise.all([deleted.show(), list.show({})]);
  assert.deepEqual([list.items.length, deleted.items.length, calls.listDeletedAccounts], [1, 0, 2]);
  assert.equal((await accounts.listAuditEvents({ target: client_id })).items.at(-1).reason, 'a mistake');
});

test('one that is gone for good is told of', async () => {
  const { accounts } = await company();
  const { deleted } = new Administration({ accounts });
  assert.equal(await deleted.undelete(`sa_${'a'.repeat(52)}`), undefined);
  assert.equal(deleted.trouble.kind, 'gone');
});

test('a text that was found is looked up without a change, revoked when one says so, and then forgotten', async () => {
  const { accounts, calls } = await company();
  const { client_id, client_secret } = await accounts.createAccount({ app_type: 'custom', name: 'Nightly' });
  const { leak } = new Administration({ accounts });
  await leak.lookUp('  ');
  assert.deepEqual([leak.answer, calls.lookUpLeak], [undefined, undefined]);
  await leak.lookUp('hello');
  assert.equal(leak.answer.found, undefined);
  await leak.lookUp(` ${client_secret}\n`);
  assert.deepEqual([leak.answer.found.client_id, leak.answer.found.live, leak.answer.found.revoked], [client_id, true, false]);
  assert.equal((await accounts.listSecrets(client_id)).items[0].live, true);
  await leak.revoke('it was in a log');
  assert.equal(leak.answer.found.revoked, true);
  assert.equal((await accounts.listSecrets(client_id)).items[0].live, false);
  await leak.revoke();
  assert.equal(calls.lookUpLeak, 3);
  leak.leave();
  assert.ok(Object.values(leak).every((value) => value !== client_secret));
  assert.equal(leak.answer, undefined);
});
