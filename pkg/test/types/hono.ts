// What the types of a guard allow in Hono; compiled, never run.
import { authorized, toHono, type Badgehouse } from 'badgehouse';
import { Hono, type Context } from 'hono';

export function routes(badges: Badgehouse) {
  const app = new Hono();
  app.use('/rfis', toHono(badges.require({ company: 'acme', tool: 'rfis', level: 'read_only' })));
  const mayRead = badges.require((c: Context) => ({ company: c.req.param('company') ?? '', tool: 'rfis', level: 'read_only' }));
  app.get('/:company/rfis', toHono(mayRead), (c) => c.json({ for: authorized(c).client_id }));
  return app;
}
