// The models of contacts, of who can, and of an account for who administers the directory alone.
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { Administration } from '../dist/admin/model.js';
import { MemoryStore } from '../dist/stores/memory.js';
import { company } from './admin-engine.js';

async function opened(options) {
  const made = await company(options);
  const administration = new Administration({ accounts: made.accounts });
  await administration.open();
  return { ...made, administration };
}

/** An account that reads in the whole company. */
async function reading(accounts) {
  const { client_id } = await accounts.createAccount({ app_type: 'custom', name: 'Reads' });
  await accounts.setPermissions(client_id, { company: { rfis: 'read_only' } }, { revision: '*' });
}

test('the contacts of all accounts are read page after page, each once', async () => {
  const { accounts, administration, calls } = await opened({ instead: { listMachineContacts: (real, page) => real({ ...page, limit: 2 }) } });
  for (const name of ['A', 'B', 'C']) await accounts.createAccount({ app_type: 'custom', name });
  const { contacts } = administration;
  await contacts.show();
  await contacts.show();
  assert.deepEqual([contacts.items.length, contacts.complete, calls.listMachineContacts], [2, false, 1]);
  await contacts.more();
  await contacts.more();
  assert.deepEqual([contacts.items.map(({ name }) => name).sort(), contacts.complete, calls.listMachineContacts], [['A', 'B', 'C'], true, 2]);
});

test('who can is asked when a tool is chosen, and anew with each change of the question', async () => {
  const { accounts, administration, calls } = await opened();
  await reading(accounts);
  const { client_id } = await accounts.createAccount({ app_type: 'custom', name: 'In one project' });
  await accounts.setPermissions(client_id, { projects: [{ project: 'bridge', levels: { rfis: 'standard' } }] }, { revision: '*' });
  const { holders } = administration;
  await holders.show();
  assert.equal(calls.listHolders, undefined);
  const names = () => holders.items.map(({ name, rule }) => `${name}: ${rule}`);
  await holders.ask({ tool: 'rfis' });
  assert.deepEqual([holders.asked.what, names()], [{ level: 'read_only' }, ['Reads: company_level']]);
  await holders.ask({ project: 'bridge' });
  assert.deepEqual(names().sort(), ['In one project: project_level', 'Reads: company_level']);
  await holders.ask({ what: { level: 'standard' } });
  assert.deepEqual(names(), ['In one project: project_level']);
  await holders.ask({ tool: 'budget' });
  assert.deepEqual([holders.asked.project, holders.items, holders.complete], ['', [], true]);
});

test('an answer to a question that was changed meanwhile is not shown', async () => {
  let slow;
  const { accounts, administration } = await opened({
    instead: { listHolders: async (real, query, options) => (query.tool === 'rfis' ? new Promise((resolve) => (slow = () => resolve(real(query, options)))) : real(query, options)) },
  });
  await reading(accounts);
  const { holders } = administration;
  const first = holders.ask({ tool: 'rfis' });
  await holders.ask({ tool: 'budget' });
  slow();
  await first;
  assert.deepEqual([holders.asked.tool, holders.items, holders.trouble], ['budget', [], undefined]);
});

test('what was changed in an account is seen by the next show of contacts, of who can and of the deleted', async () => {
  const { accounts, administration } = await opened();
  await reading(accounts);
  const { contacts, holders, deleted, creation } = administration;
  await Promise.all([contacts.show(), holders.ask({ tool: 'rfis' }), deleted.show()]);
  const [{ client_id, email }] = contacts.items;
  assert.deepEqual([holders.items.length, deleted.items.length], [1, 0]);
  const account = await administration.account(client_id);
  await account.show('contact');
  account.contact.begin();
  account.contact.enter('email', 'other@b.example');
  assert.equal(await account.contact.save(), false);
  assert.equal(await account.contact.insist('it is so'), true);
  await contacts.show();
  assert.notEqual(email, 'other@b.example');
  assert.deepEqual(contacts.items.map(({ email }) => email), ['other@b.example']);
  assert.equal(await account.contact.repair('restore'), true);
  await account.show('rights');
  account.rights.set('rfis', { level: 'none', actions: [] });
  assert.equal(await account.rights.save(''), true);
  await holders.show();
  assert.deepEqual(holders.items, []);
  creation.enter('name', 'New');
  creation.grantLevel('rfis', 'admin');
  await creation.create();
  await holders.show();
  assert.deepEqual(holders.items.map(({ name }) => name), ['New']);
  await account.show('overview');
  assert.equal(await account.overview.remove(''), true);
  await deleted.show();
  assert.deepEqual(deleted.items.map(({ name }) => name), ['Reads']);
});

test('further pages are not asked for by who may not, nor before there is a question', async () => {
  const { administration, calls } = await opened({ levels: { admin: 'admin' } });
  await administration.contacts.more();
  await administration.contacts.reload();
  await administration.holders.more();
  const other = await opened();
  await other.administration.holders.reload();
  assert.deepEqual([calls.listMachineContacts, calls.listHolders, other.calls.listHolders], [undefined, undefined, undefined]);
});

test('who administers the directory alone sets permissions and contacts, and is asked for nothing that is refused', async () => {
  const kept = new MemoryStore();
  const { accounts } = await company({ kept });
  const { client_id } = await accounts.createAccount({ app_type: 'marketplace', app: 'sync', name: 'Sync' });
  const refused = [];
  const watched = (name) => async (real, ...given) =>
    real(...given).catch((error) => {
      refused.push(name);
      throw error;
    });
  const names = ['getAccount', 'listSecrets', 'listKeys', 'listTrusts', 'getUsage', 'getContact', 'getPermissions', 'requestedPermissions', 'getAssignedTemplate', 'getMe'];
  const instead = Object.fromEntries(names.map((name) => [name, watched(name)]));
  const { administration, calls } = await opened({ kept, levels: { directory: 'admin' }, instead });
  await administration.contacts.show();
  const account = await administration.account(client_id);
  for (const side of ['overview', 'credentials', 'rights', 'contact', 'usage', 'audit', 'try']) await account.show(side);
  assert.deepEqual([refused, calls.getAccount, calls.listSecrets], [[], undefined, undefined]);
  assert.deepEqual([account.account, account.name, account.sides], [undefined, 'Sync', ['rights', 'contact', 'usage', 'audit']]);
  assert.equal(account.contact.contact.functional, true);
  assert.equal(account.rights.insight.requested('')?.app ?? account.rights.insight.requested(account.rights.place)?.app, 'sync');
  account.contact.begin();
  account.contact.enter('email', 'other@b.example');
  assert.equal(await account.contact.save(), false);
  assert.notEqual(account.contact.wouldBreak, undefined);
});
