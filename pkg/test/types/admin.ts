// What the types of the page allow and what they refuse; compiled, never run.
import { BadgehouseAccounts, type BadgehouseAccountsProperties, type OtherTexts, type Route } from 'badgehouse/admin';
import { Administration, parseRoute, type Trouble, type TroubleKind } from 'badgehouse/admin/model';
import { client } from 'badgehouse/client';
import { rules } from 'badgehouse/rules';

const element = document.createElement('badgehouse-accounts');
element satisfies BadgehouseAccounts;
element.api = '/badgehouse/v1';
element.accounts = client({ api: '/v1', company: 'acme' });
element.loadRules = (catalogue) => rules(catalogue);
element.authorize = async () => ({ authorization: 'Bearer x' });
element.texts = { page: { new: 'Add' }, list: { count: { one: '{count} robot', other: '{count} robots' } } };
// @ts-expect-error there is no such text
element.texts = { page: { nonsense: 'x' } };
// @ts-expect-error one goes by fragments or by events
element.routing = 'path';
// @ts-expect-error an engine is no account API
element.accounts = {};
element.addEventListener('badgehouse-route', ({ detail }) => void (detail satisfies Route));
document.querySelector('badgehouse-accounts')?.remove();
class Mine extends BadgehouseAccounts {}
void Mine;

const properties: BadgehouseAccountsProperties = { company: 'acme', tokenUrl: 'https://a.example/oauth/token', route: { screen: 'new' } };
// @ts-expect-error a place is one of the page's
const wrong: BadgehouseAccountsProperties = { route: { screen: 'home' } };
void [properties, wrong];
const german: OtherTexts = {};
void german;

const administration = new Administration({ accounts: client({ api: '/v1', company: 'acme' }) });
await administration.list.show({ state: 'broken' });
administration.creation.enter('app_type', 'custom');
// @ts-expect-error there is no such type
administration.creation.enter('app_type', 'other');
const route: Route = parseRoute('#/accounts/sa_1/rights');
if (route.screen === 'account') route.side satisfies string;

// A switch over the kinds is complete when it compiles.
const kinds: Record<TroubleKind, 1> = { ended: 1, offline: 1, busy: 1, outcome: 1, forbidden: 1, input: 1, limit: 1, conflict: 1, gone: 1, broken: 1 };
administration.list.trouble satisfies Trouble | undefined;
void kinds;
