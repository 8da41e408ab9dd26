// A server of HTTP with an engine behind it, and a client of its admin API.
import { createServer } from 'node:http';
import { client } from 'badgehouse/client';
import { toNodeHandler } from 'badgehouse/node';

import { ann, opened } from './given.js';

/** Listens on a port of its own; `answer` gives a `Response` for a `Request`, or nothing, and then the connection breaks off. */
export async function listening(answer) {
  const handle = async (request) => (await answer(request)) ?? Promise.reject(new Error('lost'));
  const handler = toNodeHandler({ handle });
  const server = createServer((incoming, outgoing) => handler(incoming, outgoing, () => outgoing.destroy()));
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  const origin = `http://127.0.0.1:${server.address().port}`;
  return { origin, api: `${origin}/badgehouse/v1`, close: () => (server.closeAllConnections(), server.close()) };
}

/**
 * An engine behind a server, for the time of a test: `arrived` is what came, and `faults` are done to what comes next, one to each, in their order. A fault is
 * given the answer when the engine has done what was asked, or `'before'` before: what it gives is answered, nothing breaks off.
 */
export async function served(t, options = {}, more = {}) {
  const badges = await opened(options);
  const arrived = [];
  const faults = [];
  const server = await listening(async (request) => {
    arrived.push(request.clone());
    const fault = faults.shift();
    const early = await fault?.('before');
    if (early instanceof Response) return early;
    const answer = await badges.handle(request, { actor: ann });
    return fault === undefined ? answer : fault(answer);
  });
  t.after(() => server.close());
  const accounts = client({ api: server.api, company: 'acme', ...more });
  return { badges, server, accounts, arrived, faults };
}

/** Faults: the server does it and its answer is lost; something else is answered and nothing done. */
export const lost = (answer) => (answer === 'before' ? answer : undefined);
export const instead = (status, headers = {}, body = null) => () => new Response(body, { status, headers });
