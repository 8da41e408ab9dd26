// Flows of secrets, public keys and outside issuers.
import { OVERLAPS } from '../../dist/admin/model.js';
import { KEY, at, live, on, truly } from './shared.js';

export const credentials = [
  {
    name: 'secret added', change: 'addSecret',
    begin: (world) => on('credentials', world),
    enter: ({ credentials: { newSecret } }) => (newSecret.beginAdding(), newSecret.enter('name', 'mine')),
    act: ({ credentials }) => credentials.newSecret.add(),
    screens: ({ credentials }) => [credentials.newSecret],
    kept: ({ credentials }) => credentials.newSecret.entered.name === 'mine',
    anew: ({ credentials }) => credentials.reload(),
    effects: async ({ truth, id }) => (await truth.listSecrets(id)).items.filter(({ name }) => name === 'mine').length,
    shown: ({ credentials }) => credentials.liveSecrets.some(({ name }) => name === 'mine'),
    theirs: ({ other, id }) => other.updateAccount(id, { owner: 'eve' }, { revision: '*' }),
    met: ({ credentials }) => credentials.made.unstored,
  },
  {
    name: 'rotation', change: 'addSecret',
    begin: (world) => on('credentials', world),
    enter: ({ credentials: { newSecret } }) => (newSecret.beginRotation(), newSecret.enter('name', 'mine'), newSecret.enter('overlap_seconds', OVERLAPS[1])),
    act: ({ credentials }) => credentials.newSecret.add(),
    screens: ({ credentials }) => [credentials.newSecret],
    kept: ({ credentials }) => credentials.newSecret.entered.overlap_seconds === OVERLAPS[1] && credentials.newSecret.entered.name === 'mine',
    anew: ({ credentials }) => credentials.reload(),
    effects: async ({ truth, id }) => (await truth.listSecrets(id)).items.filter(({ name }) => name === 'mine').length,
    shown: ({ credentials }) => credentials.liveSecrets.some(({ name }) => name === 'mine'),
    theirs: async ({ other, id, made }) => other.revokeSecret(id, made.secret_id),
    met: ({ credentials }) => credentials.made.unstored && credentials.liveSecrets.length === 1,
  },
  {
    name: 'secret changed', change: 'changeSecret',
    begin: (world) => on('credentials', world),
    enter: ({ credentials }) => (credentials.edit.begin(credentials.liveSecrets[0]), credentials.edit.enter('name', 'mine')),
    act: ({ credentials }) => credentials.edit.save(),
    screens: ({ credentials }) => [credentials.edit],
    kept: ({ credentials }) => credentials.edit.entered.name === 'mine',
    anew: ({ credentials }) => credentials.reload(),
    effects: async ({ truth, id }) => truly((await truth.listSecrets(id)).items[0].name === 'mine'),
    shown: ({ credentials }) => credentials.liveSecrets[0].name === 'mine',
    theirs: ({ other, id, made }) => other.changeSecret(id, made.secret_id, { name: 'theirs' }, { revision: '*' }),
    met: ({ credentials }) => credentials.edit.theirs?.name === 'theirs' && credentials.edit.entered.name === 'mine',
    resolve: ({ credentials }) => credentials.edit.save(),
  },
  {
    name: 'secret revoked', change: 'revokeSecret',
    begin: (world) => on('credentials', world),
    enter: ({ account }) => account.explain('it leaked'),
    act: ({ credentials, made }) => credentials.revoke('secret', made.secret_id),
    screens: ({ credentials }) => [credentials],
    kept: ({ account }) => account.reason === 'it leaked',
    anew: ({ credentials }) => credentials.reload(),
    effects: async ({ truth, id }) => truly((await live(truth.listSecrets(id))) === 0),
    shown: ({ credentials }) => credentials.liveSecrets.length === 0,
    theirs: ({ other, id, made }) => other.revokeSecret(id, made.secret_id),
    met: ({ credentials }) => credentials.liveSecrets.length === 0 && credentials.trouble === undefined,
  },
  {
    name: 'rotation finished', change: 'finishRotation',
    begin: (world) => on('credentials', world, { before: rotating }),
    enter: ({ account }) => account.explain('it works'),
    act: ({ credentials, second }) => credentials.finishRotation(second.secret_id),
    screens: ({ credentials }) => [credentials],
    kept: ({ account }) => account.reason === 'it works',
    anew: ({ credentials }) => credentials.reload(),
    effects: async ({ truth, id }) => truly((await live(truth.listSecrets(id))) === 1),
    shown: ({ credentials }) => credentials.liveSecrets.map(({ name }) => name).join() === 'young',
    // A secret of another's, which this must not end unseen.
    theirs: ({ other, id, made }) => other.revokeSecret(id, made.secret_id),
    met: ({ credentials }) => credentials.trouble?.kind === 'conflict',
    resolve: async ({ credentials, second }) => (await credentials.reload(), credentials.finishRotation(second.secret_id)),
  },
  {
    name: 'public key added', change: 'addKey',
    begin: (world) => on('credentials', world),
    enter: ({ credentials: { newKey } }) => (newKey.begin(), newKey.enter('text', JSON.stringify(KEY))),
    act: ({ credentials }) => credentials.newKey.add(),
    screens: ({ credentials }) => [credentials.newKey],
    kept: ({ credentials }) => credentials.newKey.entered.text === JSON.stringify(KEY),
    anew: ({ credentials }) => credentials.reload(),
    effects: async ({ truth, id }) => live(truth.listKeys(id)),
    shown: ({ credentials }) => credentials.keys.items.length === 1,
    theirs: ({ other, id }) => other.addKey(id, { jwk: KEY }),
    met: ({ credentials }) => credentials.newKey.trouble?.kind === 'input' || credentials.keys.items.length === 1,
  },
  {
    name: 'public key changed', change: 'changeKey',
    begin: (world) => on('credentials', world, { before: withKey }),
    enter: ({ credentials }) => (credentials.edit.begin(credentials.keys.items[0]), credentials.edit.enter('name', 'mine')),
    act: ({ credentials }) => credentials.edit.save(),
    screens: ({ credentials }) => [credentials.edit],
    kept: ({ credentials }) => credentials.edit.entered.name === 'mine',
    anew: ({ credentials }) => credentials.reload(),
    effects: async ({ truth, id }) => truly((await truth.listKeys(id)).items[0].name === 'mine'),
    shown: ({ credentials }) => credentials.keys.items[0].name === 'mine',
    theirs: ({ other, id, key }) => other.changeKey(id, key.kid, { expires_at: at(20) }, { revision: '*' }),
    met: ({ credentials }) => credentials.edit.theirs?.expires_at !== undefined && credentials.edit.entered.name === 'mine',
    resolve: ({ credentials }) => credentials.edit.save(),
  },
  {
    name: 'public key revoked', change: 'revokeKey',
    begin: (world) => on('credentials', world, { before: withKey }),
    enter: ({ account }) => account.explain('it leaked'),
    act: ({ credentials, key }) => credentials.revoke('key', key.kid),
    screens: ({ credentials }) => [credentials],
    kept: ({ account }) => account.reason === 'it leaked',
    anew: ({ credentials }) => credentials.reload(),
    effects: async ({ truth, id }) => truly((await live(truth.listKeys(id))) === 0),
    shown: ({ credentials }) => credentials.keys.items.every(({ live }) => !live),
    theirs: ({ other, id, key }) => other.revokeKey(id, key.kid),
    met: ({ credentials }) => credentials.keys.items.every(({ live }) => !live) && credentials.trouble === undefined,
  },
  {
    name: 'trust added', change: 'addTrust',
    begin: (world) => on('credentials', world),
    enter: ({ credentials: { newTrust } }) => {
      newTrust.begin();
      newTrust.choose('github_actions');
      newTrust.enter('audience', 'https://a.example');
      newTrust.claim(0, { ...newTrust.entered.claims[0], value: '74' });
      newTrust.claim(1, { name: 'ref', form: 'prefix', value: 'refs/tags/' });
    },
    act: ({ credentials }) => credentials.newTrust.add(),
    screens: ({ credentials }) => [credentials.newTrust],
    kept: ({ credentials }) => credentials.newTrust.entered.claims[0].value === '74',
    anew: ({ credentials }) => credentials.reload(),
    effects: async ({ truth, id }) => live(truth.listTrusts(id)),
    shown: ({ credentials }) => credentials.trusts.items.length === 1,
    theirs: ({ other, id }) => other.updateAccount(id, { owner: 'eve' }, { revision: '*' }),
    met: ({ credentials }) => credentials.trusts.items.length === 1,
  },
  {
    name: 'trust revoked', change: 'revokeTrust',
    begin: (world) => on('credentials', world, { before: withTrust }),
    enter: ({ account }) => account.explain('it moved'),
    act: ({ credentials, trust }) => credentials.revoke('trust', trust.trust_id),
    screens: ({ credentials }) => [credentials],
    kept: ({ account }) => account.reason === 'it moved',
    anew: ({ credentials }) => credentials.reload(),
    effects: async ({ truth, id }) => truly((await live(truth.listTrusts(id))) === 0),
    shown: ({ credentials }) => credentials.trusts.items.every(({ live }) => !live),
    theirs: ({ other, id, trust }) => other.revokeTrust(id, trust.trust_id),
    met: ({ credentials }) => credentials.trusts.items.every(({ live }) => !live) && credentials.trouble === undefined,
  },
  {
    name: 'found secret revoked', change: 'lookUpLeak',
    begin: async (world) => {
      const made = await world.truth.createAccount({ app_type: 'custom', name: 'Nightly' });
      const { leak } = world.administration;
      await leak.lookUp(made.client_secret);
      return { ...world, made, leak, id: made.client_id };
    },
    enter: () => undefined,
    act: ({ leak }) => leak.revoke('in a log'),
    screens: ({ leak }) => [leak],
    kept: ({ leak }) => leak.answer?.found !== undefined,
    anew: ({ leak, made }) => leak.lookUp(made.client_secret),
    effects: async ({ truth, id }) => truly((await live(truth.listSecrets(id))) === 0),
    shown: ({ leak }) => leak.answer.found.revoked,
    repeats: true,
    theirs: ({ other, id, made }) => other.revokeSecret(id, made.secret_id),
    met: ({ leak }) => leak.answer.found.revoked && leak.trouble === undefined,
  },
];

/** A younger secret, which is used. */
async function rotating({ truth, engine }, { client_id }) {
  const second = await truth.addSecret(client_id, { name: 'young', overlap_seconds: 900 });
  await engine.requestToken({ client_id, client_secret: second.client_secret });
  await engine.recordUsage();
  return { second };
}

async function withKey({ truth }, { client_id }) {
  return { key: await truth.addKey(client_id, { jwk: KEY }) };
}

async function withTrust({ truth }, { client_id }) {
  const wish = { preset: 'github_actions', audience: 'https://a.example', claims: { repository_id: '74', ref: { prefix: 'refs/tags/' } }, once: true };
  return { trust: await truth.addTrust(client_id, wish) };
}
