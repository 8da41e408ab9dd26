// Views that are loaded when somebody goes there, so that the first screen is there soon.
import { html } from 'lit';
import { button, loading, type Maybe } from './part.js';
import type { Page } from './page.js';

/** What was loaded, or failed to; absent while it is under way. */
type Loaded = { readonly module: unknown } | { readonly failed: true } | undefined;

const modules = new Map<() => Promise<unknown>, Loaded>();

/** Draws by a module, which is loaded once, by a function that stays the same. */
export function later<Module>(page: Page, load: () => Promise<Module>, draw: (module: Module) => Maybe): Maybe {
  const loaded = modules.get(load);
  if (loaded !== undefined) return 'failed' in loaded ? failed(page, load) : draw(loaded.module as Module);
  if (!modules.has(load)) {
    modules.set(load, undefined);
    const done = (now: Loaded) => {
      modules.set(load, now);
      page.redraw();
    };
    load().then((module) => done({ module }), () => done({ failed: true }));
  }
  return loading(page);
}

function failed(page: Page, load: () => Promise<unknown>): Maybe {
  const { t, say } = page;
  const again = () => {
    modules.delete(load);
    page.enter();
  };
  return html`<div class="notice offline" role="alert"><h2>${say(t.trouble.offline.title)}</h2><p>${say(t.trouble.offline.advice)}</p>
    <p class="actions">${button(page, say(t.page.again), again)}</p></div>`;
}
