// A Worker that tries a few laws of the store on PostgreSQL, through the binding of Hyperdrive: `/<law>`, or `/migrate`.
import { laws } from 'badgehouse/store-laws';
import { PostgresStore, migrate, onePerCall } from 'badgehouse/stores/postgres';
import { Client } from 'pg';

export default {
  async fetch(request, env) {
    const pool = onePerCall(() => new Client({ connectionString: env.HYPERDRIVE.connectionString }));
    const what = new URL(request.url).pathname.slice(1);
    try {
      if (what === 'migrate') await migrate(pool);
      else await laws.find(({ id }) => id === what).check(() => new PostgresStore(pool));
      return new Response('kept');
    } catch (error) {
      return new Response(`${error.message}\n${error.stack}\n${error.cause?.stack}`, { status: 500 });
    }
  },
};
