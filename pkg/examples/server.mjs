// A server of Node's own `http`: the OAuth endpoints and their metadata, the admin API for who is signed in, and a sample API that service
// accounts call. `cargo xtask demo --npm` walks the main job against it.
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { open } from 'badgehouse';
import { authorized, toExpress, toNodeHandler } from 'badgehouse/node';
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
const answering = mounted();
server.on('request', async (incoming, outgoing) => (await answering)(incoming, outgoing)); // who asks before it is open waits
await answering;
console.log(`Badgehouse at ${origin}: the npm package in Node ${process.versions.node}, on a store in memory`);
console.log(`It knows Ann, who administers acme, by the cookie ${cookie}`);

async function mounted() {
  const badges = await open({
    issuer: origin,
    audiences: [`${origin}/sample`],
    contactDomain: 'svc.example.com',
    sealingKeys: [randomBytes(32).toString('base64url')], // a new one each time, as the store is
    store: new MemoryStore(),
    catalogue,
    onDiagnostic: console.error,
  });
  const handle = toNodeHandler(badges, {
    actor: ({ url, headers }) => (url.startsWith('/badgehouse/') && headers.cookie === cookie ? ann : undefined),
  });
  // The API of this product: what a service account may do there.
  const sample = /^\/sample\/(?:projects\/([^/?]+)|tools)\/(admin|directory|rfis)(?:\?|$)/;
  const mayRead = toExpress(
    badges.require(({ url }) => {
      const [, project, tool] = sample.exec(url);
      return { company: 'acme', tool, project, level: 'read_only', origin };
    }),
  );
  return (incoming, outgoing) => {
    if (/^\/(oauth|badgehouse|\.well-known)\//.test(incoming.url)) return handle(incoming, outgoing);
    if (!sample.test(incoming.url)) return outgoing.writeHead(404).end();
    return mayRead(incoming, outgoing, (error) => {
      if (error) return outgoing.destroy(error);
      outgoing.setHeader('content-type', 'application/json');
      outgoing.end(JSON.stringify(authorized(incoming)));
    });
  };
}
