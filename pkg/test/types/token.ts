// What the types of `badgehouse/token` allow and what they refuse; compiled, never run.
import { client } from 'badgehouse/client';
import { clientCredentials, TokenError, type AccessToken, type Tokens } from 'badgehouse/token';

const where = { tokenEndpoint: 'https://id.example/oauth/token', clientId: 'sa_1' };
const tokens: Tokens = clientCredentials({ ...where, clientSecret: 's', scope: 'rfis:read_only', resource: ['https://a.example'], tries: 1 });
void clientCredentials({ ...where, clientSecret: 's', method: 'client_secret_post', dpop: true, fetch });
void clientCredentials({ ...where, clientKey: { kty: 'OKP', crv: 'Ed25519', x: 'x', d: 'd', kid: 'k' }, issuer: 'https://id.example' });
const pair = await crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, false, ['sign', 'verify']);
void clientCredentials({ ...where, clientKey: pair.privateKey, issuer: 'https://id.example', dpop: pair });
void clientCredentials({ ...where, assertion: async () => 'jwt' });
// @ts-expect-error something proves the client
void clientCredentials(where);
// @ts-expect-error an assertion is for an issuer
void clientCredentials({ ...where, clientKey: pair.privateKey });
// @ts-expect-error it is one of them
void clientCredentials({ ...where, clientSecret: 's', assertion: () => 'jwt' });
// @ts-expect-error there is no such method
void clientCredentials({ ...where, clientSecret: 's', method: 'tls_client_auth' });

const token: AccessToken = await tokens.for({ scope: 'x' }).token({ signal: new AbortController().signal });
token.token_type satisfies 'Bearer' | 'DPoP';
token.access_token satisfies string;
// @ts-expect-error the server may not say when it ends
token.expires_at satisfies string;
const answer: Response = await tokens.fetch('https://a.example/rfis', { method: 'POST', body: 'x' });
void answer;
void client({ api: 'https://a.example/v1', company: 'acme', fetch: tokens.fetch });
try {
  await tokens.token();
} catch (error) {
  if (error instanceof TokenError) void [error.code === 'invalid_client', error.status, error.retryAfter];
}
