import assert from 'node:assert/strict';
import { test } from 'node:test';

import { ann, created, issuer, opened, readRfis } from './given.js';
import { prover } from './prover.js';

const endpoint = `${issuer}/oauth/token`;
const api = 'https://api.acme.example';
const elsewhere = 'https://b.example';

/** A service with an account that may read the RFIs, and a token of it that is bound to a key. */
async function given({ options, key = prover() } = {}) {
  const badges = await opened(options);
  const { client_id, client_secret } = await created(badges);
  await badges.setPermissions(ann, 'acme', client_id, { company: { rfis: 'read_only' } });
  const fetched = (wish) => badges.requestToken({ client_id, client_secret, dpop: key.proof('POST', endpoint, wish) });
  return { badges, key, fetched };
}

/** A call at an address, with a proof for the same or for another. */
function called(key, token, url, htu = url) {
  return new Request(url, { headers: { authorization: `DPoP ${token}`, dpop: key.proof('GET', htu, { token }) } });
}

test('a token that is bound to a key passes with a proof of this call and in no other way', async () => {
  const { badges, key, fetched } = await given();
  const { access_token: token, token_type, dpop_nonce } = await fetched();
  assert.deepEqual([token_type, dpop_nonce], ['DPoP', undefined]);
  const handler = badges.require(readRfis, () => new Response('ok'));
  assert.equal(await (await handler(called(key, token, `${api}/rfis?page=2`, `${api}/rfis`))).text(), 'ok');

  const twice = called(key, token, `${api}/rfis`);
  twice.headers.append('dpop', key.proof('GET', `${api}/rfis`, { token }));
  const without = called(key, token, `${api}/rfis`);
  without.headers.delete('dpop');
  const bearer = called(key, token, `${api}/rfis`);
  bearer.headers.set('authorization', `Bearer ${token}`);
  const others = [
    called(prover(), token, `${api}/rfis`),
    called(key, token, `${api}/rfis`, `${elsewhere}/rfis`),
    called(key, token, `${api}/rfis`, `${api}/invoices`),
    new Request(called(key, token, `${api}/rfis`), { method: 'DELETE' }),
  ];
  for (const [index, refused] of [twice, without, bearer, ...others].entries()) {
    const answer = await handler(refused);
    assert.equal(answer.status, 401, String(index));
    assert.match(answer.headers.get('www-authenticate'), refused === bearer ? /^Bearer error="invalid_token"/ : /^DPoP error="invalid_/);
  }
});

test('an API that names its origin takes no proof for another, whatever the address of the request', async () => {
  const { badges, key, fetched } = await given();
  const { access_token: token } = await fetched();
  const replayed = called(key, token, `${elsewhere}/rfis`);
  const own = called(key, token, 'http://10.0.0.7:8080/rfis?page=2', `${api}/rfis`);
  const local = { headers: own.headers, method: 'GET', url: '/rfis?page=2' };
  const ways = {
    authorize: (from, origin) => badges.authorize(from, { ...readRfis, origin }),
    verify: (from, origin) => badges.verify(from, { company: 'acme' }, undefined, { origin }),
    require: async (from, origin) => {
      const answer = await badges.require({ ...readRfis, origin }, () => new Response('ok'))(from);
      if (answer.status === 401) throw await answer.json();
      assert.equal(await answer.text(), 'ok');
    },
  };
  for (const [name, way] of Object.entries(ways)) {
    await way(replayed, undefined);
    for (const origin of [api, `${api}/`, `${api}:443`]) {
      await assert.rejects(way(replayed, origin), { code: 'invalid_dpop_proof' }, name);
      await way(own, origin);
    }
    await assert.rejects(way(own, undefined), { code: 'invalid_dpop_proof' }, name);
  }
  await ways.authorize(local, api);
});

test('an origin that is none is a mistake of the route', async () => {
  const told = [];
  const { badges, key, fetched } = await given({ options: { onDiagnostic: (...args) => told.push(args) } });
  const { access_token: token } = await fetched();
  const request = called(key, token, `${api}/rfis`);
  const wrong = ['', 'api.acme.example', 'ftp://api.acme.example', 'https://', `${api}//v1`, `${api}?x`, 'https://ann@api.acme.example', 7, {}];
  for (const origin of wrong) {
    const at = ({ code, errors }) => code === 'invalid_input' && errors[0].pointer === '/origin';
    await assert.rejects(badges.authorize(request, { ...readRfis, origin }), at, String(origin));
    await assert.rejects(badges.verify(request, { company: 'acme' }, undefined, { origin }), at, String(origin));
    assert.equal((await badges.require({ ...readRfis, origin }, assert.fail)(request)).status, 500);
  }
  assert.equal(told.length, wrong.length);
});

test('the nonce for the next proof comes with the token and with the refusal', async () => {
  const { badges, key, fetched } = await given({ options: { policy: { dpopNonces: true } } });
  const refusal = await fetched().catch((error) => error);
  assert.deepEqual([refusal.code, refusal.status, refusal.retryAfter], ['use_dpop_nonce', 400, undefined]);
  assert.match(refusal.dpopNonce, /^[\w-]{24}$/);
  assert.equal(refusal.toResponse().headers.get('dpop-nonce'), refusal.dpopNonce);
  const { access_token: token, dpop_nonce } = await fetched({ nonce: refusal.dpopNonce });
  assert.match(dpop_nonce, /^[\w-]{24}$/);
  const challenge = await badges.authorize(called(key, token, `${api}/rfis`), readRfis).catch((error) => error);
  assert.deepEqual([challenge.code, challenge.dpopNonce], ['use_dpop_nonce', dpop_nonce]);
  const proof = key.proof('GET', `${api}/rfis`, { token, nonce: challenge.dpopNonce });
  await badges.authorize(new Request(`${api}/rfis`, { headers: { authorization: `DPoP ${token}`, dpop: proof } }), readRfis);
});

for (const exponent of [3, 0xfffffffb]) {
  for (const refusal of [undefined, 'DataError', 'OperationError', 'NotSupportedError']) {
    const title = refusal ? `refused as the client's where the platform answers ${refusal}` : 'taken';
    test(`a proof by an RSA key with the exponent ${exponent} is ${title}`, async (context) => {
      const importKey = context.mock.method(crypto.subtle, 'importKey', refusing(refusal));
      const { badges, key, fetched } = await given({ key: prover(exponent) });
      if (refusal) return assert.rejects(fetched(), { code: 'invalid_dpop_proof' });
      const { access_token: token } = await fetched();
      await badges.authorize(called(key, token, `${api}/rfis`), readRfis);
      const [head, claims] = key.proof('GET', `${api}/rfis`, { token }).split('.');
      const dpop = `${head}.${claims}.${key.signed('another').toString('base64url')}`;
      const forged = new Request(`${api}/rfis`, { headers: { authorization: `DPoP ${token}`, dpop } });
      await assert.rejects(badges.authorize(forged, readRfis), { code: 'invalid_dpop_proof' });
      assert.ok(importKey.mock.calls.some(({ arguments: [, { kty }] }) => kty === 'RSA'));
    });
  }
}

/** `importKey` of a platform that refuses public RSA keys by an error of that name. */
function refusing(name) {
  const real = crypto.subtle.importKey.bind(crypto.subtle);
  return async (format, key, ...more) => {
    if (name !== undefined && key.kty === 'RSA') throw new DOMException('unsupported RSA key', name);
    return real(format, key, ...more);
  };
}
