// Flows of accounts: made, changed, stopped, deleted and brought back, and their contacts.
import { at, breakContact, on, truly } from './shared.js';

export const account = [
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
];
