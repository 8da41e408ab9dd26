// docs/methods.md is one program, which does what it says and calls every method.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import * as main from 'badgehouse';

import { ann, opened } from './given.js';

const page = await readFile(new URL('../../docs/methods.md', import.meta.url), 'utf8');
const blocks = (language) => [...page.matchAll(new RegExp(`\`\`\`${language}\\n(.*?)\`\`\``, 'gs'))].map(([, text]) => text);
const program = blocks('js').join('\n');

test('the examples print what is said', async () => {
  const cwd = fileURLToPath(new URL('..', import.meta.url));
  const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '--eval', program], { cwd });
  assert.equal(stdout, blocks('text').join(''));
});

test('no method and no export is without an example', async () => {
  const badges = await opened();
  const named = (object, names) => names.filter((name) => !new RegExp(`\\b${object}\\.${name}\\b`).test(program));
  assert.deepEqual(named('badges', Object.keys(badges)), []);
  assert.deepEqual(named('accounts', Object.keys(badges.accounts(ann, 'acme'))), []);
  assert.deepEqual(Object.keys(main).filter((name) => !new RegExp(`\\b${name}\\b`).test(program)), []);
});
