// Views that are loaded when somebody goes there, so that the first screen is there soon.
import { html } from 'lit';
import { button, loading, type Maybe } from './part.js';
import type { Page } from './page.js';

/** What was loaded, or failed to; who waits for it, while it is under way. */
type Loaded = { readonly module: unknown } | { readonly failed: true } | { readonly waiting: Set<() => void> };

const modules = new Map<() => Promise<unknown>, Loaded>();

/** Draws by a module, which is loaded once, by a function that stays the same; and by all texts. */
export function later<Module>(page: Page, load: () => Promise<Module>, draw: (module: Module) => Maybe): Maybe {
  if (page.has === 'first') page.speakAll();
  const loaded = modules.get(load) ?? begun(load);
  if ('failed' in loaded || page.has === 'lost') return failed(page, load);
  if ('module' in loaded && page.has === 'all') return draw(loaded.module as Module);
  if ('waiting' in loaded) loaded.waiting.add(page.redraw);
  return loading(page);
}

function begun(load: () => Promise<unknown>): Loaded {
  const waiting = new Set<() => void>();
  const done = (now: Loaded) => {
    modules.set(load, now);
    for (const redraw of waiting) redraw();
  };
  const loaded = { waiting };
  modules.set(load, loaded);
  load().then((module) => done({ module }), () => done({ failed: true }));
  return loaded;
}

function failed(page: Page, load: () => Promise<unknown>): Maybe {
  const { t, say } = page;
  const again = () => {
    if ('failed' in (modules.get(load) ?? {})) modules.delete(load);
    if (page.has === 'lost') page.speakAll(true);
    page.enter();
  };
  return html`<div class="notice offline" role="alert"><h2>${say(t.trouble.offline.title)}</h2><p>${say(t.trouble.offline.advice)}</p>
    <p class="actions">${button(page, say(t.page.again), again)}</p></div>`;
}
