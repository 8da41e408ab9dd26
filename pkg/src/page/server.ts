// The page that the reference server has at `/admin`.
import { BadgehouseAccounts } from '../admin.js';
import { client } from '../client.js';
import { loadRules } from './rules.js';
import { Session } from './session.js';
import { noSession, shell } from './shell.js';

const API = '/badgehouse/v1';

const session = Session.take();
if (session === undefined) noSession();
else {
  const element = new BadgehouseAccounts();
  element.accounts = client({ api: API, company: session.company, fetch: session.fetch });
  element.loadRules = loadRules;
  shell(session.company, element);
}
// Another link in the same tab is another session.
addEventListener('hashchange', () => new URLSearchParams(location.hash.slice(1)).has('token') && location.reload());
