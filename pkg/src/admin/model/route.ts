// Where one is in the page, and how a fragment says it.
import type { AccountState } from '../../account.js';
import type { Filter } from './list.js';

/** The sides of an account. */
export const SIDES = ['overview', 'credentials', 'rights', 'contact', 'usage', 'audit', 'try'] as const;
/** One of them. */
export type Side = (typeof SIDES)[number];

/** A place in the page. */
export type Route =
  | { readonly screen: 'list'; readonly filter: Filter }
  | { readonly screen: 'new' }
  | { readonly screen: 'account'; readonly clientId: string; readonly side: Side }
  | { readonly screen: 'contacts' | 'deleted' | 'holders' | 'templates' | 'audit' | 'leak' };

const STATES: readonly string[] = ['disabled', 'expired', 'broken', 'functional'] satisfies readonly AccountState[];
const PLAIN: readonly string[] = ['contacts', 'deleted', 'holders', 'templates', 'audit', 'leak'];

/** The place that a fragment names, with or without its `#`; the list where it names none. */
export function parseRoute(fragment: string): Route {
  const [path = '', query = ''] = fragment.replace(/^#?\/?/, '').split('?');
  const [screen = '', clientId, side] = path.split('/').map(decoded);
  if (screen === 'new') return { screen };
  if (PLAIN.includes(screen)) return { screen } as Route;
  if (screen === 'accounts' && clientId) return { screen: 'account', clientId, side: SIDES.find((known) => known === side) ?? 'overview' };
  return { screen: 'list', filter: parseFilter(new URLSearchParams(query)) };
}

/** The fragment of a place, without `#`. */
export function formatRoute(route: Route): string {
  if (route.screen === 'list') return `/${formatFilter(route.filter)}`;
  if (route.screen !== 'account') return `/${route.screen}`;
  const side = route.side === 'overview' ? '' : `/${route.side}`;
  return `/accounts/${encodeURIComponent(route.clientId)}${side}`;
}

function parseFilter(query: URLSearchParams): Filter {
  const state = query.get('state') ?? '';
  const days = Number(query.get('unused'));
  return {
    ...(query.get('name') && { name: query.get('name') as string }),
    ...(STATES.includes(state) && { state: state as AccountState }),
    ...(query.get('app') && { app: query.get('app') as string }),
    ...(query.get('owner') && { owner: query.get('owner') as string }),
    ...(days > 0 && { unusedDays: days }),
    ...(query.has('attention') && { attention: true }),
  };
}

function formatFilter({ name, state, app, owner, unusedDays, attention }: Filter): string {
  const query = new URLSearchParams();
  if (name) query.set('name', name);
  if (state) query.set('state', state);
  if (app) query.set('app', app);
  if (owner) query.set('owner', owner);
  if (unusedDays) query.set('unused', String(unusedDays));
  if (attention) query.set('attention', '');
  const text = query.toString();
  return text === '' ? '' : `?${text}`;
}

/** A fragment that somebody typed may be no percent-encoding. */
function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
