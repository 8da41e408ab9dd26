// Every flow of the page that changes something: how it is begun, entered and done, what of it is there in truth, and what another administrator may do meanwhile.
import { OVERLAPS } from '../dist/admin/model.js';

const KEY = { kty: 'OKP', crv: 'Ed25519', x: '11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo' };
const level = (level) => ({ level, actions: [] });

/** An account on a side of its, as somebody has opened it. */
async function on(side, world, wish = {}) {
  const made = await world.truth.createAccount({ app_type: 'custom', name: 'Nightly', ...wish });
  const account = await world.administration.account(made.client_id);
  await account.show(side);
  return { ...world, made, account, id: made.client_id, [side]: account.side(side) };
}

/** Breaks the contact of an account. */
async function breakContact(api, id) {
  const { revision } = await api.getContact(id);
  await api.changeContact(id, { companies: [], insist: revision });
}

const live = async (list) => (await list).items.filter((one) => one.live).length;
const at = (days) => new Date(Date.now() + days * 86_400_000).toISOString().replace(/\.\d+/, '');
const truly = (is) => (is ? 1 : 0);

/**
 * Each: `begin` what it takes; `enter` into the form; `act` presses the button; `screens` on which it is told what went wrong; `kept` whether what was entered is there
 * still; `anew` what "Load again" does; `effects` how often it was done in truth; `shown` whether the page shows that; `change` the call that must go through once, unless it `repeats`
 * without doing anything twice; `again`: one is told to press the button again, whatever became of it.
 * `theirs`: what another administrator does between `enter` and `act`; `met` what is then told or shown, from which `resolve` goes on, if there is something to choose;
 * `end` what has to be so in the end.
 */
export const flows = [
  {
    name: 'new account', change: 'createAccount', again: true, repeats: true,
    begin: async (world) => ({ ...world, creation: world.administration.creation }),
    enter: ({ creation }) => (creation.enter('name', 'Mine'), creation.grantLevel('rfis', 'standard')),
    act: ({ creation }) => creation.create(),
    screens: ({ creation }) => [creation],
    kept: ({ creation }) => creation.entered.name === 'Mine' && creation.entered.levels.rfis === 'standard',
    anew: () => undefined,
    effects: async ({ truth }) => (await truth.listAccounts({ name: 'Mine' })).items.length,
    shown: ({ creation }) => creation.made !== undefined,
    theirs: ({ other }) => other.createAccount({ app_type: 'custom', name: 'Theirs' }),
    met: ({ creation }) => creation.made.unstored,
  },
  {
    name: 'levels of a new account', change: 'setPermissions', again: true, repeats: true,
    begin: async (world) => {
      const { creation } = world.administration;
      creation.enter('name', 'Mine');
      creation.grantLevel('rfis', 'standard');
      world.network.refuse('setPermissions');
      await creation.create();
      return { ...world, creation, id: creation.made.clientId };
    },
    enter: () => undefined,
    act: ({ creation }) => creation.grant(),
    screens: ({ creation }) => [{ trouble: creation.ungranted?.trouble }],
    kept: ({ creation }) => creation.ungranted.levels.rfis === 'standard' && creation.made.unstored,
    anew: () => undefined,
    effects: async ({ truth, id }) => truly((await truth.getPermissions(id)).company.rfis === 'standard'),
    shown: ({ creation }) => creation.ungranted === undefined,
    theirs: ({ other, id }) => other.setPermissions(id, { company: { budget: 'admin' } }, { revision: '*' }),
    met: ({ creation }) => creation.ungranted === undefined,
    end: async ({ truth, id }) => (await truth.getPermissions(id)).company.budget === 'admin',
  },
  {
    name: 'details', change: 'updateAccount',
    begin: async (world) => {
      const ctx = await on('overview', world);
      return { ...ctx, details: ctx.overview.details };
    },
    enter: ({ details }) => (details.begin(), details.enter('name', 'Mine')),
    act: ({ details }) => details.save(),
    screens: ({ details }) => [details],
    kept: ({ details }) => details.entered.name === 'Mine',
    anew: ({ account }) => account.refresh(),
    effects: async ({ truth, id }) => truly((await truth.getAccount(id)).name === 'Mine'),
    shown: ({ account }) => account.account.name === 'Mine',
    theirs: ({ other, id }) => other.updateAccount(id, { name: 'Theirs', owner: 'eve' }, { revision: '*' }),
    met: ({ details }) => details.conflicts.some(({ name, mine, theirs }) => name === 'name' && mine === 'Mine' && theirs === 'Theirs'),
    resolve: ({ details }) => details.save(),
    end: async ({ truth, id }) => (await truth.getAccount(id)).owner === 'eve',
  },
  {
    name: 'permissions', change: 'setPermissions',
    begin: (world) => on('rights', world),
    enter: async ({ rights }) => {
      rights.set('budget', level('admin'));
      rights.enterAdding('p1');
      await rights.add({ rfis: 'standard' });
    },
    act: async ({ rights }) => {
      if (rights.preview === undefined) await rights.review();
      return rights.preview !== undefined && rights.save('a reason');
    },
    screens: ({ rights }) => [rights],
    kept: ({ rights }) => rights.levels('').budget === 'admin' && rights.levels('p1').rfis === 'standard',
    anew: ({ rights }) => rights.reload(),
    effects: async ({ truth, id }) => truly((await truth.getPermissions(id)).company.budget === 'admin'),
    shown: ({ rights }) => rights.saved('').budget === 'admin' && rights.saved('p1').rfis === 'standard' && !rights.dirty,
    theirs: ({ other, id }) => other.setPermissions(id, { company: { budget: 'read_only', directory: 'read_only' } }, { revision: '*' }),
    met: ({ rights }) => rights.conflicts.get('').some(({ tool, mine, theirs }) => tool === 'budget' && mine.level === 'admin' && theirs.level === 'read_only'),
    resolve: async ({ rights }) => (rights.set('budget', level('admin')), await rights.review(), rights.save('')),
    end: async ({ truth, id }) => (await truth.getPermissions(id)).company.directory === 'read_only',
  },
  {
    name: 'permissions in many projects', change: 'createPermissionsJob',
    begin: (world) => on('rights', world),
    enter: async ({ rights }) => {
      rights.enterAdding(Array.from({ length: 25 }, (_, index) => `p${index}`).join(' '));
      await rights.add({ rfis: 'standard' });
    },
    act: async ({ rights, settled }) => {
      if (rights.job.progress?.state === 'open') await rights.job.resume();
      else {
        if (rights.preview === undefined) await rights.review();
        if (rights.preview !== undefined) await rights.save('');
      }
      await settled(rights.job, rights);
    },
    screens: ({ rights }) => [rights, rights.job],
    kept: ({ rights }) => rights.levels('p3').rfis === 'standard' || rights.job.progress !== undefined,
    anew: ({ rights }) => rights.reload(),
    // In how many projects, of the 25.
    effects: async ({ truth, id }) => ((await truth.getPermissions(id, { limit: 100 })).projects.items.length === 25 ? 1 : 0),
    shown: ({ rights }) => rights.saved('p3').rfis === 'standard' && !rights.dirty,
    // The job is stored again where its answer was lost: it sets the same levels.
    repeats: true,
    theirs: ({ other, id }) => other.setPermissions(id, { projects: [{ project: 'p3', levels: { rfis: 'admin' } }] }, { revision: '*' }),
    met: ({ rights }) => rights.conflicts.get('p3').some(({ theirs }) => theirs.level === 'admin'),
    resolve: async ({ rights, settled }) => {
      rights.set('rfis', level('standard'), 'p3');
      await rights.review();
      await rights.save('');
      await settled(rights.job, rights);
    },
  },
  {
    name: 'template assigned', change: 'assignTemplate',
    begin: async (world) => {
      const template = await world.truth.createTemplate({ name: 'Readers', levels: { rfis: 'read_only' } });
      return { ...(await on('rights', world)), template };
    },
    enter: () => undefined,
    act: async ({ rights, template }) => {
      if (rights.assigning === undefined) await rights.review(template);
      return rights.assigning !== undefined && rights.assign('');
    },
    screens: ({ rights }) => [rights],
    kept: () => true,
    anew: ({ rights }) => rights.reload(),
    effects: async ({ truth, id }) => truly((await truth.getPermissions(id)).company.rfis === 'read_only'),
    shown: ({ rights, template }) => rights.saved('').rfis === 'read_only' && rights.assigned?.template_id === template.template_id,
    theirs: ({ other, id }) => other.setPermissions(id, { company: { budget: 'admin' } }, { revision: '*' }),
    met: ({ rights }) => rights.saved('').rfis === 'read_only',
  },
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
    begin: async (world) => {
      const made = await world.truth.createAccount({ app_type: 'custom', name: 'Nightly' });
      const second = await world.truth.addSecret(made.client_id, { name: 'young', overlap_seconds: 900 });
      await world.engine.requestToken({ client_id: made.client_id, client_secret: second.client_secret });
      await world.engine.recordUsage();
      const account = await world.administration.account(made.client_id);
      await account.show('credentials');
      return { ...world, made, second, account, id: made.client_id, credentials: account.credentials };
    },
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
    begin: async (world) => {
      const made = await world.truth.createAccount({ app_type: 'custom', name: 'Nightly' });
      const key = await world.truth.addKey(made.client_id, { jwk: KEY });
      const account = await world.administration.account(made.client_id);
      await account.show('credentials');
      return { ...world, made, key, account, id: made.client_id, credentials: account.credentials };
    },
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
    begin: async (world) => {
      const made = await world.truth.createAccount({ app_type: 'custom', name: 'Nightly' });
      const key = await world.truth.addKey(made.client_id, { jwk: KEY });
      const account = await world.administration.account(made.client_id);
      await account.show('credentials');
      return { ...world, made, key, account, id: made.client_id, credentials: account.credentials };
    },
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
    begin: async (world) => {
      const made = await world.truth.createAccount({ app_type: 'custom', name: 'Nightly' });
      const wish = { preset: 'github_actions', audience: 'https://a.example', claims: { repository_id: '74', ref: { prefix: 'refs/tags/' } }, once: true };
      const trust = await world.truth.addTrust(made.client_id, wish);
      const account = await world.administration.account(made.client_id);
      await account.show('credentials');
      return { ...world, made, trust, account, id: made.client_id, credentials: account.credentials };
    },
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
    name: 'disabled', change: 'disableAccount',
    begin: (world) => on('overview', world),
    enter: ({ account }) => account.explain('on leave'),
    act: ({ overview, account }) => overview.disable(account.reason),
    screens: ({ overview }) => [overview],
    kept: ({ account }) => account.reason === 'on leave',
    anew: ({ account }) => account.refresh(),
    effects: async ({ truth, id }) => truly((await truth.getAccount(id)).state === 'disabled'),
    shown: ({ account }) => account.account.state === 'disabled',
    theirs: ({ other, id }) => other.disableAccount(id, { reason: 'theirs' }),
    met: ({ account, overview }) => account.account.state === 'disabled' && overview.trouble === undefined,
  },
  {
    name: 'enabled', change: 'enableAccount',
    begin: async (world) => {
      const ctx = await on('overview', world);
      await ctx.truth.disableAccount(ctx.id, { reason: 'on leave' });
      await ctx.account.reload();
      return ctx;
    },
    enter: () => undefined,
    act: ({ overview }) => overview.enable(),
    screens: ({ overview }) => [overview],
    kept: () => true,
    anew: ({ account }) => account.refresh(),
    effects: async ({ truth, id }) => truly((await truth.getAccount(id)).state === 'functional'),
    shown: ({ account }) => account.account.state === 'functional',
    theirs: ({ other, id }) => other.enableAccount(id),
    met: ({ account, overview }) => account.account.state === 'functional' && overview.trouble === undefined,
  },
  {
    name: 'later end', change: 'updateAccount',
    begin: (world) => on('overview', world, { expires_at: at(3) }),
    enter: ({ overview }) => overview.enterEnd(at(90)),
    act: ({ overview }) => overview.end(),
    screens: ({ overview }) => [overview],
    kept: ({ overview }) => Date.parse(overview.newEnd) > Date.parse(at(80)),
    anew: ({ account }) => account.refresh(),
    effects: async ({ truth, id }) => truly(Date.parse((await truth.getAccount(id)).expires_at) > Date.parse(at(80))),
    shown: ({ account }) => Date.parse(account.account.expires_at) > Date.parse(at(80)),
    theirs: ({ other, id }) => other.updateAccount(id, { expires_at: at(5) }, { revision: '*' }),
    met: ({ overview, account }) => overview.trouble?.kind === 'conflict' && Date.parse(account.account.expires_at) < Date.parse(at(6)),
    resolve: ({ overview }) => overview.end(),
  },
  {
    name: 'tokens revoked', change: 'revokeTokens',
    begin: (world) => on('overview', world),
    enter: ({ account }) => account.explain('a leak'),
    act: ({ overview, account }) => overview.revokeTokens(account.reason),
    screens: ({ overview }) => [overview],
    kept: ({ account }) => account.reason === 'a leak',
    anew: ({ account }) => account.refresh(),
    effects: async ({ truth, id }) => (await truth.listAuditEvents({ target: id, action: 'account.tokens_revoked', actor: 'ann' })).items.length,
    shown: () => true,
    // Nothing is worse for it.
    repeats: true,
    theirs: ({ other, id }) => other.revokeTokens(id),
    met: ({ overview }) => overview.trouble === undefined,
  },
  {
    name: 'deleted', change: 'deleteAccount',
    begin: async (world) => {
      await world.administration.list.show({});
      return on('overview', world);
    },
    enter: ({ account }) => account.explain('not needed'),
    act: async ({ overview, account, administration }) => (await overview.remove(account.reason)) && administration.list.show({}),
    screens: ({ overview }) => [overview],
    kept: ({ account }) => account.reason === 'not needed',
    anew: async ({ account, administration }) => (await account.refresh(), administration.list.show({})),
    effects: async ({ truth, id }) => truly((await truth.listDeletedAccounts()).items.some(({ client_id }) => client_id === id)),
    shown: ({ administration, account, overview }) => (overview.deleted || account.trouble?.kind === 'gone') && administration.list.items.length === 0,
    theirs: ({ other, id }) => other.deleteAccount(id),
    met: ({ overview }) => overview.trouble?.kind === 'gone' || overview.deleted,
  },
  {
    name: 'brought back', change: 'undeleteAccount',
    begin: async (world) => {
      const made = await world.truth.createAccount({ app_type: 'custom', name: 'Nightly' });
      await world.truth.deleteAccount(made.client_id);
      const { deleted } = world.administration;
      await deleted.show();
      return { ...world, id: made.client_id, deleted };
    },
    enter: () => undefined,
    act: ({ deleted, id }) => deleted.undelete(id, 'a mistake'),
    screens: ({ deleted }) => [deleted],
    kept: () => true,
    anew: ({ deleted }) => deleted.reload(),
    effects: async ({ truth, id }) => truth.getAccount(id).then(() => 1, () => 0),
    shown: ({ deleted }) => deleted.items.length === 0,
    theirs: ({ other, id }) => other.undeleteAccount(id),
    met: ({ deleted }) => deleted.trouble === undefined && deleted.items.length === 0,
  },
  {
    name: 'contact changed', change: 'changeContact',
    begin: (world) => on('contact', world),
    enter: async ({ contact, account }) => {
      contact.begin();
      contact.enter('companies', '');
      await contact.save();
      account.explain('it moves');
    },
    act: async ({ contact, account }) => {
      if (contact.wouldBreak === undefined) await contact.save();
      return contact.wouldBreak !== undefined && contact.insist(account.reason);
    },
    screens: ({ contact }) => [contact],
    kept: ({ contact, account }) => contact.entered.companies === '' && account.reason === 'it moves',
    anew: ({ contact }) => (contact.dismiss(), contact.reload()),
    effects: async ({ truth, id }) => truly((await truth.getContact(id)).companies.length === 0),
    shown: ({ contact }) => contact.contact.companies.length === 0,
    theirs: async ({ other, id }) => {
      const { revision } = await other.getContact(id);
      await other.changeContact(id, { email: 'theirs@b.example', insist: revision });
    },
    met: ({ contact }) => contact.changedMeanwhile && contact.contact.email === 'theirs@b.example' && contact.entered.companies === '',
    resolve: async ({ contact }) => (await contact.save()) || (contact.wouldBreak !== undefined && contact.insist('')),
  },
  ...['restore', 'replace'].map((how) => ({
    name: `contact repaired: ${how}`, change: 'repairContact',
    begin: async (world) => {
      const ctx = await on('contact', world);
      await breakContact(ctx.truth, ctx.id);
      await Promise.all([ctx.account.reload(), ctx.contact.reload()]);
      return { ...ctx, bound: ctx.contact.contact.bound_email };
    },
    enter: ({ account }) => account.explain('a mistake'),
    act: ({ contact, account }) => contact.repair(how, account.reason),
    screens: ({ contact }) => [contact],
    kept: ({ account }) => account.reason === 'a mistake',
    anew: async ({ contact, account }) => (contact.dismiss(), await contact.reload(), account.refresh()),
    effects: async ({ truth, id }) => truly((await truth.getContact(id)).functional),
    shown: ({ contact, account }) => contact.contact.functional && account.account.state === 'functional',
    theirs: ({ other, id }) => other.repairContact(id, 'restore'),
    met: ({ contact }) => contact.contact.functional && contact.trouble === undefined,
  })),
  {
    name: 'template made', change: 'createTemplate',
    begin: async (world) => {
      const { templates } = world.administration;
      await templates.show();
      return { ...world, templates };
    },
    enter: ({ templates }) => (templates.edit(), templates.editor.enter('name', 'Mine'), templates.editor.set('rfis', level('standard'))),
    act: ({ templates }) => templates.editor.save(),
    screens: ({ templates }) => [templates.editor ?? {}],
    kept: ({ templates }) => templates.editor.entered.name === 'Mine' && templates.editor.entered.levels.rfis === 'standard',
    anew: ({ templates }) => templates.reload(),
    effects: async ({ truth }) => (await truth.listTemplates()).items.filter(({ name }) => name === 'Mine').length,
    shown: ({ templates }) => templates.items.some(({ name }) => name === 'Mine'),
    theirs: ({ other }) => other.createTemplate({ name: 'Theirs', levels: {} }),
    met: ({ templates }) => templates.editor === undefined,
  },
  {
    name: 'template changed', change: 'changeTemplate',
    begin: async (world) => {
      const made = await world.truth.createTemplate({ name: 'Readers', levels: { rfis: 'read_only' } });
      const { templates } = world.administration;
      await templates.show();
      return { ...world, made, templates };
    },
    enter: ({ templates }) => (templates.edit(templates.items[0]), templates.editor.set('rfis', level('admin'))),
    act: ({ templates }) => templates.editor.save(),
    screens: ({ templates }) => [templates.editor ?? {}],
    kept: ({ templates }) => templates.editor.entered.levels.rfis === 'admin',
    anew: ({ templates }) => templates.reload(),
    effects: async ({ truth, made }) => truly((await truth.getTemplate(made.template_id)).levels.rfis === 'admin'),
    shown: ({ templates }) => templates.items[0].levels.rfis === 'admin',
    theirs: ({ other, made }) => other.changeTemplate(made.template_id, { levels: { rfis: 'standard', budget: 'admin' } }, { revision: '*' }),
    met: ({ templates }) => templates.editor.conflicts.some(({ tool, mine, theirs }) => tool === 'rfis' && mine.level === 'admin' && theirs.level === 'standard'),
    resolve: ({ templates }) => templates.editor.save(),
    end: async ({ truth, made }) => (await truth.getTemplate(made.template_id)).levels.budget === 'admin',
  },
  {
    name: 'template deleted', change: 'deleteTemplate',
    begin: async (world) => {
      const made = await world.truth.createTemplate({ name: 'Readers', levels: {} });
      const { templates } = world.administration;
      await templates.show();
      return { ...world, made, templates };
    },
    enter: () => undefined,
    act: ({ templates }) => templates.remove(templates.items[0]),
    screens: ({ templates }) => [templates],
    kept: () => true,
    anew: ({ templates }) => templates.reload(),
    effects: async ({ truth }) => truly((await truth.listTemplates()).items.length === 0),
    shown: ({ templates }) => templates.items.length === 0,
    theirs: ({ other, made }) => other.changeTemplate(made.template_id, { name: 'Theirs' }, { revision: '*' }),
    met: ({ templates }) => templates.trouble?.kind === 'conflict' && templates.items[0].name === 'Theirs',
    resolve: ({ templates }) => templates.remove(templates.items[0]),
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
