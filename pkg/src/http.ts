// Requests of the platform as the engine takes them.

/** What the engine reads of a body; one byte more tells it that there is too much. */
const MAX_BODY_BYTES = 64 * 1024;

/** The head of a request, as the engine takes it. */
export function head(request: Request) {
  return { method: request.method, target: request.url, headers: [...request.headers] };
}

/** The body, at most one byte more than the engine reads; the rest is not waited for. */
export async function body(request: Request): Promise<Uint8Array> {
  // Firefox has no stream here.
  if (request.body === undefined) return new Uint8Array(await request.arrayBuffer());
  const bytes = new Uint8Array(MAX_BODY_BYTES + 1);
  let length = 0;
  const reader = request.body?.getReader();
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

/** The Authorization header of whatever carries one. */
export function authorization(from: Authorization): string | undefined {
  if (typeof from === 'string') return from;
  return from?.headers.get('authorization') ?? undefined;
}

/** A request, or the value of its Authorization header. */
export type Authorization = { readonly headers: { get(name: string): string | null } } | string | null | undefined;
