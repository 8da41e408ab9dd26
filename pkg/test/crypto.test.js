import assert from 'node:assert/strict';
import { constants, createPublicKey, generateKeyPairSync, sign, verify as verifySignature } from 'node:crypto';
import { test } from 'node:test';
import { webCrypto } from 'badgehouse';
import { MemoryStore } from 'badgehouse/stores/memory';

import { ann, builtIn, created, opened, readRfis, sealingKey } from './given.js';

const another = 'AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA';
const message = new TextEncoder().encode('what is signed');

for (const signingAlgorithm of ['ES256', 'EdDSA']) {
  const policy = { signingAlgorithm };
  const providers = { WebCrypto: undefined, ...(signingAlgorithm === 'EdDSA' && { 'the built-in provider': builtIn }) };

  for (const [maker, makes] of Object.entries(providers)) {
    for (const [user, uses] of Object.entries(providers)) {
      test(`${signingAlgorithm}: ${user} opens and verifies what ${maker} sealed and signed`, async () => {
        const store = new MemoryStore();
        const [one, two] = await Promise.all([makes, uses].map((crypto) => opened({ store, policy, ...(crypto && { crypto }) })));
        const account = await created(one);
        await one.setPermissions(ann, 'acme', account.client_id, { company: { rfis: 'read_only' } });
        const [first, second] = [await one.requestToken(credentials(account)), await two.requestToken(credentials(account))];
        assert.equal(header(first).kid, header(second).kid);
        assert.equal(header(second).alg, signingAlgorithm);
        await one.authorize(`Bearer ${second.access_token}`, readRfis);
        await two.authorize(`Bearer ${first.access_token}`, readRfis);
      });
    }
  }

  test(`${signingAlgorithm}: a token is verified with the published key by another library`, async () => {
    const badges = await opened({ policy });
    const token = (await badges.requestToken(credentials(await created(badges)))).access_token;
    const { keys } = await badges.jwks();
    const key = createPublicKey({ key: keys[0], format: 'jwk' });
    const [head, claims, signature] = token.split('.');
    const digest = signingAlgorithm === 'ES256' ? 'sha256' : null;
    const signed = Buffer.from(`${head}.${claims}`);
    assert.ok(verifySignature(digest, signed, { key, dsaEncoding: 'ieee-p1363' }, Buffer.from(signature, 'base64url')));
  });

  test(`${signingAlgorithm}: a signature that was altered, or is of a wrong length, is false`, async () => {
    const provider = webCrypto({ sealingKeys: [sealingKey] });
    const key = await provider.generate(signingAlgorithm);
    const signature = await provider.sign(signingAlgorithm, key, message);
    assert.equal(signature.length, 64);
    const check = (signature) => provider.verify(signingAlgorithm, key.jwk, message, signature);
    assert.equal(await check(signature), true);
    for (const length of [0, 63]) assert.equal(await check(signature.subarray(0, length)), false);
    assert.equal(await check(new Uint8Array(65)), false);
    signature[5] ^= 1;
    assert.equal(await check(signature), false);
  });
}

test('each sealing key opens, and only the first seals', async () => {
  const [old, turned, lost] = [[another], [sealingKey, another], [sealingKey]].map((sealingKeys) => webCrypto({ sealingKeys }));
  const before = await old.generate('ES256');
  await turned.sign('ES256', before, message);
  await assert.rejects(lost.sign('ES256', before, message), /not configured/);
  await lost.sign('ES256', await turned.generate('ES256'), message);
});

test('a sealed key is bound to its public key and to each of its bytes', async () => {
  const provider = webCrypto({ sealingKeys: [sealingKey] });
  const [one, other] = [await provider.generate('ES256'), await provider.generate('ES256')];
  await assert.rejects(provider.sign('ES256', { jwk: other.jwk, sealed: one.sealed }, message), /altered/);
  const parts = one.sealed.split('.');
  const flipped = parts[3][0] === 'A' ? 'B' : 'A';
  const altered = [...parts.slice(0, 3), flipped + parts[3].slice(1)].join('.');
  await assert.rejects(provider.sign('ES256', { ...one, sealed: altered }, message), /altered/);
  for (const sealed of ['', 'x', parts.slice(0, 3).join('.'), `${one.sealed}.x`, one.sealed.replace('sealed-1', 'sealed-2')]) {
    await assert.rejects(provider.sign('ES256', { ...one, sealed }, message), /damaged/);
  }
});

test('a sealing key is of 32 bytes', async () => {
  const provider = webCrypto({ sealingKeys: ['AAAAAAAAAAAAAAAAAAAAAA'] });
  await assert.rejects(provider.generate('ES256'), /32 bytes/);
});

test('a key that was opened cannot be extracted', async (context) => {
  const opened = [];
  const importKey = crypto.subtle.importKey.bind(crypto.subtle);
  context.mock.method(crypto.subtle, 'importKey', async (...given) => {
    const key = await importKey(...given);
    opened.push(key);
    return key;
  });
  const provider = webCrypto({ sealingKeys: [sealingKey] });
  const key = await provider.generate('ES256');
  await provider.sign('ES256', key, message);
  await provider.sign('ES256', key, message);
  assert.deepEqual(opened.map(({ type, extractable }) => [type, extractable]), [['secret', false], ['private', false]]);
});

test('a key that is used goes on to be kept, however many others come', async (context) => {
  const provider = webCrypto({ sealingKeys: [sealingKey] });
  const keys = [];
  for (let index = 0; index < 100; index += 1) keys.push(await provider.generate('ES256'));
  const signature = await provider.sign('ES256', keys[0], message);
  const importKey = context.mock.method(crypto.subtle, 'importKey');
  for (const { jwk } of keys.slice(1)) {
    assert.equal(await provider.verify('ES256', keys[0].jwk, message, signature), true);
    assert.equal(await provider.verify('ES256', jwk, message, signature), false);
  }
  assert.equal(importKey.mock.callCount(), 100);
  await provider.verify('ES256', keys.at(-1).jwk, message, signature);
  assert.equal(importKey.mock.callCount(), 100);
  await provider.verify('ES256', keys[1].jwk, message, signature);
  assert.equal(importKey.mock.callCount(), 101);
});

for (const algorithm of ['ES256', 'EdDSA'])
test(`${algorithm}: a public key that the platform refuses is decided on, and a private one is a failure`, async (context) => {
  const provider = webCrypto({ sealingKeys: [sealingKey] });
  const key = await provider.generate(algorithm);
  const signature = await provider.sign(algorithm, key, message);
  const another = webCrypto({ sealingKeys: [sealingKey] });
  for (const name of ['DataError', 'OperationError', 'NotSupportedError']) {
    const real = crypto.subtle.importKey.bind(crypto.subtle);
    const refuse = async (format, ...given) => (format === 'raw' ? real(format, ...given) : Promise.reject(new DOMException('no', name)));
    const { mock } = context.mock.method(crypto.subtle, 'importKey', refuse);
    const verdict = await another.verify(algorithm, key.jwk, message, signature).catch(({ code }) => code);
    // Ed25519 is built in; of another key that the platform does not take, nothing is good.
    assert.equal(verdict, algorithm === 'EdDSA' ? 'unsupported' : false, name);
    const failure = await another.sign(algorithm, key, message).catch((error) => error);
    assert.equal(failure.code === 'unsupported', name === 'NotSupportedError');
    mock.restore();
  }
  assert.equal(await another.verify(algorithm, key.jwk, message, signature), true);
});

test('what a provider leaves that is not built in is broken, and the operator is told what to do', async () => {
  const store = new MemoryStore();
  const { access_token } = await (await opened({ store })).requestToken(credentials(await created(await opened({ store }))));
  const crypto = webCrypto({ sealingKeys: [sealingKey] });
  const said = { name: 'BadgehouseError', diagnostic: /does not support ES256, .* open the engine with a provider that does ES256/ };
  const calls = [
    (badges) => badges.jwks(),
    async (badges) => badges.requestToken(credentials(await created(badges))),
  ];
  for (const call of calls) await assert.rejects(call(await opened({ crypto: builtIn })), (error) => matches(error, said));
  const verifying = await opened({ store, crypto: { ...crypto, verify: builtIn.verify } });
  await assert.rejects(verifying.authorize(`Bearer ${access_token}`, readRfis), (error) => matches(error, said));
});

test('RS256 is generated, signed and verified by the platform, and PS256 verified', async () => {
  const store = new MemoryStore();
  const badges = await opened({ store, policy: { signingAlgorithm: 'RS256' } });
  const token = await badges.requestToken(credentials(await created(badges)));
  assert.equal(header(token).alg, 'RS256');
  await assert.rejects(badges.authorize(`Bearer ${token.access_token}`, readRfis), { code: 'insufficient_scope' });
  const provider = webCrypto({ sealingKeys: [sealingKey] });
  const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const { kty, n, e } = publicKey.export({ format: 'jwk' });
  const pss = { key: privateKey, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: 32 };
  assert.equal(await provider.verify('PS256', { kty, n, e }, message, new Uint8Array(sign('sha256', message, pss))), true);
  assert.equal(await provider.verify('RS256', { kty, n, e }, message, new Uint8Array(sign('sha256', message, pss))), false);
});

test('an algorithm that the platform lacks is left to the built-in provider', async (context) => {
  for (const method of ['generateKey', 'importKey']) {
    const real = crypto.subtle[method].bind(crypto.subtle);
    context.mock.method(crypto.subtle, method, async (...given) => {
      if (given.some((argument) => argument?.name === 'Ed25519')) throw new DOMException('no such curve', 'NotSupportedError');
      return real(...given);
    });
  }
  const badges = await opened({ policy: { signingAlgorithm: 'EdDSA' } });
  const { access_token } = await badges.requestToken(credentials(await created(badges)));
  await assert.rejects(badges.authorize(`Bearer ${access_token}`, readRfis), { code: 'insufficient_scope' });
});

test('a provider that fails is not replaced, and what it threw is the cause', async () => {
  const why = new Error('the key service is down');
  const fail = () => Promise.reject(why);
  const badges = await opened({ crypto: { generate: fail, sign: fail, verify: fail } });
  const error = await badges.jwks().catch((error) => error);
  assert.equal(error.status, 500);
  assert.equal(error.cause, why);
});

test('only true is a valid signature', async () => {
  const store = new MemoryStore();
  const badges = await opened({ store });
  const { access_token } = await badges.requestToken(credentials(await created(badges)));
  for (const verdict of [false, 1, 'true', undefined, {}]) {
    const fooled = await opened({ store, crypto: { ...builtIn, verify: () => verdict } });
    await assert.rejects(fooled.authorize(`Bearer ${access_token}`, readRfis), ({ code }) => code !== 'insufficient_scope');
  }
});

function credentials({ client_id, client_secret }) {
  return { client_id, client_secret };
}

function matches(error, { diagnostic, ...members }) {
  assert.match(error.diagnostic, diagnostic);
  for (const [name, value] of Object.entries(members)) assert.equal(error[name], value);
  return true;
}

function header({ access_token }) {
  return JSON.parse(Buffer.from(access_token.split('.')[0], 'base64url'));
}

test('whatever a provider answers, the call is settled and grants nothing', async () => {
  const deep = JSON.parse('['.repeat(5_000) + ']'.repeat(5_000));
  const throwing = new Proxy(
    {},
    {
      get() {
        throw new Error('mine');
      },
    },
  );
  for (const answer of [undefined, null, deep, throwing, { jwk: deep, sealed: 'x' }, { jwk: NaN }, new Uint8Array(2 ** 20), 'true', 1, 2n ** 70n]) {
    const store = new MemoryStore();
    const account = await created(await opened({ store }));
    for (const port of ['generate', 'sign']) {
      const badges = await opened({ store: port === 'sign' ? store : new MemoryStore(), crypto: { ...webCrypto({ sealingKeys: [sealingKey] }), [port]: () => answer } });
      const call = port === 'sign' ? badges.requestToken(credentials(account)) : badges.jwks();
      await assert.rejects(call, (error) => ['unavailable', 'broken', 'temporarily_unavailable'].includes(error.code) && !/stopped/.test(error.diagnostic));
    }
    const { access_token } = await (await opened({ store })).requestToken(credentials(account));
    const badges = await opened({ store, crypto: { ...webCrypto({ sealingKeys: [sealingKey] }), verify: () => answer } });
    await assert.rejects(badges.verify(`Bearer ${access_token}`, { company: 'acme' }));
  }
});
