// The main job, as an administrator's browser and an integrator's program do it over HTTP with examples/back-end.mjs.
import assert from 'node:assert/strict';

const origin = 'https://acme.example';
const accounts = '/badgehouse/v1/companies/acme/service-accounts';

/** `send` is fetch, of whatever the back end runs on. */
export async function walk(send) {
  const browser = { cookie: 'session=session-of-ann', origin, 'content-type': 'application/json' };
  const admin = (path, method, body, more) =>
    send(origin + accounts + path, { method, headers: { ...browser, ...more }, body: JSON.stringify(body) });
  const challenged = await send(origin + accounts);
  assert.equal(challenged.status, 401);
  const [, resource] = /resource_metadata="([^"]+)"/.exec(challenged.headers.get('www-authenticate'));
  const { authorization_servers } = await (await send(resource)).json();
  const metadata = await (await send(`${authorization_servers[0]}/.well-known/oauth-authorization-server`)).json();
  assert.deepEqual((await (await send(metadata.jwks_uri)).json()).keys.map(({ use }) => use), ['sig']);

  const made = await admin('', 'POST', { app_type: 'custom', name: 'Nightly sync' });
  assert.equal(made.status, 201);
  const { client_id, client_secret } = await made.json();

  const fetched = await send(metadata.token_endpoint, {
    method: 'POST',
    headers: { authorization: `Basic ${btoa(`${client_id}:${client_secret}`)}`, 'content-type': 'application/x-www-form-urlencoded' },
    body: 'grant_type=client_credentials',
  });
  assert.equal(fetched.status, 200);
  const { access_token } = await fetched.json();
  const call = (project) =>
    send(`${origin}/companies/acme/projects/${project}/rfis`, { headers: { authorization: `Bearer ${access_token}` } });

  const refusal = await call('p1');
  assert.equal(refusal.status, 403);
  assert.deepEqual((await refusal.json()).required, { tool: 'rfis', level: 'read_only', project: 'p1' });
  const change = { projects: [{ project: 'p1', levels: { rfis: 'read_only' } }] };
  const granted = await admin(`/${client_id}/permissions`, 'PUT', change, { 'if-match': made.headers.get('etag') });
  assert.equal(granted.status, 204);
  const answer = await call('p1');
  assert.equal(answer.status, 200);
  assert.deepEqual(await answer.json(), { rfis: [], asked_by: client_id });
  assert.equal((await call('p2')).status, 403);

  assert.equal((await admin(`/${client_id}`, 'DELETE')).status, 204);
  assert.equal((await call('p1')).status, 401);
}
