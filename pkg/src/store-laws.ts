// The laws of the store port, as a kit that the author of a store runs against a real one: in every runtime and by any test runner.
import type { Awaitable, Store } from './store.js';
import { Bench, refused } from './store-laws/bench.js';
import * as commits from './store-laws/commits.js';
import * as durable from './store-laws/durable.js';
import * as expiry from './store-laws/expiry.js';
import { Finding } from './store-laws/finding.js';
import { BrokenLaw, LAWS, Report, type LawId } from './store-laws/law.js';
import * as lists from './store-laws/lists.js';
import * as many from './store-laws/many.js';
import * as races from './store-laws/races.js';
import * as reads from './store-laws/reads.js';
import * as snapshot from './store-laws/snapshot.js';
import * as versions from './store-laws/versions.js';

export { BrokenLaw, type LawId, type Report };

/**
 * Gives a handle on the store that is tested. It is called twice a law, and both handles must be on the same data: let them be two connections if your store has
 * such, else the same store again.
 *
 * Use a database that you can throw away. Each law writes to partitions of its own (`laws-<16 hex digits>...`) and leaves them behind, so that it need not be empty.
 */
export type OpenStore<S extends Store = Store> = () => Awaitable<S>;

/** Called with each handle when its law is done. Leave it out where `open` gives a handle again. */
export type CloseStore<S extends Store = Store> = (store: S) => Awaitable<unknown>;

/** A promise of the store port that is tested. */
export interface Law {
  readonly id: LawId;
  /** The law in a few words. */
  readonly name: string;
  /** Throws a {@link BrokenLaw} if the store breaks it. What the store or `open` throws where the port wants an answer is a broken law, too. */
  check<S extends Store>(open: OpenStore<S>, close?: CloseStore<S>): Promise<void>;
}

/** Which test is of which law. */
const TESTS: { readonly [Id in Exclude<LawId, 'RestoredVersions' | 'Durable'>]: (bench: Bench) => Promise<void> } = {
  GetOrder: reads.order,
  RoundTrip: reads.roundTrip,
  Bounds: reads.bounds,
  StrongRead: reads.strong,
  Snapshot: snapshot.whole,
  Expectations: commits.expectations,
  Keep: commits.keepOnlyChecks,
  AllOrNothing: commits.allOrNothing,
  AbandonedCommit: snapshot.abandoned,
  NoLostUpdate: races.noLostUpdate,
  OneCreator: races.oneCreator,
  OneInstant: races.oneInstant,
  NewVersions: versions.newAtEveryPut,
  ListOrder: lists.order,
  ListPrefix: lists.prefix,
  ListPages: lists.pages,
  ListEntries: lists.entries,
  ListWhileWritten: lists.whileWritten,
  Partitions: lists.partitions,
  NotHiddenEarly: expiry.notHiddenEarly,
  HiddenIsAbsent: expiry.hiddenIsAbsent,
  HiddenEverywhere: expiry.hiddenEverywhere,
  ManyTasks: many.tasks,
};

/** Every law but those of restored backups and of crashes, for a test runner: `for (const law of laws) test(law.name, () => law.check(open))`. */
export const laws: readonly Law[] = (Object.keys(TESTS) as (keyof typeof TESTS)[]).map((id) => ({
  id,
  name: LAWS[id],
  check: (open, close) => found(id, () => tried(TESTS[id], open, close)),
}));

/** Tests all of {@link laws}, one after the other, and tells which are kept and which are broken. */
export async function checkStore<S extends Store>(open: OpenStore<S>, close?: CloseStore<S>): Promise<Report> {
  const ended: (readonly [LawId, BrokenLaw | undefined])[] = [];
  for (const { id, check } of laws) ended.push([id, await broken(check(open, close))]);
  return reported(ended);
}

/**
 * Tests that no version of a lost future comes back: `backup` is called once and copies the data of `store`; `restore` is
 * called once after it and opens what that copy held, as is done after a loss.
 */
export async function checkRestore(store: Store, backup: () => Awaitable<void>, restore: () => Awaitable<Store>): Promise<Report> {
  const check = found('RestoredVersions', () => versions.restored(store, backup, restore));
  return reported([['RestoredVersions', await broken(check)]]);
}

/**
 * Tests that what was answered is there after a crash: `open` opens the store; `crash` ends it as a SIGKILL or a loss of power does, at that moment, so that what `open` answers next holds
 * what a crash leaves. Both are called several times. For a store in a file of this process, `crash` may copy the files as they are and have `open` open the copy.
 */
export async function checkCrash(open: OpenStore, crash: () => Awaitable<void>): Promise<Report> {
  const check = found('Durable', () => durable.afterACrash(open, crash));
  return reported([['Durable', await broken(check)]]);
}

async function tried<S extends Store>(test: (bench: Bench) => Promise<void>, open: OpenStore<S>, close: CloseStore<S> | undefined): Promise<void> {
  const opened: S[] = [];
  const handle = async () => {
    const store = await open();
    opened.push(store);
    return store;
  };
  try {
    await test(new Bench(await handle(), await handle()));
  } finally {
    for (const store of opened) await close?.(store);
  }
}

async function found(law: LawId, test: () => Promise<void>): Promise<void> {
  try {
    await test();
  } catch (thrown) {
    const { expected, seen, cause } = thrown instanceof Finding ? thrown : refused(thrown);
    throw new BrokenLaw(law, expected, seen, { cause });
  }
}

async function broken(check: Promise<void>): Promise<BrokenLaw | undefined> {
  try {
    await check;
    return undefined;
  } catch (thrown) {
    return thrown as BrokenLaw;
  }
}

function reported(ended: readonly (readonly [LawId, BrokenLaw | undefined])[]): Report {
  const kept = ended.filter(([, broken]) => broken === undefined).map(([id]) => id);
  return new Report(kept, ended.flatMap(([, broken]) => broken ?? []));
}
