// A commit as the statements of SQLite that carry it.
import type { Change } from '../../store.js';
import { newVersion, seconds } from '../entry.js';
import { DELETE, PUT } from './statements.js';

/** A statement and its parameters. */
export type Statement = readonly [sql: string, ...parameters: (string | number | Uint8Array | null)[]];

/** What `FAILED` takes; nothing where the commit expects nothing. */
export function expectations(changes: readonly Change[]): string | undefined {
  const expected = changes.flatMap(({ key, expect }) => (expect.kind === 'any' ? [] : [[key, expect.kind === 'version' ? expect.version : null]]));
  return expected.length === 0 ? undefined : JSON.stringify(expected);
}

/** What is to be done once every expectation holds. */
export function effects(changes: readonly Change[]): Statement[] {
  const version = newVersion();
  return changes.flatMap(({ key, action }): Statement[] => {
    if (action.kind === 'put') return [[PUT, key, action.value, version, action.expiresAt === undefined ? null : seconds(action.expiresAt)]];
    return action.kind === 'delete' ? [[DELETE, key]] : [];
  });
}
