// A back end: the OAuth endpoints and their metadata, the admin API for signed-in users, and an API that service accounts call.
import { BadgehouseError, open } from 'badgehouse';
import { MemoryStore } from 'badgehouse/stores/memory';
import { Hono } from 'hono';
import { getCookie } from 'hono/cookie';

const origin = 'https://acme.example';

// Whom your product has signed in, and which levels it gave them.
const sessions = new Map([['session-of-ann', { kind: 'user', company: 'acme', id: 'ann', levels: { admin: 'admin', directory: 'admin' } }]]);

export async function backEnd(env) {
  const badges = await open({
    issuer: origin,
    contactDomain: 'svc.acme.example',
    sealingKeys: [env.BADGEHOUSE_KEY],
    store: new MemoryStore(),
    onDiagnostic: console.error,
  });
  const app = new Hono();
  app.all('/oauth/*', (c) => badges.handle(c.req.raw));
  app.all('/.well-known/:document{oauth-.+}', (c) => badges.handle(c.req.raw));
  app.all('/badgehouse/*', (c) => badges.handle(c.req.raw, { actor: sessions.get(getCookie(c, 'session')) }));
  app.get('/companies/:company/projects/:project/rfis', async (c) => {
    const { company, project } = c.req.param();
    const who = await badges.authorize(c.req.raw, { company, tool: 'rfis', level: 'read_only', project, origin });
    return c.json({ rfis: [], asked_by: who.client_id });
  });
  app.onError((error) => {
    if (!(error instanceof BadgehouseError)) throw error;
    if (error.diagnostic) console.error(error.diagnostic, error.cause);
    return error.toResponse();
  });
  return app;
}
