// `toNodeHandler` behind servers of Node's own, told by what arrives on the wire.
import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import * as http2 from 'node:http2';
import { connect } from 'node:net';
import { test } from 'node:test';
import { toNodeHandler } from 'badgehouse/node';
import { sourceOf } from 'badgehouse';

import { ann, created, issuer, opened, unreached } from './given.js';

const accounts = '/badgehouse/v1/companies/acme/service-accounts';
const json = { 'content-type': 'application/json' };

/** A server with an engine behind it; `handled` is what `handle` was told. */
async function given(t, { options = {}, engine = {}, before = (_, __, next) => next(), create = createServer } = {}) {
  const badges = await opened(engine);
  const handled = [];
  const handle = async (request, known) => {
    handled.push({ request, known });
    return badges.handle(request, known);
  };
  const handler = toNodeHandler({ handle }, { actor: () => ann, ...options });
  const server = create((incoming, outgoing) => before(incoming, outgoing, () => handler(incoming, outgoing)));
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address();
  t.after(() => (server.closeAllConnections?.(), server.close()));
  return { badges, handled, port, origin: `http://127.0.0.1:${port}` };
}

/** What a server answers to bytes, up to where it ends the connection, a pattern is seen, or a signal says so. */
function raw(port, text, until, signal) {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1', () => socket.write(text));
    signal?.addEventListener('abort', () => socket.destroy());
    let answer = '';
    socket.on('data', (chunk) => {
      answer += chunk;
      if (until?.test(answer)) socket.destroy();
    });
    socket.on('close', () => resolve(answer));
    socket.on('error', reject);
  });
}

test('the admin API and the token endpoint answer, and connections stay', async (t) => {
  const { badges, origin } = await given(t);
  const made = await fetch(origin + accounts, { method: 'POST', headers: json, body: '{"app_type":"custom","name":"Nightly sync"}' });
  assert.equal(made.status, 201);
  const { client_id, client_secret } = await made.json();
  assert.equal((await badges.getAccount(ann, 'acme', client_id)).name, 'Nightly sync');
  const body = new URLSearchParams({ grant_type: 'client_credentials', client_id, client_secret });
  const token = await fetch(`${origin}/oauth/token`, { method: 'POST', body });
  assert.equal(token.headers.get('cache-control'), 'no-store');
  assert.equal((await token.json()).token_type, 'Bearer');
  assert.equal((await fetch(`${origin}/nothing`)).status, 404);
});

test('two requests of one connection are answered one after the other, whatever became of the first one\'s body', async (t) => {
  const { port } = await given(t);
  const long = 'x'.repeat(200_000);
  const first = `POST ${accounts} HTTP/1.1\r\nhost: a\r\ncontent-type: application/json\r\ncontent-length: ${long.length}\r\n\r\n${long}`;
  const second = 'GET /oauth/jwks HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n';
  const answer = await raw(port, first + second);
  assert.deepEqual([...answer.matchAll(/HTTP\/1\.1 (\d+)/g)].map(([, status]) => status), ['413', '200']);
});

test('two requests of one connection are answered where the product\'s own function throws, and where no Request can be made of the first', async (t) => {
  const long = 'x'.repeat(200_000);
  const first = (method) => `${method} ${accounts} HTTP/1.1\r\nhost: a\r\ncontent-type: application/json\r\ncontent-length: ${long.length}\r\n\r\n${long}`;
  const second = 'GET /nothing HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n';
  const statuses = async (port, method) => {
    const answer = await raw(port, first(method) + second, undefined, AbortSignal.timeout(5_000));
    return [...answer.matchAll(/HTTP\/1\.1 (\d+)/g)].map(([, status]) => status);
  };
  for (const name of ['actor', 'source', 'encrypted']) {
    const throwing = { [name]: ({ method }) => (method === 'POST' ? Promise.reject(new Error('mine')) : undefined), onError: () => {} };
    assert.deepEqual(await statuses((await given(t, { options: throwing })).port, 'POST'), ['500', '404'], name);
  }
  const handler = toNodeHandler(await opened(), { actor: ({ method }) => (method === 'POST' ? Promise.reject(new Error('mine')) : ann) });
  const next = (outgoing) => () => outgoing.writeHead(503).end();
  assert.deepEqual(await statuses((await given(t, { before: (incoming, outgoing) => handler(incoming, outgoing, next(outgoing)) })).port, 'POST'), ['503', '404'], 'with next');
  assert.deepEqual(await statuses((await given(t)).port, 'TRACE'), ['400', '404']);
});

test('several Authorization headers are seen to be several', async (t) => {
  const { badges, port } = await given(t, { options: { actor: undefined } });
  const { client_id, client_secret } = await created(badges);
  const basic = `authorization: Basic ${btoa(`${client_id}:${client_secret}`)}\r\n`;
  const form = 'grant_type=client_credentials';
  const asked = (headers) =>
    raw(port, `POST /oauth/token HTTP/1.1\r\nhost: a\r\nconnection: close\r\n${headers}content-type: application/x-www-form-urlencoded\r\ncontent-length: ${form.length}\r\n\r\n${form}`);
  assert.match(await asked(basic), /^HTTP\/1\.1 200/);
  assert.match(await asked(basic + basic), /^HTTP\/1\.1 401/);
  assert.match(await asked(basic + 'authorization: Bearer x\r\n'), /^HTTP\/1\.1 401/);
});

test('no more of a body is taken than the engine reads, and one without end is cut off', async (t) => {
  const { port } = await given(t);
  const head = `POST ${accounts} HTTP/1.1\r\nhost: a\r\ncontent-type: application/json\r\ntransfer-encoding: chunked\r\n\r\n`;
  const piece = `10000\r\n${'x'.repeat(0x10000)}\r\n`;
  let written = 0;
  const answer = await new Promise((resolve) => {
    let text = '';
    const socket = connect(port, '127.0.0.1', () => {
      socket.write(head);
      const more = () => {
        while (!socket.destroyed && socket.write(piece)) written += piece.length;
        written += piece.length;
        if (!socket.destroyed) socket.once('drain', more);
      };
      more();
    });
    socket.on('data', (chunk) => (text += chunk));
    socket.on('error', () => {});
    socket.on('close', () => resolve(text));
  });
  assert.match(answer, /^HTTP\/1\.1 413/);
  assert.ok(written > 8_000_000 && written < 40_000_000, String(written));
});

test('a request that breaks off writes nothing, and harms nobody', async (t) => {
  const { badges, port, handled } = await given(t);
  const head = `POST ${accounts} HTTP/1.1\r\nhost: a\r\ncontent-type: application/json\r\ncontent-length: 44\r\n\r\n`;
  await new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => socket.write(`${head}{"app_type":"custom",`, () => setTimeout(() => socket.destroy(), 50)));
    socket.on('close', resolve);
  });
  while (handled.length === 0) await new Promise((resolve) => setTimeout(resolve, 10));
  assert.deepEqual((await badges.listAccounts(ann, 'acme')).items, []);
  assert.match(await raw(port, 'GET /oauth/jwks HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n'), /^HTTP\/1\.1 200/);
});

test('a client that has left is answered nothing, and the operation goes on', async (t) => {
  let release;
  const waits = new Promise((resolve) => (release = resolve));
  const { badges, port, handled } = await given(t, { options: { actor: () => waits.then(() => ann) } });
  const body = '{"app_type":"custom","name":"Left behind"}';
  const socket = connect(port, '127.0.0.1', () => socket.write(`POST ${accounts} HTTP/1.1\r\nhost: a\r\ncontent-type: application/json\r\ncontent-length: ${body.length}\r\n\r\n${body}`));
  await new Promise((resolve) => setTimeout(resolve, 100));
  release();
  while (handled.length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
  socket.destroy();
  for (let tries = 0; tries < 100 && (await badges.listAccounts(ann, 'acme')).items.length === 0; tries += 1) await new Promise((resolve) => setTimeout(resolve, 10));
  assert.equal((await badges.listAccounts(ann, 'acme')).items.length, 1);
});

test('HEAD is answered as GET is, without its body', async (t) => {
  const { port } = await given(t);
  const asked = (method) => raw(port, `${method} /oauth/jwks HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n`);
  const [get, head] = [await asked('GET'), await asked('HEAD')];
  assert.match(head, /^HTTP\/1\.1 200/);
  assert.match(get.split('\r\n\r\n')[1], /"keys"/);
  assert.equal(head.split('\r\n\r\n')[1], '');
  const lengthOf = (answer) => /content-length: (\d+)/i.exec(answer)?.[1];
  assert.ok(lengthOf(head) === undefined || lengthOf(head) === lengthOf(get));
});

test('the address is the path that was asked for, and no host that somebody named', async (t) => {
  const { port } = await given(t);
  const status = async (line, headers = 'host: a\r\n') => /^HTTP\/1\.1 (\d+)/.exec(await raw(port, `${line} HTTP/1.1\r\n${headers}connection: close\r\n\r\n`))[1];
  assert.equal(await status('GET /oauth/jwks', 'host: [::not a host\r\n'), '200');
  assert.equal(await status('GET http://elsewhere.example/oauth/jwks?x'), '200');
  assert.equal(await status('GET //elsewhere.example/oauth/jwks'), '404');
  assert.equal(await status('OPTIONS *'), '400');
  assert.equal(await status('TRACE /oauth/jwks'), '400');
});

test('guessing is held up by the client\'s address, as the product says it', async (t) => {
  const { badges, origin } = await given(t, { options: { source: ({ headers }) => sourceOf(headers['x-client']) }, engine: { policy: { failures: 1 } } });
  const { client_id, client_secret } = await created(badges);
  const asked = async (secret, client) => {
    const body = new URLSearchParams({ grant_type: 'client_credentials', client_id, client_secret: secret });
    return (await fetch(`${origin}/oauth/token`, { method: 'POST', body, headers: { 'x-client': client } })).status;
  };
  assert.deepEqual([await asked('a', '192.0.2.7'), await asked('b', '192.0.2.7'), await asked(client_secret, '192.0.2.7')], [401, 429, 200]);
  assert.equal(await asked('b', '192.0.2.8'), 401);
});

test('without a word of the product the connection\'s address is the source, but not this machine\'s', async (t) => {
  const { handled, origin } = await given(t, { before: (incoming, _, next) => (Object.defineProperty(incoming.socket, 'remoteAddress', { value: incoming.headers['x-peer'], configurable: true }), next()) });
  const peers = { '127.0.0.1': undefined, '127.9.9.9': undefined, '::1': undefined, '::ffff:127.0.0.1': undefined, '192.0.2.7': '192.0.2.7', '::ffff:192.0.2.7': '192.0.2.7', '2001:db8:1:2:3:4:5:6': '2001:db8:1:2::/64' };
  for (const [peer, source] of Object.entries(peers)) {
    await fetch(`${origin}/oauth/jwks`, { headers: { 'x-peer': peer } });
    assert.deepEqual([handled.at(-1).known.source, handled.at(-1).known.encrypted], [source, undefined], peer);
  }
});

test('a source is an address, and of IPv6 a network', () => {
  const known = { '192.0.2.7': '192.0.2.7', '[2001:db8:1:2::9]': '2001:db8:1:2::/64', '2001:DB8::': '2001:db8:0:0::/64', '::': '0:0:0:0::/64', 'fe80::1%eth0': 'fe80:0:0:0::/64', '::ffff:c000:207': '192.0.2.7' };
  for (const [address, source] of Object.entries(known)) assert.equal(sourceOf(address), source, address);
  for (const none of ['', 'unknown', '192.0.2', '192.0.2.256', '1.2.3.4, 5.6.7.8', '::g', '1::2::3', 'example.com', '192.0.2.7:80', '::1]/x[']) assert.equal(sourceOf(none), undefined, none);
});

test('what the product says of a request goes on, and what its functions throw is its own', async (t) => {
  const told = [];
  const why = new Error('the sessions are away');
  const failing = await given(t, { options: { actor: () => Promise.reject(why), onError: (error) => told.push(error) } });
  assert.equal((await fetch(failing.origin + accounts)).status, 500);
  assert.deepEqual(told, [why]);
  const { origin } = await given(t, { engine: { issuer }, options: { encrypted: () => false, actor: undefined } });
  const refused = await fetch(origin + accounts, { headers: { authorization: 'Bearer x' } });
  assert.equal(refused.status, 400);
  const broken = await given(t, { engine: { store: unreached(new Error('down')) } });
  assert.equal((await fetch(`${broken.origin}/oauth/jwks`)).status, 503);
});

test('a body that somebody has read before is an error of the product, and hangs nobody', async (t) => {
  const told = [];
  const before = async (incoming, _, next) => {
    for await (const chunk of incoming) void chunk;
    next();
  };
  const { origin } = await given(t, { before, options: { onError: (error) => told.push(error) } });
  const answer = await fetch(origin + accounts, { method: 'POST', headers: json, body: '{}', signal: AbortSignal.timeout(30_000) });
  assert.equal(answer.status, 500);
  assert.match(told[0].message, /read already/);
  assert.equal((await fetch(`${origin}/oauth/jwks`)).status, 200);
});

test('a middleware hands on what was thrown, and an answer that has begun is left alone', async (t) => {
  const errors = [];
  const handler = toNodeHandler(await opened(), { actor: () => Promise.reject(new RangeError('mine')) });
  const { origin } = await given(t, {
    before: (incoming, outgoing) =>
      handler(incoming, outgoing, (error) => {
        errors.push(error);
        outgoing.end('by next');
      }),
  });
  assert.equal(await (await fetch(origin + accounts)).text(), 'by next');
  assert.ok(errors[0] instanceof RangeError);
  const begun = await given(t, { before: (_, outgoing, next) => (outgoing.write('begun '), next().then(() => outgoing.end('and ended'))) });
  assert.equal(await (await fetch(`${begun.origin}/oauth/jwks`)).text(), 'begun and ended');
});

test('HTTP/2 is answered by the same handler', async (t) => {
  const { badges, port } = await given(t, { create: http2.createServer, options: { actor: undefined } });
  const { client_id, client_secret } = await created(badges);
  const session = http2.connect(`http://127.0.0.1:${port}`);
  t.after(() => session.destroy());
  const asked = (headers, body) =>
    new Promise((resolve, reject) => {
      const stream = session.request(headers);
      let [status, text] = [0, ''];
      stream.on('response', (answer) => (status = answer[':status']));
      stream.on('data', (chunk) => (text += chunk));
      stream.on('end', () => resolve([status, text]));
      stream.on('error', reject);
      stream.end(body);
    });
  const [status, text] = await asked(
    { ':method': 'POST', ':path': '/oauth/token', 'content-type': 'application/x-www-form-urlencoded', authorization: `Basic ${btoa(`${client_id}:${client_secret}`)}` },
    'grant_type=client_credentials',
  );
  assert.deepEqual([status, JSON.parse(text).token_type], [200, 'Bearer']);
  assert.equal((await asked({ ':method': 'HEAD', ':path': '/oauth/jwks' }))[0], 200);
  assert.equal((await asked({ ':method': 'POST', ':path': '/oauth/token', 'content-type': 'application/json' }, 'x'.repeat(100_000)))[0], 400);
});
