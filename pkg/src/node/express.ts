// A guard as middleware of Express, and of whatever else hands Node's requests on.
import { admit } from '../admitted.js';
import type { Guard } from '../require.js';
import { presentedBy, send, type NodeRequest, type NodeResponse } from './message.js';

/** A middleware: it calls `next` for who may go on, and answers any other. */
export type ExpressMiddleware<Incoming extends NodeRequest> = (incoming: Incoming, outgoing: NodeResponse, next: (error?: unknown) => void) => Promise<void>;

/** A guard for a route; a need that follows from the request is asked with Express's. The handler is told by `authorized(req)` who calls. */
export function toExpress<Incoming extends NodeRequest = NodeRequest>(guard: Guard<[Incoming]>): ExpressMiddleware<Incoming> {
  return async (incoming, outgoing, next) => {
    try {
      const { who, response } = await guard(presentedBy(incoming), incoming);
      if (response !== undefined) return await send(outgoing, response);
      admit(incoming, who);
    } catch (error) {
      return next(error);
    }
    next();
  };
}
