// How often to try, and how long to wait in between.

/** How long to try. */
export interface Patience {
  /** How often a request is sent at most, renewing who asks not counted; 4 when left out, 1 for no second time. */
  readonly tries?: number | undefined;
  /** A server that asks for more (`Retry-After`) is not waited for: the error has it as `retryAfter`. 20 when left out. */
  readonly longestWaitSeconds?: number | undefined;
}

const TRIES = 4;
const LONGEST_WAIT_SECONDS = 20;

/** What an answer says of coming again, in seconds; without a status there was none, and the network has failed. */
export interface Said {
  readonly status: number | undefined;
  readonly retryAfter: number | undefined;
}

/** No answer; too many requests; and what a server says that cannot do it now, or what stands before one that it does not reach. */
const LATER = [undefined, 429, 502, 503, 504];
/** The longest wait before the second try; it doubles with each. */
const FIRST_WAIT_MS = 250;

/** How long to wait before the next try, after so many; nothing where there is no sense in one. By chance, so that many clients do not come back at once. */
export function waitMs({ status, retryAfter = 0 }: Said, sent: number, { tries = TRIES, longestWaitSeconds = LONGEST_WAIT_SECONDS }: Patience): number | undefined {
  if (sent >= tries || !LATER.includes(status) || retryAfter > longestWaitSeconds) return undefined;
  return retryAfter * 1000 + Math.random() * FIRST_WAIT_MS * 2 ** (sent - 1);
}

/** Resolves after so long, or rejects with a signal's reason. */
export function pause(ms: number, signal?: AbortSignal): Promise<void> {
  let timer: ReturnType<typeof setTimeout>;
  const passed = new Promise<void>((resolve) => (timer = setTimeout(resolve, ms)));
  return unlessAborted(passed, signal).finally(() => clearTimeout(timer));
}

/** What a promise comes to, or a signal's reason if that comes first. */
export async function unlessAborted<T>(promise: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (!signal) return promise;
  let aborted: () => void;
  const never = new Promise<never>((_, reject) => {
    aborted = () => reject(signal.reason);
    signal.addEventListener('abort', aborted);
    if (signal.aborted) aborted();
  });
  return Promise.race([never, promise]).finally(() => signal.removeEventListener('abort', aborted));
}

/** The seconds of a `Retry-After`, which may name the moment that is meant (RFC 9110 section 10.2.3); undefined where there is none. */
export function seconds(retryAfter: string | null): number | undefined {
  if (!retryAfter) return undefined;
  const said = /^\d+$/.test(retryAfter) ? Number(retryAfter) : Math.ceil((Date.parse(retryAfter) - Date.now()) / 1000);
  return said > 0 ? said : 0;
}
