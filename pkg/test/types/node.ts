// What the types of `badgehouse/node` and of the guards allow and what they refuse, with Node's own types; compiled, never run.
import { createServer, type IncomingMessage } from 'node:http';
import { createServer as createServer2, createSecureServer } from 'node:http2';
import { authorized, open, sourceOf, type Badgehouse, type Guard } from 'badgehouse';
import { toExpress, toFastify, toNodeHandler } from 'badgehouse/node';
import { MemoryStore } from 'badgehouse/stores/memory';

const badges: Badgehouse = await open({ issuer: 'i', contactDomain: 'd', sealingKeys: ['k'], store: new MemoryStore() });
createServer(toNodeHandler(badges));
createServer2(toNodeHandler(badges));
createSecureServer(toNodeHandler(badges, { encrypted: () => true }));
createServer(
  toNodeHandler(badges, {
    actor: async (request: IncomingMessage) => (request.headers.cookie === 'x' ? { kind: 'user', company: 'acme', id: 'ann', levels: { admin: 'admin' } } : undefined),
    source: ({ socket }) => sourceOf(socket.remoteAddress ?? ''),
    onError: (error, request) => console.error(error, request.url),
  }),
);
// @ts-expect-error an actor is no text
void toNodeHandler(badges, { actor: () => 'ann' });

const fixed: Guard = badges.require({ company: 'acme', tool: 'rfis', level: 'read_only' });
const { who, response } = await fixed('Bearer x');
if (response === undefined) who.client_id satisfies string;
// @ts-expect-error who may not go on is nobody
who.client_id satisfies string;
const byCall = badges.require((request: { readonly project: string }) => ({ company: 'acme', tool: 'rfis', level: 'read_only', project: request.project }));
void byCall('Bearer x', { project: 'p' });
// @ts-expect-error the need is asked with something
void byCall('Bearer x');
createServer((request, answer) => void toExpress(fixed)(request, answer, () => authorized(request).client_id));
void toFastify(fixed);
// @ts-expect-error Express's request has no project
createServer((request, answer) => void toExpress(byCall)(request, answer, () => undefined));
