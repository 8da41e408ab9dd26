// A guard as middleware of Hono.
import { admit } from './admitted.js';
import type { Guard } from './require.js';

/** Hono's context, as far as it is looked at. */
export interface HonoContext {
  readonly req: { readonly raw: Request };
}

/** A middleware: it goes on for who may, and answers any other. */
export type HonoMiddleware<Context extends HonoContext> = (context: Context, next: () => Promise<void>) => Promise<Response | undefined>;

/** A guard for a route; a need that follows from the call is asked with Hono's context. The handler is told by `authorized(c)` who calls. */
export function toHono<Context extends HonoContext = HonoContext>(guard: Guard<[Context]>): HonoMiddleware<Context> {
  return async (context, next) => {
    const { who, response } = await guard(context.req.raw, context);
    if (response !== undefined) return response;
    admit(context, who);
    await next();
    return undefined;
  };
}
