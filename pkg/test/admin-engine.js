// An engine with a company in it, for the tests of the page's models.
import { open } from '../dist/index.inline.js';
import { rules } from '../dist/rules.inline.js';
import { MemoryStore } from '../dist/stores/memory.js';

export const catalogue = {
  tools: [
    { id: 'admin', name: 'Administration', scope: 'company' },
    { id: 'directory', name: 'Directory', scope: 'company' },
    { id: 'rfis', name: 'RFIs', scope: 'project' },
    { id: 'budget', name: 'Budget', scope: 'company' },
  ],
  apps: [{ id: 'sync', name: 'Sync', requests: { company: { rfis: 'read_only' } } }],
};

/** The API of a company; `calls` counts what was asked, and what is in `instead` is asked in its place, given the real one. */
export async function company({ instead = {}, kept = new MemoryStore(), levels = { admin: 'admin', directory: 'admin' } } = {}) {
  const sealingKeys = ['KioqKioqKioqKioqKioqKioqKioqKioqKioqKioqKio'];
  const engine = await open({ issuer: 'https://a.example', contactDomain: 'b.example', sealingKeys, store: kept, catalogue });
  const real = engine.accounts({ kind: 'user', company: 'acme', id: 'ann', levels }, 'acme');
  const calls = {};
  const accounts = Object.fromEntries(
    Object.entries(real).map(([name, method]) => [
      name,
      (...given) => {
        calls[name] = (calls[name] ?? 0) + 1;
        return instead[name] === undefined ? method(...given) : instead[name](method, ...given);
      },
    ]),
  );
  return { engine, accounts, calls, loadRules: (given) => rules(given) };
}

/** Waits until something is so. */
export async function until(isSo) {
  for (let waited = 0; !isSo(); waited += 5) {
    if (waited > 5_000) throw new Error(`not within five seconds: ${isSo}`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
