// The platform's `Request`, made of a request of Node's.
import { headersOf, type NodeRequest } from './message.js';

/** How much of a body that nobody reads is thrown away, so that a client that reads only after it has written learns why. */
const MAX_DRAINED_BYTES = 8 * 1024 * 1024;

/** The request, or nothing where none can be made of it. Its host is never looked at. */
export function requestOf(incoming: NodeRequest): Request | undefined {
  const { method = 'GET', url = '', originalUrl = url } = incoming;
  const body = ['GET', 'HEAD'].includes(method) ? null : bodyOf(incoming);
  try {
    const request = new Request(address(originalUrl), { method, headers: headersOf(incoming), body, ...(body && { duplex: 'half' }) });
    // Somebody has read it, such as a parser that a framework brings: the engine refuses what it cannot read whole.
    if (body && incoming.readableDidRead) request.body?.getReader();
    return request;
  } catch {
    // A method, a target or a header that no `Request` has.
    if (body) void body.cancel();
    else incoming.resume();
    return undefined;
  }
}

/** A path as it is, or of a whole address (RFC 9112 section 3.2.2) what follows the host. */
function address(target: string): string {
  const [, path = target] = /^https?:\/\/[^/?#]*(.*)$/i.exec(target) ?? [];
  if (path.startsWith('/') || target !== path) return `http://localhost${path}`;
  throw new TypeError('a target is a path or an address');
}

/** The body as a stream, no more of it than is asked for. */
function bodyOf(incoming: NodeRequest): ReadableStream<Uint8Array> {
  let [ended, drained] = [false, -1];
  return new ReadableStream({
    start(controller) {
      incoming.on('data', (chunk) => {
        if (drained < 0) {
          controller.enqueue(new Uint8Array(chunk));
          incoming.pause();
        } else if ((drained += chunk.length) > MAX_DRAINED_BYTES) incoming.destroy();
      });
      const end = (how: () => void) => () => {
        if (!ended && drained < 0) how();
        ended = true;
      };
      incoming.on('end', end(() => controller.close()));
      // Whatever ends it before its end.
      for (const event of ['error', 'aborted', 'close']) incoming.on(event, end(() => controller.error(new Error('the body broke off'))));
      incoming.pause();
    },
    pull: () => void incoming.resume(),
    cancel() {
      drained = 0;
      incoming.resume();
    },
  });
}
