// What the README of the repository shows an integrator, against the example's server; and the server of docs/runtimes/node.md.
import assert from 'node:assert/strict';
import { execFile, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { createInterface } from 'node:readline';
import { test } from 'node:test';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { client } from 'badgehouse/client';

const cwd = fileURLToPath(new URL('..', import.meta.url));

/** The example's server: where it is, and the cookie by which it knows an administrator. */
async function example(t) {
  const server = spawn(process.execPath, ['examples/server.mjs'], { cwd, stdio: ['ignore', 'pipe', 'inherit'] });
  t.after(() => server.kill());
  const lines = createInterface({ input: server.stdout })[Symbol.asyncIterator]();
  const [first, second] = [(await lines.next()).value, (await lines.next()).value];
  return { origin: /at (http\S+):/.exec(first)[1], cookie: /cookie (\S+)/.exec(second)[1] };
}

test('the ten lines for an integrator call an API', async (t) => {
  const { origin, cookie } = await example(t);
  const accounts = client({ api: `${origin}/badgehouse/v1`, company: 'acme', headers: { cookie } });
  const { client_id: CLIENT_ID, client_secret: CLIENT_SECRET } = await accounts.createAccount({ app_type: 'custom', name: 'Nightly sync' });
  await accounts.setPermissions(CLIENT_ID, { company: { rfis: 'read_only' } }, { revision: '*' });
  const readme = await readFile(new URL('../../README.md', import.meta.url), 'utf8');
  const [, program] = /## An integrator\n.*?```js\n(.*?)```/s.exec(readme);
  const env = { TOKEN_URL: `${origin}/oauth/token`, CLIENT_ID, CLIENT_SECRET, AUDIENCE: `${origin}/sample` };
  const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '--eval', program], { cwd, env });
  assert.equal(stdout, '200\n');
});

test('the server of the page on Node answers, and its API challenges', async (t) => {
  const page = await readFile(new URL('../../docs/runtimes/node.md', import.meta.url), 'utf8');
  const [, program] = /```js\n(.*?)```/s.exec(page);
  const port = await freePort();
  const env = { PORT: String(port), BADGEHOUSE_KEY: randomBytes(32).toString('base64url') };
  const server = spawn(process.execPath, ['--input-type=module', '--eval', program], { cwd, env, stdio: ['ignore', 'inherit', 'inherit'] });
  t.after(() => server.kill());
  const at = (path) => fetch(`http://127.0.0.1:${port}${path}`);
  const ready = async () => (await at('/oauth/jwks').catch(() => undefined))?.ok ?? setTimeout(100).then(ready);
  assert.equal(await ready(), true);
  const refused = await at('/rfis');
  assert.equal(refused.status, 401);
  assert.match(refused.headers.get('www-authenticate'), /^Bearer resource_metadata=/);
});

async function freePort() {
  const server = createServer();
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address();
  await new Promise((resolve) => server.close(resolve));
  return port;
}
