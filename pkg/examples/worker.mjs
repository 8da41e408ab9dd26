// The same back end as a Worker.
import { backEnd } from './back-end.mjs';

let app;

export default {
  async fetch(request, env) {
    app ??= backEnd(env);
    return (await app).fetch(request, env);
  },
};
