// What the types of the stores on Workers allow and what they refuse; compiled, never run.
import { DurableObject } from 'cloudflare:workers';
import { open, type Change, type Store } from 'badgehouse';
import { D1Store, migrate } from 'badgehouse/stores/d1';
import { DurableObjectStore, PartitionedStore } from 'badgehouse/stores/durable-object';

interface Env {
  readonly DB: D1Database;
  readonly BADGES: DurableObjectNamespace<Badges>;
}

export class Badges extends DurableObject<Env> {
  readonly #store = new DurableObjectStore(this.ctx.storage);

  get(keys: readonly string[]) {
    return this.#store.get(keys);
  }

  list(prefix: string, after: string | undefined, limit: number) {
    return this.#store.list(prefix, after, limit);
  }

  commit(changes: readonly Change[]) {
    return this.#store.commit(changes);
  }
}

export default {
  async fetch(request, env) {
    await migrate(env.DB);
    const one: Store = new D1Store(env.DB);
    // @ts-expect-error a session may read from a replica that lags behind
    void new D1Store(env.DB.withSession());
    const many = new PartitionedStore((partition) => env.BADGES.getByName(partition));
    // @ts-expect-error a namespace is no store
    void new PartitionedStore(() => env.BADGES);
    void one;
    const badges = await open({ issuer: 'https://acme.example', contactDomain: 'svc.acme.example', sealingKeys: [], store: many });
    return badges.handle(request);
  },
} satisfies ExportedHandler<Env>;
