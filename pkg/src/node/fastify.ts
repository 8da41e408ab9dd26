// A guard as a hook of Fastify.
import { admit } from '../admitted.js';
import type { Guard } from '../require.js';
import { presentedBy, type NodeRequest } from './message.js';

/** Fastify's request, as far as it is looked at. */
export interface FastifyRequest {
  readonly raw: Pick<NodeRequest, 'method' | 'url' | 'rawHeaders'>;
}

/** Fastify's reply, as far as it is used. */
export interface FastifyReply {
  /** The status. */
  code(status: number): unknown;
  /** A header. */
  header(name: string, value: string): unknown;
  /** Sends it with its body. */
  send(body: string): unknown;
}

/** A hook for `onRequest` or `preHandler`. */
export type FastifyHook<Request extends FastifyRequest> = (request: Request, reply: FastifyReply) => Promise<unknown>;

/** A guard for a route. The handler is told by `authorized(request)` who calls. */
export function toFastify(guard: Guard): FastifyHook<FastifyRequest>;
/** A guard whose need follows from the request: it is asked with Fastify's. */
export function toFastify<Request extends FastifyRequest>(guard: Guard<[Request]>): FastifyHook<Request>;
export function toFastify<Request extends FastifyRequest>(guard: Guard<[Request]>): FastifyHook<Request> {
  return async (request, reply) => {
    const { who, response } = await guard(presentedBy(request.raw), request);
    if (response === undefined) return admit(request, who);
    reply.code(response.status);
    for (const [name, value] of response.headers) reply.header(name, value);
    return reply.send(await response.text());
  };
}
