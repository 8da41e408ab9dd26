// What an answer of the admin API says.
import { header, type PlainResponse } from '../error.js';
import type { Operation } from './operations.js';
import { is, parsed, refused } from './problem.js';

/** What an operation is answered; throws a `BadgehouseError` for a refusal, and for what is no answer to it, such as one page for everything. */
export function answer({ answers }: Operation, given: PlainResponse): unknown {
  const done = given.status === 204;
  if (answers === 'nothing' && done) return undefined;
  if (answers === 'revision' && done) return revision(given);
  const ok = given.status === 200 || given.status === 201;
  if (answers === 'lines' && ok && is(given, 'application/jsonl')) return lines(given);
  const value = answers === undefined && ok && is(given, 'application/json') ? parsed(given) : undefined;
  if (value === undefined) throw refused(given);
  return value;
}

/** Only as the API writes it: a tag that something between has altered fits nothing. */
function revision(given: PlainResponse) {
  const [, revision] = /^"(\d+)"$/.exec(header(given, 'etag') ?? '') ?? [];
  return revision === undefined ? {} : { revision: Number(revision) };
}

function lines(given: PlainResponse) {
  const items = given.body.split('\n').filter((line) => line !== '');
  return { items, next_cursor: header(given, 'badgehouse-next-cursor') ?? null };
}
