// Who can do something.
export const holders = {
  title: 'Who can',
  lead: 'Finds every account that holds a level on a tool or more, or one of the tool’s actions.',
  tool: 'Tool',
  choose: 'Choose a tool',
  what: 'Can',
  level: 'at least {level}',
  project: 'In the project',
  projectHint: 'Its id; without one, what holds in the whole company.',
  empty: 'No account',
  emptyText: 'No service account of the company can do this.',
  account: 'Account',
  held: 'Holds',
  by: 'By',
  rule: { company_level: 'its level in the whole company', project_level: 'its level in the project', company_action: 'the action, granted in the whole company', project_action: 'the action, granted in the project', none: 'nothing' },
  stopped: 'Does not work at present',
};
