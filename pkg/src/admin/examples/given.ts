// What a program is made for, and how texts stand in it.

/** What a program is made for. The secret is not among it: each program reads it from the environment variable `CLIENT_SECRET`. */
export interface Given {
  readonly clientId: string;
  /** Where tokens are fetched. */
  readonly tokenUrl: string;
  /** Empty: the service's usual audience. */
  readonly resource: string;
  /** Empty: everything that the account holds. */
  readonly scope: string;
  /** What is called with the token. */
  readonly call: string;
}

/** The parameters of the request for a token beside the client's id and secret, those that are empty left out. */
export function parameters({ resource, scope }: Given): readonly (readonly [string, string])[] {
  const all = [['grant_type', 'client_credentials'], ['resource', resource], ['scope', scope]] as const;
  return all.filter(([, value]) => value !== '');
}

/** A text as JSON has it, which JavaScript, Python and Go read alike. */
export function quoted(text: string): string {
  return JSON.stringify(text).replace(/[\u007f-\uffff]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
}
