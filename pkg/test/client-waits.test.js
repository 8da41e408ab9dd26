// How long is waited before a request is sent again, with a clock of the test's. No server is here, whose connections the clock would stop.
import assert from 'node:assert/strict';
import { mock, test } from 'node:test';
import { client } from 'badgehouse/client';

const later = (seconds) => new Response(null, { status: 503, headers: seconds === undefined ? {} : { 'retry-after': seconds } });
const turns = () => new Promise((resolve) => setImmediate(resolve));

/** A list that is answered so, one after the other; `after` tells how many requests there were when so much time has passed. */
function listing(t, options, chance, ...answers) {
  mock.timers.enable({ apis: ['setTimeout'] });
  mock.method(Math, 'random', () => chance);
  t.after(() => (mock.timers.reset(), mock.restoreAll()));
  let arrived = 0;
  const last = () => Response.json({ items: [], next_cursor: null });
  const fetch = async () => [...answers, last()][arrived++];
  const read = client({ api: '/v1', company: 'acme', fetch }).listAccounts({}, options);
  const after = async (ms) => {
    await turns();
    mock.timers.tick(ms);
    await turns();
    return arrived;
  };
  return { read, after };
}

test('a server is not asked before the time that it names', async (t) => {
  const { read, after } = listing(t, {}, 0.5, later('7'), later(new Date(Date.now() + 4_900).toUTCString()));
  assert.equal(await after(6999), 1);
  assert.equal(await after(126), 2);
  assert.equal(await after(3000), 2);
  assert.equal(await after(3000), 3);
  assert.deepEqual((await read).items, []);
});

test('what the waits are is left to chance, and their bound doubles', async (t) => {
  const { read, after } = listing(t, {}, 0.96, later(), later(), later());
  assert.equal(await after(239), 1);
  assert.equal(await after(1), 2);
  assert.equal(await after(479), 2);
  assert.equal(await after(1), 3);
  assert.equal(await after(959), 3);
  assert.equal(await after(1), 4);
  await read;
});

test('by chance nothing is waited for', async (t) => {
  const { read, after } = listing(t, {}, 0, later(), later());
  await after(1);
  assert.equal(await after(1), 3);
  await read;
});

test('a signal ends the waiting', async (t) => {
  const stopped = new AbortController();
  const { read, after } = listing(t, { signal: stopped.signal }, 1, later('7'));
  assert.equal(await after(1000), 1);
  stopped.abort(new Error('the page was left'));
  await assert.rejects(read, { message: 'the page was left' });
  assert.equal(await after(9000), 1);
});

test('a call that was ended sends nothing and answers nothing, also where `fetch` looks at no signal', async () => {
  const reason = new Error('the page was left');
  const stopped = new AbortController();
  let arrived = 0;
  const fetch = async () => {
    arrived += 1;
    stopped.abort(reason);
    return Response.json({ items: [], next_cursor: null });
  };
  const accounts = client({ api: '/v1', company: 'acme', fetch });
  await assert.rejects(accounts.listAccounts({}, { signal: stopped.signal }), reason);
  await assert.rejects(accounts.listAccounts({}, { signal: stopped.signal }), reason);
  assert.equal(arrived, 1);
});
