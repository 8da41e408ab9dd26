// A server of Node's own `http`: the OAuth endpoints and their metadata, the admin API for who is signed in, and a sample API that service
// accounts call. `cargo xtask demo --npm` walks the main job against it.
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { Readable } from 'node:stream';
import { BadgehouseError, open } from 'badgehouse';
import { MemoryStore } from 'badgehouse/stores/memory';

const catalogue = {
  tools: [
    { id: 'admin', name: 'Administration', scope: 'company' },
    { id: 'directory', name: 'Directory', scope: 'company' },
    { id: 'rfis', name: 'RFIs', scope: 'project' },
  ],
  apps: [{ id: 'field_scheduler', name: 'Field Scheduler' }],
};

// Whom your product has signed in, and which levels it gave them: here one.
const ann = { kind: 'user', company: 'acme', id: 'ann', levels: { admin: 'admin', directory: 'admin' } };
const cookie = `session=${randomBytes(16).toString('hex')}`;

const server = createServer();
server.listen(Number(process.env.PORT ?? 0), '127.0.0.1');
await once(server, 'listening');
const origin = `http://127.0.0.1:${server.address().port}`;
const opened = open({
  issuer: origin,
  audiences: [`${origin}/sample`],
  contactDomain: 'svc.example.com',
  sealingKeys: [randomBytes(32).toString('base64url')], // a new one each time, as the store is
  store: new MemoryStore(),
  catalogue,
  onDiagnostic: console.error,
});
server.on('request', (incoming, outgoing) => answer(incoming, outgoing).catch((error) => outgoing.destroy(error)));
const badges = await opened;
console.log(`Badgehouse at ${origin}: the npm package in Node ${process.versions.node}, on a store in memory`);
console.log(`It knows Ann, who administers acme, by the cookie ${cookie}`);

async function answer(incoming, outgoing) {
  const response = await handle(incoming).catch(refusal);
  outgoing.writeHead(response.status, [...response.headers].flat());
  outgoing.end(Buffer.from(await response.arrayBuffer()));
}

async function handle(incoming) {
  await opened; // who asks before then waits
  const request = made(incoming);
  if (!request) return new Response(null, { status: 400 });
  const { pathname } = new URL(request.url);
  const sample = /^\/sample\/(?:projects\/([^/]+)|tools)\/([^/]+)$/.exec(pathname);
  if (sample) return called(request, { tool: sample[2], project: sample[1] });
  if (!/^\/(oauth|badgehouse|\.well-known)\//.test(pathname)) return new Response(null, { status: 404 });
  const signedIn = pathname.startsWith('/badgehouse/') && request.headers.get('cookie') === cookie;
  return badges.handle(request, { actor: signedIn ? ann : undefined, source: incoming.socket.remoteAddress });
}

/** The API of this product: what a service account may do there. */
async function called(request, { tool, project }) {
  return Response.json(await badges.authorize(request, { company: 'acme', tool, level: 'read_only', project, origin }));
}

/** The platform's own `Request`. Every value of a header is in it, so that several `Authorization` headers are seen to be several. */
function made(incoming) {
  const headers = Object.entries(incoming.headersDistinct).flatMap(([name, values]) => values.map((value) => [name, value]));
  const body = ['GET', 'HEAD'].includes(incoming.method) ? undefined : Readable.toWeb(incoming);
  try {
    return new Request(origin + incoming.url, { method: incoming.method, headers, body, duplex: 'half' });
  } catch {
    return undefined; // a target or a method that no Request can have
  }
}

function refusal(error) {
  if (!(error instanceof BadgehouseError)) throw error;
  if (error.diagnostic) console.error(error.diagnostic, error.cause);
  return error.toResponse();
}
