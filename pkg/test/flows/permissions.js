// Flows of permissions, and of templates of them.
import { level, on, truly } from './shared.js';

export const permissions = [
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
];
