// The laws by name, and what is said of a broken one.

/** Each law, and the law in a few words. The words and their order are those of the kit in Rust. */
export const LAWS = {
  GetOrder: 'a get answers in the order asked',
  RoundTrip: 'what was put comes back',
  Bounds: 'the largest that is allowed works',
  StrongRead: 'a get sees every commit that was answered before it',
  Snapshot: 'a get sees each commit whole or not at all',
  Expectations: 'a commit takes effect exactly when its expectations hold',
  Keep: 'a kept entry is checked and stays as it is',
  AllOrNothing: 'a conflict leaves nothing behind',
  AbandonedCommit: 'an abandoned commit happens whole or not at all',
  NoLostUpdate: 'no update is lost',
  OneCreator: 'of many creators one succeeds',
  OneInstant: 'all checks of a commit hold at one instant',
  NewVersions: 'a put makes a version that the key never had',
  RestoredVersions: 'a restored backup repeats no version',
  ListOrder: 'a list is in byte order',
  ListPrefix: 'a list has exactly the keys of its prefix',
  ListPages: 'a list begins after the given key and is short only at the end',
  ListEntries: 'a list shows what a get shows',
  ListWhileWritten: 'a walk through a list meets what stays once',
  Partitions: 'partitions do not touch each other',
  NotHiddenEarly: 'an entry is not hidden before it expires',
  HiddenIsAbsent: 'what a get hides is absent to a commit',
  HiddenEverywhere: 'what one handle hides is absent to another',
  ManyTasks: 'many tasks at once each see what they wrote',
  Durable: 'what was answered is there after a crash',
} as const;

/** A law of the store port. There may be more of them in a later version. */
export type LawId = keyof typeof LAWS;

/** What a check throws when a store breaks a law; its message says which, what was expected and what was seen. */
export class BrokenLaw extends Error {
  override readonly name = 'BrokenLaw';
  readonly law: LawId;
  /** What a store that keeps the law does. */
  readonly expected: string;
  /** What this one did, or what it threw; that itself is `cause`. */
  readonly seen: string;

  constructor(law: LawId, expected: string, seen: string, options?: ErrorOptions) {
    super(`broken law: ${LAWS[law]}\n  expected: ${expected}\n  seen:     ${seen}`, options);
    this.law = law;
    this.expected = expected;
    this.seen = seen;
  }
}

/** The outcome of a check of several laws. As a text, it has a block of lines for each law that is broken. */
export class Report {
  /** The laws that were tested and found kept. */
  readonly kept: readonly LawId[];
  /** Of each law that was found broken, how. */
  readonly broken: readonly BrokenLaw[];

  constructor(kept: readonly LawId[], broken: readonly BrokenLaw[]) {
    this.kept = kept;
    this.broken = broken;
  }

  /** For the end of a test: throws the whole report, unless every law that was tested is kept. */
  assertKept(): void {
    if (this.broken.length > 0) throw new Error(this.toString());
  }

  /** The whole report, for a person. */
  toString(): string {
    return [`${this.kept.length} laws kept, ${this.broken.length} broken`, ...this.broken.map(({ message }) => message)].join('\n');
  }
}
