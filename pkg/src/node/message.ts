// Messages of Node's `http` and `http2`, as far as they are looked at. The types are written out, so that nobody needs Node's.

/** A request: an `IncomingMessage` or an `Http2ServerRequest`, or what a framework has made of one. */
export interface NodeRequest {
  readonly method?: string | undefined;
  readonly url?: string | undefined;
  /** The address before a router has cut it. */
  readonly originalUrl?: string | undefined;
  /** Names and values in turns, each value by itself. */
  readonly rawHeaders: readonly string[];
  readonly socket: { readonly remoteAddress?: string | undefined };
  /** Whether somebody has begun to read it. */
  readonly readableDidRead?: boolean | undefined;
  /** `data`, `end`, `error`, `aborted` and `close` are listened to. */
  on(event: string, listener: (value: Uint8Array) => void): unknown;
  /** Lets no more of the body come. */
  pause(): unknown;
  /** Lets more of it come. */
  resume(): unknown;
  /** Ends the connection. */
  destroy(error?: Error): unknown;
}

/** A response: a `ServerResponse` or an `Http2ServerResponse`. */
export interface NodeResponse {
  statusCode: number;
  readonly headersSent: boolean;
  readonly destroyed?: boolean | undefined;
  /** Once for each name. */
  setHeader(name: string, value: string): unknown;
  /** Ends it without a body. */
  end(): unknown;
  /** Ends it with its whole body. */
  end(body: Uint8Array): unknown;
  /** Ends the connection. */
  destroy(error?: Error): unknown;
}

/** The headers, each value by itself. HTTP/2 has pseudo-headers among them. */
export function headersOf({ rawHeaders }: Pick<NodeRequest, 'rawHeaders'>): [string, string][] {
  const pairs: [string, string][] = [];
  for (let index = 0; index + 1 < rawHeaders.length; index += 2) pairs.push([rawHeaders[index] as string, rawHeaders[index + 1] as string]);
  return pairs.filter(([name]) => !name.startsWith(':'));
}

/**
 * What a request presents to an API. Of several `Authorization` headers Node's `headers` has the first alone; here they are seen to be several. The address is a path: its
 * host would be what the caller wrote into `Host`, so that a need has to name its `origin` where tokens are bound to a key.
 */
export function presentedBy(request: Pick<NodeRequest, 'method' | 'url' | 'originalUrl' | 'rawHeaders'>) {
  const { method = '', url = '', originalUrl = url } = request;
  const get = (name: string) => {
    const values = headersOf(request).filter(([other]) => other.toLowerCase() === name);
    return values.length === 0 ? null : values.map(([, value]) => value).join(', ');
  };
  return { headers: { get }, method, url: originalUrl };
}

/** Sends a response, unless something was sent already or there is nobody to send it to. */
export async function send(outgoing: NodeResponse, response: Response): Promise<void> {
  const body = new Uint8Array(await response.arrayBuffer());
  if (outgoing.headersSent || outgoing.destroyed) return;
  outgoing.statusCode = response.status;
  for (const [name, value] of response.headers) outgoing.setHeader(name, value);
  if (body.length === 0) outgoing.end();
  else outgoing.end(body);
}
