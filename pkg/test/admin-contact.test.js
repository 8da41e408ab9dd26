import assert from 'node:assert/strict';
import { test } from 'node:test';

import { administered } from './administered.js';

async function looked() {
  const world = await administered();
  const { client_id } = await world.accounts.createAccount({ app_type: 'custom', name: 'Nightly sync' });
  const account = await world.administration.account(client_id);
  await account.show('contact');
  return { ...world, account, contact: account.contact, id: client_id };
}

test('a change that breaks the account is warned of, and done when somebody insists', async () => {
  const { contact, account, accounts, id, called } = await looked();
  contact.begin();
  contact.enter('email', 'other@svc.acme.example');
  assert.equal(await contact.save(), false);
  assert.equal(contact.wouldBreak, 1);
  assert.equal(contact.trouble, undefined);
  assert.equal((await accounts.getAccount(id)).state, 'functional');
  contact.reconsider();
  assert.equal(contact.entered.email, 'other@svc.acme.example');

  await contact.save();
  called.length = 0;
  assert.equal(await contact.insist('moves to another team'), true);
  assert.deepEqual(called.sort(), ['changeContact', 'getAccount', 'getMe']);
  assert.equal(contact.editing, false);
  assert.deepEqual(contact.contact.problems, ['email_changed']);
  assert.equal(account.account.state, 'broken');
});

test('whoever insists on what another has changed meanwhile sees that first', async () => {
  const { contact, accounts, id } = await looked();
  contact.begin();
  contact.enter('email', 'mine@svc.acme.example');
  await contact.save();
  const { revision } = contact.contact;
  await accounts.changeContact(id, { email: 'theirs@svc.acme.example', insist: revision });
  assert.equal(await contact.insist(''), false);
  assert.equal(contact.changedMeanwhile, true);
  assert.equal(contact.wouldBreak, undefined);
  assert.equal(contact.contact.email, 'theirs@svc.acme.example');
  assert.equal(contact.entered.email, 'mine@svc.acme.example');
  assert.equal(await contact.save(), true);
  assert.equal((await accounts.getContact(id)).email, 'mine@svc.acme.example');
});

test('a broken contact is restored, or replaced', async () => {
  const { contact, account, accounts, id } = await looked();
  const made = contact.contact.email;
  for (const how of ['restore', 'replace']) {
    const { revision } = await accounts.getContact(id);
    await accounts.changeContact(id, { companies: ['rival'], insist: revision });
    await contact.reload();
    assert.deepEqual(contact.contact.problems, ['in_another_company', 'left_company']);
    assert.equal(await contact.repair(how, 'by mistake'), true);
    assert.equal(account.account.state, 'functional');
    assert.equal(contact.contact.email === made, how === 'restore');
  }
});

test('companies are entered one a line, and what breaks a rule says so', async () => {
  const { contact } = await looked();
  contact.begin();
  contact.enter('companies', 'acme\nnot a company!');
  assert.deepEqual(contact.wish, { companies: ['acme', 'not', 'a', 'company!'] });
  contact.enter('companies', 'acme\nacme');
  assert.equal(await contact.save(), false);
  assert.match(contact.problem('companies'), /twice/);
});
