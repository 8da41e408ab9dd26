// Requests of the platform as the engine takes them.
import { LONGEST_MADE, given, type Given } from './given.js';

/** What the engine reads of a body; one byte more tells it that there is too much. */
const MAX_BODY_BYTES = 64 * 1024;

/** The head of a request, as the engine takes it, with what the host knows of where it comes from and whether it came by TLS. */
export function head(request: Request, known: { readonly source?: string | undefined; readonly encrypted?: boolean | undefined } = {}) {
  const used = request.bodyUsed || (request.body?.locked ?? false);
  const { source, encrypted } = known;
  return { method: request.method, target: request.url, headers: [...request.headers], used, source, encrypted };
}

/** The body, at most one byte more than the engine reads; the rest is not waited for. Undefined when it broke off. */
export async function body(request: Request): Promise<Uint8Array | undefined> {
  // Firefox has no stream here.
  if (request.body === undefined) return unstreamed(request).catch(() => undefined);
  const bytes = new Uint8Array(MAX_BODY_BYTES + 1);
  return streamed(request.body, bytes).catch(() => {
    bytes.fill(0);
    return undefined;
  });
}

async function streamed(stream: ReadableStream<Uint8Array> | null, bytes: Uint8Array): Promise<Uint8Array> {
  let length = 0;
  const reader = stream?.getReader();
  while (reader && length < bytes.length) {
    const { done, value } = await reader.read();
    if (done) return bytes.subarray(0, length);
    const taken = value.subarray(0, bytes.length - length);
    bytes.set(taken, length);
    length += taken.length;
  }
  // What comes of it is nobody's concern: the answer is certain already.
  reader?.cancel().catch(() => {});
  return bytes.subarray(0, length);
}

/** A length that is too great is believed; without one the platform keeps the body, and no more than the bound of it is copied. */
async function unstreamed(request: Request): Promise<Uint8Array> {
  if (Number(request.headers.get('content-length')) > MAX_BODY_BYTES) return new Uint8Array(MAX_BODY_BYTES + 1);
  const blob = await request.blob();
  return new Uint8Array(await blob.slice(0, MAX_BODY_BYTES + 1).arrayBuffer());
}

/** What a request presents, as the engine takes it. */
export function presented(from: Authorization): Given {
  return given(plain(from), '', LONGEST_MADE);
}

function plain(from: Authorization) {
  if (typeof from === 'string') return { authorization: from };
  const authorization = from?.headers.get('authorization') ?? undefined;
  const proof = from?.headers.get('dpop') ?? undefined;
  const { method, url } = from ?? {};
  if (proof === undefined || method === undefined || url === undefined) return { authorization };
  return { authorization, dpop: { proof, method, url } };
}

/**
 * A request, or the value of its Authorization header. A token that is bound to a key by DPoP needs the request, with the address by which the client
 * called it; of the address only the path counts where an `origin` is named.
 */
export type Authorization =
  | { readonly headers: { get(name: string): string | null }; readonly method?: string; readonly url?: string }
  | string
  | null
  | undefined;
