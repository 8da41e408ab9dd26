// What the types of the store in Deno KV allow and what they refuse; checked, never run.
import type { Store } from 'badgehouse';
import { DenoKvStore } from 'badgehouse/stores/deno-kv';

const kv = await Deno.openKv();
const store: Store = new DenoKvStore(kv, 'badges');
// @ts-expect-error an operation is no database
void new DenoKvStore(kv.atomic());
// @ts-expect-error where it is, is Deno's to know
void new DenoKvStore('badges.kv');
void store;
