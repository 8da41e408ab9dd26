// Events of the audit, newest first.
import type { AuditEvent, AuditQuery } from '../../accounts/audit.js';
import type { Administration } from './administration.js';
import { Read } from './read.js';

/** What a company's administrators, and the platform for them, do: the actions of the audit. */
export const ACTIONS = [
  'account.created', 'account.updated', 'account.disabled', 'account.enabled', 'account.deleted', 'account.undeleted', 'account.purged',
  'account.tokens_revoked', 'account.resource_server_marked',
  'secret.created', 'secret.changed', 'secret.revoked', 'secret.rotation_finished',
  'key.created', 'key.changed', 'key.revoked', 'trust.created', 'trust.revoked',
  'permissions.changed', 'permissions.job_created', 'template.created', 'template.changed', 'template.deleted',
  'contact.changed', 'contact.repaired', 'contact.reported', 'contact.created',
] as const;
/** One of them. */
export type Action = (typeof ACTIONS)[number];

/** Which events are wanted. */
export interface EventFilter {
  /** The actor's id; `platform` for the product itself. */
  readonly actor?: string | undefined;
  readonly action?: string | undefined;
  /** The id of an account or contact. */
  readonly target?: string | undefined;
  /** From this moment on: RFC 3339. */
  readonly from?: string | undefined;
  /** Before this moment: RFC 3339. */
  readonly to?: string | undefined;
}

/** How many events the API looks at for one answer, and how many it answers at most. */
const LOOKED_AT = 1000;
const PAGE = 100;
/** How many are shown before somebody asks for older ones. */
const ENOUGH = 50;

/**
 * Events that fit a filter, newest first. The API has them oldest first; a cursor is the number of the event that a page comes after, and the head has that of
 * the last, so that they are read from there backwards.
 */
export class EventList extends Read {
  filter: EventFilter = {};
  items: readonly AuditEvent[] = [];
  /** How many were looked at. */
  looked = 0;
  readonly #administration: Administration;
  readonly #target: string | undefined;
  /** The number of the last event when this was read. */
  #newest = 0;
  /** The number of the newest that was not looked at. */
  #next: number | undefined = undefined;

  /** `target`: the one account whose events these are. */
  constructor(administration: Administration, target?: string) {
    super();
    this.#administration = administration;
    this.#target = target;
  }

  /** Reads them, unless they are there. */
  async show(): Promise<void> {
    if (this.complete === undefined) await this.reload();
  }

  /** Reads those that fit another filter. */
  async filterBy(filter: EventFilter): Promise<void> {
    this.filter = filter;
    await this.reload();
  }

  /** Reads anew, from the newest. */
  async reload(): Promise<void> {
    this.leave();
    this.outdate();
    await this.older();
  }

  /** Reads on, to older ones. */
  async older(): Promise<void> {
    if (this.complete === true) return;
    await this.readOn('older', async (signal) => {
      const { accounts } = this.#administration;
      if (this.#next === undefined) this.#newest = this.#next = (await accounts.getAuditHead({ signal })).number;
      this.complete = this.#next === 0;
      const enough = this.items.length + ENOUGH;
      while (!this.complete && this.items.length < enough) await this.#window(signal);
    });
  }

  protected override begin(): void {
    this.items = [];
    this.looked = 0;
    this.#next = undefined;
  }

  /** Reads no further for the moment. */
  stop(): void {
    this.leave();
    this.changed();
  }

  /** Those of the next numbers that fit. */
  async #window(signal: AbortSignal): Promise<void> {
    const { accounts } = this.#administration;
    const query = this.#query();
    const last = this.#next ?? 0;
    const first = Math.max(0, last - (Object.keys(query).length === 0 ? PAGE : LOOKED_AT));
    const found: AuditEvent[] = [];
    let cursor: string | null = String(first);
    let cut = false;
    while (cursor !== null && Number(cursor) < last) {
      const page: Awaited<ReturnType<typeof accounts.listAuditEvents>> = await accounts.listAuditEvents({ ...query, limit: PAGE, cursor }, { signal });
      found.push(...page.items.filter(({ number }) => number <= last));
      // What was cut off is passed over: a page that comes out behind the window has found nothing in it.
      cut ||= page.next_cursor === null ? last < this.#newest : Number(page.next_cursor) > last;
      cursor = page.next_cursor;
    }
    // What was read for another filter may come all the same.
    signal.throwIfAborted();
    this.items = [...this.items, ...found.reverse()];
    this.looked += last - first;
    this.#next = first;
    const made = this.#target !== undefined && found.at(-1)?.action === 'account.created' && found.at(-1)?.target === this.#target;
    this.complete = first === 0 || cut || made;
    this.changed();
  }

  #query(): AuditQuery {
    const { actor, action, from, to, target = this.#target } = this.filter;
    return {
      ...(actor && { actor }),
      ...(action && { action }),
      ...(target && { target }),
      ...(from && { from }),
      ...(to && { to }),
    };
  }
}

/** A member that an event has changed. */
export interface Difference {
  /** Its names from the outside inwards. */
  readonly path: readonly string[];
  /** Absent when there was nothing. */
  readonly from?: AuditEvent['from'] | undefined;
  readonly to?: AuditEvent['to'] | undefined;
}

/** What an event has changed, member by member; what stayed is left out. */
export function differences({ from, to }: Pick<AuditEvent, 'from' | 'to'>): readonly Difference[] {
  return differing([], byProject(from), byProject(to));
}

function differing(path: readonly string[], from: Difference['from'], to: Difference['to']): readonly Difference[] {
  if (same(from, to)) return [];
  const apart = (!isObject(from) && from != null) || (!isObject(to) && to != null);
  if (apart || (!isObject(from) && !isObject(to))) return [{ path, from, to }];
  const [before, after] = [isObject(from) ? from : {}, isObject(to) ? to : {}];
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  // A choice and what comes with it are written in an object of one name.
  return names.flatMap((name) => differing(name === path.at(-1) ? path : [...path, name], own(before, name), own(after, name)));
}

type Value = AuditEvent['from'];
type Members = { readonly [name: string]: Value };

/** The levels in projects are a list: by project, one sees which have changed. */
function byProject(value: Value): Value {
  const projects = isObject(value) ? value['projects'] : undefined;
  if (!Array.isArray(projects)) return value;
  const entries = projects.map((entry: Value) => (isObject(entry) && typeof entry['project'] === 'string' ? [entry['project'], entry['levels'] ?? null] : undefined));
  return entries.includes(undefined) ? value : { ...(value as Members), projects: Object.fromEntries(entries as [string, Value][]) };
}

function isObject(value: unknown): value is Members {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function own(members: Members, name: string): Value | undefined {
  return Object.hasOwn(members, name) ? members[name] : undefined;
}

/** Nothing, null and an object without members are the same to a reader. */
function same(one: unknown, other: unknown): boolean {
  const text = (value: unknown) => JSON.stringify(value ?? null);
  const empty = (value: unknown) => value == null || text(value) === '{}';
  return text(one) === text(other) || (empty(one) && empty(other));
}
