// The model of the form for a new account and of its secret.
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { Administration } from '../dist/admin/model.js';
import { BadgehouseError } from '../dist/index.inline.js';
import { catalogue, company } from './admin-engine.js';

/** As the client throws when the network fails. */
const lost = () => new BadgehouseError({ code: 'unavailable', detail: 'lost', errors: [], response: { status: 503, headers: [], body: '' }, cause: new TypeError('fetch failed') });

async function begun(given) {
  const made = await company(given);
  const administration = new Administration({ accounts: made.accounts });
  administration.catalogue = catalogue;
  administration.rules = await made.loadRules(catalogue);
  return { ...made, administration, creation: administration.creation };
}

test('a field tells what it breaks once it was touched, and all do once one tried', async () => {
  const { creation, calls } = await begun();
  assert.equal(creation.problem('name'), undefined);
  creation.enter('name', ' ');
  assert.match(creation.problem('name'), /character/);
  creation.choose('marketplace', 'unknown');
  await creation.create();
  assert.match(creation.problem('app'), /no such app/);
  assert.equal(calls.createAccount, undefined);
});

test('an account is made with its end and the levels that its app asks for, and its secret is forgotten when it was stored', async () => {
  const { creation, administration, accounts, calls } = await begun();
  creation.choose('marketplace', 'sync');
  creation.enter('name', 'Nightly');
  creation.enter('expires_at', new Date(Date.now() + 30 * 86_400_000).toISOString());
  creation.enter('levels', creation.requests.company);
  await creation.create();
  const { made } = creation;
  assert.match(made.secret, /^bhs_/);
  assert.deepEqual([administration.unstored, creation.dirty, creation.ungranted, calls.setPermissions, calls.getPermissions], [true, false, undefined, 1, undefined]);
  assert.equal(made.env, `CLIENT_ID=${made.clientId}\nCLIENT_SECRET=${made.secret}\n`);
  assert.ok(made.curl('https://a.example/oauth/token').includes(`-u '${made.clientId}:${made.secret}'`));
  assert.deepEqual((await accounts.getPermissions(made.clientId)).company, { rfis: 'read_only' });
  const { expires_at } = await accounts.getAccount(made.clientId);
  assert.ok(Math.abs(Date.parse(expires_at) - Date.now() - 30 * 86_400_000) < 10_000, expires_at);
  creation.close();
  assert.deepEqual([made.secret, creation.made, administration.unstored], [undefined, undefined, false]);
});

test('levels that were not granted are told beside the secret, and granted again without taking another grant away', async () => {
  let fails = true;
  const setPermissions = (real, ...given) => {
    if (!fails) return real(...given);
    fails = false;
    throw lost();
  };
  const { creation, accounts } = await begun({ instead: { setPermissions } });
  creation.enter('name', 'Nightly');
  creation.grantLevel('rfis', 'standard');
  await creation.create();
  assert.deepEqual([creation.made.unstored, creation.ungranted.trouble.kind, creation.trouble], [true, 'outcome', undefined]);
  await accounts.setPermissions(creation.made.clientId, { company: { budget: 'read_only' } }, { revision: '*' });
  await creation.grant();
  assert.equal(creation.ungranted, undefined);
  assert.deepEqual((await accounts.getPermissions(creation.made.clientId)).company, { budget: 'read_only', rfis: 'standard' });
});

test('what was sent and nobody knows of is made once, however often it is sent, and a lost secret is told of', async () => {
  let fails = true;
  const createAccount = async (real, ...given) => {
    const made = await real(...given);
    if (!fails) return made;
    fails = false;
    throw lost();
  };
  const { creation, accounts } = await begun({ instead: { createAccount } });
  creation.enter('name', 'Nightly');
  await creation.create();
  assert.deepEqual([creation.trouble.kind, creation.entered.name, creation.made], ['outcome', 'Nightly', undefined]);
  await creation.create();
  assert.deepEqual([creation.made.secret, creation.made.unstored, typeof creation.made.notice], [undefined, false, 'string']);
  assert.equal((await accounts.listAccounts()).items.length, 1);
});

test('what the server refuses is told at its field until that is mended, and nothing that was entered is lost', async () => {
  const createAccount = async (real, wish, options) => real({ ...wish, owner: ' ' }, options);
  const { creation } = await begun({ instead: { createAccount } });
  creation.enter('name', 'Nightly');
  await creation.create();
  assert.equal(creation.trouble.kind, 'input');
  assert.equal(typeof creation.problem('owner'), 'string');
  assert.equal(creation.entered.name, 'Nightly');
  creation.enter('owner', 'ann');
  assert.deepEqual([creation.trouble, creation.problem('owner')], [undefined, undefined]);
});

test('another app takes nothing of what the one before asked for', async () => {
  const { creation } = await begun();
  creation.choose('marketplace', 'sync');
  creation.enter('levels', creation.requests.company);
  creation.choose('custom', 'sync');
  assert.deepEqual([creation.entered.levels, creation.requests], [{}, undefined]);
  creation.grantLevel('rfis', 'read_only');
  creation.grantLevel('rfis', 'none');
  assert.deepEqual(creation.entered.levels, {});
});
