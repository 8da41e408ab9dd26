// The package as users get it: packed, and installed in an empty folder.
import { execFile } from 'node:child_process';
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const execute = promisify(execFile);
const here = fileURLToPath(new URL('..', import.meta.url));

/** Installs the packed package, and hono for the examples, which are copied there; `dispose` removes the folder. */
export async function install() {
  const folder = await mkdtemp(join(tmpdir(), 'badgehouse-npm-'));
  const packed = await npm(here, 'pack', '--json', '--pack-destination', folder);
  const [{ filename }] = JSON.parse(packed);
  const hono = JSON.parse(await readFile(join(here, 'node_modules/hono/package.json'), 'utf8')).version;
  await writeFile(join(folder, 'package.json'), '{"private":true,"type":"module"}');
  await npm(folder, 'install', '--no-audit', '--no-fund', '--prefer-offline', join(folder, filename), `hono@${hono}`);
  await cp(join(here, 'examples'), folder, { recursive: true });
  return {
    folder,
    /** Runs a program in the folder and gives what it prints. */
    run: async (...given) => (await execute(process.execPath, given, { cwd: folder })).stdout,
    dispose: () => rm(folder, { recursive: true }),
  };
}

async function npm(cwd, ...given) {
  return (await execute('npm', given, { cwd })).stdout;
}
