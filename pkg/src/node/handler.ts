// `handle` behind a server of Node's own.
import type { Badgehouse } from '../open.js';
import { own } from '../own.js';
import type { Actor } from '../principal.js';
import { isLoopback, sourceOf } from '../source.js';
import type { Awaitable } from '../store.js';
import { send, type NodeRequest, type NodeResponse } from './message.js';
import { requestOf } from './request.js';

/** What your product knows of a request. Each function is called for every request. */
export interface NodeHandlerOptions<Incoming extends NodeRequest = NodeRequest> {
  /** Whom you have authenticated: by your own session, and never by a header that anybody can send. */
  readonly actor?: ((incoming: Incoming) => Awaitable<Actor | undefined>) | undefined;
  /**
   * Where it comes from: `sourceOf` the client's address. When left out, the connection's, unless it is this machine's, which is a proxy's. Behind a proxy elsewhere, say what
   * that tells; otherwise one who guesses is not told apart from the others.
   */
  readonly source?: ((incoming: Incoming) => Awaitable<string | undefined>) | undefined;
  /** Whether it came by TLS, if you know. When left out, the connection's own TLS is known, and else nothing. */
  readonly encrypted?: ((incoming: Incoming) => Awaitable<boolean | undefined>) | undefined;
  /** Told what these functions have thrown, and that a body was read before; it is answered with 500. A middleware's `next` is told in its place. `console.error` when left out. */
  readonly onError?: ((error: unknown, incoming: Incoming) => void) | undefined;
}

/** A listener for requests, and a middleware of Express and its like. It never rejects. */
export type NodeHandler<Incoming extends NodeRequest = NodeRequest> = (incoming: Incoming, outgoing: NodeResponse, next?: (error: unknown) => void) => Promise<void>;

/**
 * Answers requests of Node's `http`, `https` and `http2` as `handle` does: the OAuth endpoints, their metadata and the admin API, whatever is sent to it. Nobody may have read
 * the body before.
 */
export function toNodeHandler<Incoming extends NodeRequest = NodeRequest>(
  badges: Pick<Badgehouse, 'handle'>,
  options: NodeHandlerOptions<Incoming> = {},
): NodeHandler<Incoming> {
  const { actor, source = connected, encrypted = isTls, onError = console.error } = own(options);
  return async (incoming, outgoing, next) => {
    let request: Request | undefined;
    try {
      request = requestOf(incoming);
      if (request === undefined) return await send(outgoing, new Response(null, { status: 400 }));
      const known = { actor: await actor?.(incoming), source: await source(incoming), encrypted: await encrypted(incoming) };
      await send(outgoing, await badges.handle(request, known));
    } catch (error) {
      // What nobody reads would hold up the next request of the connection. Of a body that somebody reads, it is theirs.
      request?.body?.cancel().catch(() => undefined);
      if (next) return next(error);
      onError(error, incoming);
      if (outgoing.headersSent) outgoing.destroy();
      else await send(outgoing, new Response(null, { status: 500 }));
    }
  };
}

function connected({ socket }: NodeRequest): string | undefined {
  const { remoteAddress } = socket;
  return remoteAddress === undefined || isLoopback(remoteAddress) ? undefined : sourceOf(remoteAddress);
}

/** A connection without TLS may be a proxy's, which has had it. */
function isTls({ socket }: NodeRequest): true | undefined {
  return 'encrypted' in socket && socket.encrypted === true ? true : undefined;
}
