// SQLite as the runtimes bring it, and what is asked of a connection: what `node:sqlite`, `bun:sqlite` and `better-sqlite3` have in common.

/** What is asked of a connection. */
export interface SqliteDatabase {
  exec(sql: string): unknown;
  prepare(sql: string): SqliteStatement;
  close(): unknown;
}

/** What is asked of a statement. */
export interface SqliteStatement {
  all(...parameters: Parameter[]): unknown[];
  run(...parameters: Parameter[]): unknown;
}

export type Parameter = string | number | Uint8Array | null;

/** Opens the database at a path that is there. */
export type Open = (path: string) => SqliteDatabase;

interface Modules {
  'bun:sqlite': { Database: new (path: string) => SqliteDatabase };
  'node:sqlite': { DatabaseSync: new (path: string) => SqliteDatabase & { enableDefensive?(active: boolean): void } };
  'node:fs': {
    closeSync(file: number): void;
    existsSync(path: string): boolean;
    linkSync(from: string, to: string): void;
    openSync(path: string, flags: string, mode: number): number;
    realpathSync(path: string): string;
    rmSync(path: string): void;
  };
}

/** How this runtime opens a file. What it has built in is asked for by name when it is needed, so that no bundler and no other runtime looks for a module that it has not. */
export function openOf(): Open {
  const bun = builtIn('bun:sqlite');
  if (bun !== undefined) return (path) => new bun.Database(path);
  const node = builtIn('node:sqlite');
  if (node === undefined) throw new TypeError('this runtime has no SQLite built in: hand in a database of `better-sqlite3`, or use Node 22.13 or later, Deno or Bun');
  return (path) => {
    const database = new node.DatabaseSync(path);
    // A file that somebody else prepared alters no table of SQLite's own. The other drivers do so by themselves, or cannot.
    database.enableDefensive?.(true);
    return database;
  };
}

/** Makes the file for its owner alone, as far as its file system knows owners, and answers its own name; SQLite gives the files beside it the same mode. */
export function fileAt(path: string): string {
  const fs = builtIn('node:fs');
  if (fs === undefined) throw new TypeError('this runtime has no files');
  if (!fs.existsSync(path)) make(path, fs);
  // SQLite takes some relative names for something else, such as `:memory:`.
  return fs.existsSync(path) ? fs.realpathSync(path) : path;
}

/**
 * A new file comes under another name first: to close a file that another thread has opened by now would drop the locks that SQLite holds on it there (POSIX).
 */
function make(path: string, fs: Modules['node:fs']): void {
  const name = `${path}.${crypto.randomUUID()}`;
  fs.closeSync(fs.openSync(name, 'wx', 0o600));
  try {
    fs.linkSync(name, path);
  } catch {
    // Somebody was faster; or there are no links here, where there are no owners either, and SQLite makes it.
  } finally {
    fs.rmSync(name);
  }
}

function builtIn<Name extends keyof Modules>(name: Name): Modules[Name] | undefined {
  const { process } = globalThis as { process?: { getBuiltinModule?(name: string): unknown } };
  return process?.getBuiltinModule?.(name) as Modules[Name] | undefined;
}

/** What SQLite says when trying again may help: a lock, a full disk, a file that cannot be reached. By its number, as Node tells it, or its name, as the others do. */
const AGAIN: { readonly [code: number]: string } = {
  3: 'PERM',
  5: 'BUSY',
  6: 'LOCKED',
  7: 'NOMEM',
  8: 'READONLY',
  9: 'INTERRUPT',
  10: 'IOERR',
  13: 'FULL',
  14: 'CANTOPEN',
  15: 'PROTOCOL',
};

/** What a driver has thrown: whether a lock was in the way, whether something else that may pass, or what stays. Nothing where it is no error of SQLite's. */
export function kindOf(thrown: unknown): 'locked' | 'passing' | 'lasting' | undefined {
  const { code, errcode, message } = Object(thrown) as { code?: unknown; errcode?: unknown; message?: unknown };
  const isNode = code === 'ERR_SQLITE_ERROR';
  const [, name = isNode ? AGAIN[Number(errcode) & 0xff] : undefined] = /^SQLITE_([A-Z]+)/.exec(String(code)) ?? [];
  if (!isNode && name === undefined) return undefined;
  // Of what `exec` throws Deno does not tell the number.
  const isUntold = isNode && errcode === undefined && String(message).startsWith('database is locked');
  if (isUntold || name === 'BUSY' || name === 'LOCKED' || name === 'PROTOCOL') return 'locked';
  return name !== undefined && Object.values(AGAIN).includes(name) ? 'passing' : 'lasting';
}
