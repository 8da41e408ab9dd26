// Requests of the platform as the engine takes them.
import { LONGEST_MADE, given, type Given } from './given.js';

/** What the engine reads of a body; one byte more tells it that there is too much. */
const MAX_BODY_BYTES = 64 * 1024;

/** The head of a request, as the engine takes it. */
export interface Head {
  /** The method, the address, and name and value of each header, in a line each. */
  readonly lines: string;
  /** How many of these there are. No text of the platform's has a line break; were there one, it would tell. */
  readonly texts: number;
}

export function head({ method, url, headers }: Request): Head {
  let [lines, texts] = [`${method}\n${url}\n`, 2];
  for (const [name, value] of headers) {
    lines += `${name}\n${value}\n`;
    texts += 2;
  }
  return { lines, texts };
}

/** Whether somebody else has read the body, or does so now. */
export function used({ bodyUsed, body }: Request): boolean {
  return bodyUsed || (body?.locked ?? false);
}

/** The body, at most one byte more than the engine reads; the rest is not waited for. Undefined when it broke off. */
export async function body(request: Request): Promise<Uint8Array | undefined> {
  const read = new Read();
  try {
    // Firefox has no stream here.
    if (request.body === undefined) return await unstreamed(request);
    const reader = request.body?.getReader();
    while (reader && !read.isFull) {
      const { done, value } = await reader.read();
      if (done) return read.bytes;
      read.take(value);
    }
    // What comes of it is nobody's concern: the answer is certain already.
    reader?.cancel().catch(() => {});
    return read.bytes;
  } catch {
    read.forget();
    return undefined;
  }
}

/** What was read of a body, in no more room than it needs: most come in one piece, and room for the longest is costly. It may hold a secret. */
class Read {
  #room = new Uint8Array(0);
  #length = 0;

  get bytes(): Uint8Array {
    return this.#room.subarray(0, this.#length);
  }

  get isFull(): boolean {
    return this.#length > MAX_BODY_BYTES;
  }

  take(piece: Uint8Array): void {
    const taken = piece.subarray(0, MAX_BODY_BYTES + 1 - this.#length);
    const length = this.#length + taken.length;
    if (length > this.#room.length) this.#grow(length);
    this.#room.set(taken, this.#length);
    this.#length = length;
  }

  forget(): void {
    this.#room.fill(0);
  }

  /** At least doubled, so that many small pieces are not copied again and again. */
  #grow(length: number): void {
    const before = this.#room;
    this.#room = new Uint8Array(Math.min(Math.max(length, 2 * before.length), MAX_BODY_BYTES + 1));
    this.#room.set(before);
    before.fill(0);
  }
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
  | {
      readonly headers: {
        /** Of several of a name, all, with commas between. */
        get(name: string): string | null;
      };
      readonly method?: string;
      readonly url?: string;
    }
  | string
  | null
  | undefined;
