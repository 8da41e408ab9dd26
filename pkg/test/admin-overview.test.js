import assert from 'node:assert/strict';
import { test } from 'node:test';

import { administered, lost } from './administered.js';

const details = { app_type: 'custom', name: 'Nightly sync', description: 'at night', owner: 'bob', metadata: { team: 'ops', cost: '7' } };

async function looked(side = 'overview') {
  const world = await administered();
  const { client_id } = await world.accounts.createAccount(details);
  const account = await world.administration.account(client_id);
  await account.show(side);
  const calls = () => world.called.splice(0);
  return { ...world, account, overview: account.overview, details: account.overview.details, id: client_id, calls };
}

test('an account is read once, whichever side is shown and how often', async () => {
  const { account, calls } = await looked();
  assert.deepEqual(calls().sort(), ['getAccount', 'getMe', 'getUsage']);
  await account.show('overview');
  assert.deepEqual(calls(), []);
  await account.show('usage');
  // The credentials, by whose names usage is told.
  assert.deepEqual(calls().sort(), ['listKeys', 'listSecrets', 'listTrusts']);
  await account.show('usage');
  await account.show('credentials');
  assert.deepEqual(calls(), []);
  await account.show('contact');
  assert.deepEqual(calls(), ['getContact']);
});

test('what is saved is what is different', async () => {
  const { account, details, accounts, id, calls } = await looked();
  details.begin();
  assert.equal(details.dirty, false);
  details.enter('name', 'Sync');
  details.enter('description', '');
  details.enter('metadata', [['team', 'dev'], ['', ''], ['site', 'north']]);
  details.enter('expires_at', '2999-01-01T00:00:00Z');
  assert.deepEqual(details.wish, { name: 'Sync', description: null, metadata: { team: 'dev', cost: null, site: 'north' }, expires_at: '2999-01-01T00:00:00Z' });
  calls();
  assert.equal(await details.save(), true);
  assert.deepEqual(calls(), ['updateAccount']);
  assert.equal(details.editing, false);
  const { name, description, metadata, owner } = await accounts.getAccount(id);
  assert.deepEqual({ name, description, metadata, owner }, { name: 'Sync', description: undefined, metadata: { team: 'dev', site: 'north' }, owner: 'bob' });
  assert.equal(account.account.name, 'Sync');
});

test('two administrators who change the details at once see both sides and lose nothing', async () => {
  const { details, accounts, id, account } = await looked();
  details.begin();
  details.enter('name', 'Mine');
  details.enter('description', 'mine');
  const { revision } = account.account;
  await accounts.updateAccount(id, { name: 'Theirs', owner: 'eve' }, { revision });
  assert.equal(await details.save(), false);
  assert.equal(details.trouble, undefined);
  assert.deepEqual(details.conflicts, [
    { name: 'name', mine: 'Mine', theirs: 'Theirs', both: true },
    { name: 'owner', mine: 'bob', theirs: 'eve', both: false },
  ]);
  assert.equal((await accounts.getAccount(id)).name, 'Theirs');
  assert.deepEqual([details.entered.name, details.entered.description, details.entered.owner], ['Mine', 'mine', 'eve']);

  details.take(details.conflicts[0]);
  assert.equal(await details.save(), true);
  const saved = await accounts.getAccount(id);
  assert.deepEqual([saved.name, saved.description, saved.owner], ['Theirs', 'mine', 'eve']);
});

test('what changed nothing of the details is no conflict', async () => {
  const { details, accounts, id, calls } = await looked();
  details.begin();
  details.enter('name', 'Mine');
  await accounts.addSecret(id, {});
  calls();
  assert.equal(await details.save(), true);
  assert.deepEqual(calls(), ['updateAccount', 'getAccount', 'updateAccount']);
  assert.equal((await accounts.getAccount(id)).name, 'Mine');
});

test('where the answer is lost nothing entered is, and saving again does it no second time', async () => {
  const { details, calls, fail } = await looked();
  details.begin();
  details.enter('name', 'Mine');
  fail('updateAccount', lost);
  assert.equal(await details.save(), false);
  assert.equal(details.trouble.kind, 'outcome');
  assert.equal(details.entered.name, 'Mine');
  calls();
  assert.equal(await details.save(), true);
  assert.deepEqual(calls(), ['updateAccount', 'getAccount']);
  assert.deepEqual(details.conflicts, []);
});

test('a field that breaks a rule says so, and what was entered stays', async () => {
  const { details } = await looked();
  details.begin();
  details.enter('name', '');
  details.enter('token_seconds', 5);
  assert.equal(await details.save(), false);
  assert.match(details.problem('name'), /\w/);
  assert.match(details.problem('token_seconds'), /seconds/);
  assert.equal(details.editing, true);
});

test('an account is disabled for a reason, enabled, and given another end', async () => {
  const { overview, account } = await looked();
  assert.equal(await overview.disable('The contractor has left'), true);
  assert.deepEqual([account.account.state, account.account.disabled.reason], ['disabled', 'The contractor has left']);
  assert.equal(await overview.enable(), true);
  assert.equal(account.account.state, 'functional');
  overview.enterEnd('2999-01-01T00:00:00Z');
  assert.equal(await overview.end(), true);
  assert.equal(account.account.expires_at, '2999-01-01T00:00:00Z');
  overview.enterEnd('2001-01-01T00:00:00Z');
  assert.equal(await overview.end(), false);
  assert.equal(overview.trouble.errors[0].pointer, '/expires_at');
});

test('an end that another has set meanwhile is not set back', async () => {
  const { overview, account, accounts, id } = await looked();
  await accounts.updateAccount(id, { expires_at: '2998-01-01T00:00:00Z' }, { revision: account.account.revision });
  overview.enterEnd('2999-01-01T00:00:00Z');
  assert.equal(await overview.end(), false);
  assert.equal(overview.trouble.kind, 'conflict');
  assert.equal(account.account.expires_at, '2998-01-01T00:00:00Z');
});

test('an account that was deleted and brought back is read anew', async () => {
  const { overview, account, accounts, id, administration } = await looked();
  await administration.list.show({});
  assert.equal(await overview.revokeTokens(''), true);
  assert.equal(await overview.remove('not needed'), true);
  assert.equal(overview.deleted, true);
  await account.show('overview');
  assert.equal(account.trouble.kind, 'gone');
  await accounts.undeleteAccount(id);
  await account.show('overview');
  assert.equal(account.account.client_id, id);
});

test('what was entered in one account stays while one looks at another', async () => {
  const { details, accounts, administration, account, id } = await looked();
  details.begin();
  details.enter('name', 'Mine');
  const other = await accounts.createAccount({ app_type: 'custom', name: 'Other' });
  await (await administration.account(other.client_id)).show('overview');
  assert.equal(administration.dirty, true);
  assert.equal(await administration.account(id), account);
  assert.equal((await administration.account(id)).overview.details.entered.name, 'Mine');
  details.cancel();
  assert.equal(administration.dirty, false);
});
