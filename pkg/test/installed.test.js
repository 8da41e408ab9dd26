import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { pathToFileURL } from 'node:url';

import { install } from './installed.js';
import { walk } from './walk.js';

const env = { BADGEHOUSE_KEY: 'KioqKioqKioqKioqKioqKioqKioqKioqKioqKioqKio' };
let installed;

before(async () => {
  installed = await install();
});
after(() => installed.dispose());

test('the back end of the examples does the main job in Node', async () => {
  const { backEnd } = await import(pathToFileURL(join(installed.folder, 'back-end.mjs')));
  const app = await backEnd(env);
  await walk((url, init) => app.request(url, init));
});

test('CommonJS requires it', async () => {
  const program = `
    const { open, platform } = require('badgehouse');
    const { MemoryStore } = require('badgehouse/stores/memory');
    const { rules } = require('badgehouse/rules');
    (async () => {
      const badges = await open({ issuer: 'https://a.example', contactDomain: 'b.example', sealingKeys: ['${env.BADGEHOUSE_KEY}'], store: new MemoryStore() });
      const made = await badges.createAccount(platform, 'acme', { app_type: 'custom', name: 'x' });
      const token = await badges.requestToken({ client_id: made.client_id, client_secret: made.client_secret });
      console.log(token.token_type, (await rules()).checkNewAccount({ app_type: 'custom', name: '' }).length);
    })();`;
  await writeFile(join(installed.folder, 'required.cjs'), program);
  assert.equal(await installed.run('--no-warnings', 'required.cjs'), 'Bearer 1\n');
});

test('every example of the README runs', async () => {
  const readme = await readFile(new URL('../README.md', import.meta.url), 'utf8');
  const examples = [...readme.matchAll(/```js\n(.*?)```\n(?:\n```text\n(.*?)```)?/gs)];
  assert.ok(examples.length >= 4);
  for (const [index, [, program, prints = '']] of examples.entries()) {
    const file = `readme-${index + 1}.mjs`;
    await writeFile(join(installed.folder, file), program);
    assert.equal(await installed.run(file), prints, program);
  }
});
