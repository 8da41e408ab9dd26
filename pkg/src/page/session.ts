// Who is signed in: by a link whose fragment has an actor token, which is renewed as long as the server does.

/** What the server answers when it renews. */
interface Renewed {
  readonly token: string;
  /** In seconds. */
  readonly expires_in: number;
}

/** How long before its end a token is renewed: two turns of the clock of a page in the background. */
const EARLY_MS = 150_000;
const TURN_MS = 30_000;

/** A session, in memory alone: no cookie, no storage. It ends with the page. */
export class Session {
  readonly company: string;
  #token: string;
  /** When to renew. What came with the link is renewed at once, since nobody knows how old it is. */
  #renewAt = 0;
  #renewing: Promise<void> | undefined = undefined;

  private constructor(company: string, token: string) {
    this.company = company;
    this.#token = token;
    setInterval(() => void this.#fresh(), TURN_MS);
  }

  /** Of the link, which is taken out of the address at once; nothing where there is none. */
  static take(): Session | undefined {
    const given = new URLSearchParams(location.hash.slice(1));
    const [token, company] = [given.get('token'), given.get('company')];
    if (token === null || company === null) return undefined;
    history.replaceState(null, '', location.pathname + location.search);
    return new Session(company, token);
  }

  /** The platform's, in the name of who is signed in. A session that is over stays so: the API's refusal tells of it. */
  readonly fetch = async (url: string, init: RequestInit): Promise<Response> => {
    await this.#fresh();
    const headers = new Headers(init.headers);
    headers.set('authorization', `Bearer ${this.#token}`);
    return fetch(url, { ...init, headers, credentials: 'omit' });
  };

  /** Renews a token that is about to end, once for all who wait. */
  #fresh(): Promise<void> {
    if (Date.now() < this.#renewAt) return Promise.resolve();
    this.#renewing ??= this.#renew().finally(() => (this.#renewing = undefined));
    return this.#renewing;
  }

  async #renew(): Promise<void> {
    const headers = { authorization: `Bearer ${this.#token}` };
    const answer = await fetch('session', { method: 'POST', headers, credentials: 'omit' }).catch(() => undefined);
    if (!answer?.ok) return;
    const { token, expires_in } = (await answer.json()) as Renewed;
    this.#token = token;
    this.#renewAt = Date.now() + expires_in * 1000 - EARLY_MS;
  }
}
