// One database, two engines: the reference server on the store in Rust, and the npm package on the store in JavaScript. What one of them wrote the other reads, at once.
import assert from 'node:assert/strict';
import { execFile, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { open } from 'badgehouse';
import { PostgresStore, migrate } from 'badgehouse/stores/postgres';

import { connections, freePort, startPostgres } from './postgres-server.js';

const program = process.env.BADGEHOUSE_SERVER ?? fileURLToPath(new URL('../../../target/debug/badgehouse', import.meta.url));
const skip = !existsSync(program) && 'there is no server: `cargo build -p badgehouse-server`';

const ann = { kind: 'user', company: 'acme', id: 'ann', levels: { admin: 'admin', directory: 'admin', rfis: 'admin' } };
const need = { company: 'acme', tool: 'rfis', level: 'read_only' };
const credentials = ({ client_id, client_secret }) => ({ client_id, client_secret });
let server;
let administrator;

before(async () => {
  if (skip) return;
  server = await startPostgres();
  administrator = connections(server.url);
});
after(async () => {
  await administrator?.end();
  await server?.stop();
});

/** A database, both engines on it under one sealing key, and the server's command line. */
async function both(context, name) {
  await administrator.query(`create database ${name}`);
  const url = server.url.replace(/postgres$/, name);
  const at = await freePort();
  const issuer = `http://127.0.0.1:${at}`;
  const sealingKey = randomBytes(32).toString('base64url');
  const product = ['--store', url, '--contact-domain', 'contacts.example.com', '--issuer', issuer];
  const env = { ...process.env, BADGEHOUSE_SEALING_KEY: sealingKey };
  const command = async (...given) => (await promisify(execFile)(program, [...given, ...product], { env })).stdout;
  const pool = connections(url);
  const store = new PostgresStore(pool);
  const badges = await open({ issuer, contactDomain: 'contacts.example.com', sealingKeys: [sealingKey], store });
  const serve = async () => {
    const running = spawn(program, ['serve', ...product, '--listen', `127.0.0.1:${at}`, '--native'], { env, stdio: ['ignore', 'pipe', 'inherit'] });
    context.after(async () => {
      running.kill();
      if (running.exitCode === null) await once(running, 'exit');
    });
    await new Promise((resolve, reject) => {
      running.stdout.once('data', resolve);
      running.once('exit', (code) => reject(new Error(`the server ended with ${code}`)));
    });
  };
  context.after(() => pool.end());
  const tokenOf = async ({ client_id, client_secret }) => {
    const body = new URLSearchParams({ grant_type: 'client_credentials', client_id, client_secret });
    const response = await fetch(`${issuer}/oauth/token`, { method: 'POST', body });
    return { status: response.status, ...(await response.json()) };
  };
  const migrated = () => promisify(execFile)(program, ['migrate', '--store', url], { env });
  return { pool, badges, command, migrated, serve, tokenOf };
}

test('an account that Rust made is administered in JavaScript, while the server runs', { skip }, async (context) => {
  const { badges, command, serve, migrated, tokenOf } = await both(context, 'of_rust');
  await migrated();
  const made = Object.fromEntries((await command('bootstrap', '--company', 'acme', '--name', 'Nightly sync')).trimEnd().split('\n').map((line) => line.split('=')));
  await serve();

  const { access_token: first } = await tokenOf(made);
  await assert.rejects(badges.authorize(`Bearer ${first}`, need), { code: 'insufficient_scope' });
  await badges.setPermissions(ann, 'acme', made.client_id, { company: { rfis: 'read_only' } });
  assert.equal((await badges.authorize(`Bearer ${(await tokenOf(made)).access_token}`, need)).client_id, made.client_id);

  const second = await badges.addSecret(ann, 'acme', made.client_id);
  assert.equal((await tokenOf({ ...made, client_secret: second.client_secret })).status, 200);
  const { items } = await badges.listSecrets(ann, 'acme', made.client_id);
  await badges.revokeSecret(ann, 'acme', made.client_id, items.find(({ secret_id }) => secret_id !== second.secret_id).secret_id);
  const refused = await tokenOf(made);
  assert.deepEqual([refused.status, refused.error], [401, 'invalid_client']);
});

test('an account that JavaScript made is administered by the server, on tables that JavaScript made', { skip }, async (context) => {
  const { pool, badges, command, serve, tokenOf } = await both(context, 'of_javascript');
  await migrate(pool);
  const made = await badges.createAccount(ann, 'acme', { app_type: 'custom', name: 'Nightly sync' });
  const { access_token } = await badges.requestToken(credentials(made));
  await serve();
  assert.equal((await tokenOf(made)).status, 200);

  const company = ['--company', 'acme'];
  await command('permission', 'set', made.client_id, 'rfis:standard', ...company);
  assert.equal((await badges.authorize(`Bearer ${access_token}`, need)).client_id, made.client_id);
  assert.match(await command('account', 'list', ...company), /Nightly sync/);
  const { items: [{ secret_id: id }] } = await badges.listSecrets(ann, 'acme', made.client_id);
  await command('secret', 'revoke', made.client_id, id, '--yes', ...company);
  await assert.rejects(badges.requestToken(credentials(made)), { code: 'invalid_client' });
  await assert.rejects(badges.authorize(`Bearer ${access_token}`, need), { code: 'invalid_token' });
  await command('audit', 'verify', ...company);
});

test('rows have one form, whoever wrote them', { skip }, async (context) => {
  const { pool, badges, command } = await both(context, 'of_both');
  await migrate(pool);
  await command('bootstrap', '--company', 'acme', '--name', 'Nightly sync');
  await badges.bootstrap('beta', 'Nightly sync');
  const { rows } = await pool.query('select key, version from badgehouse_entries');
  const partitions = new Map();
  for (const { key, version } of rows) {
    assert.match(version, /^[A-Za-z0-9_-]{22}$/, key);
    const [partition, ...rest] = key.split('/');
    const kinds = partitions.get(partition) ?? partitions.set(partition, []).get(partition);
    kinds.push(rest[0]);
  }
  const [one, other] = [...partitions.values()].filter((kinds) => kinds.length > 2).map((kinds) => [...new Set(kinds)].sort());
  assert.deepEqual(one, other);
});
