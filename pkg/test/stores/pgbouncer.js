// PgBouncer before a server of a test.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { access, chown, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { freePort } from './postgres-server.js';

const PROGRAM = process.env.BADGEHOUSE_PGBOUNCER ?? '/usr/sbin/pgbouncer';

/** Starts one that lends connections for a transaction alone, or for what else is said, with few connections of its own so that callers share them; nothing where it is not installed. */
export async function startPgBouncer({ port, user }, lent = 'transaction') {
  const there = await access(PROGRAM).then(() => true, () => false);
  if (!there) return undefined;
  const folder = await mkdtemp(join(tmpdir(), 'badgehouse-pgbouncer-'));
  const own = await freePort();
  const settings = [
    '[databases]',
    `postgres = host=127.0.0.1 port=${port} user=badgehouse`,
    '[pgbouncer]',
    'listen_addr = 127.0.0.1',
    `listen_port = ${own}`,
    'unix_socket_dir =',
    'auth_type = any',
    `pool_mode = ${lent}`,
    'default_pool_size = 3',
  ];
  const file = join(folder, 'pgbouncer.ini');
  await writeFile(file, settings.join('\n'));
  if ('uid' in user) await Promise.all([folder, file].map((path) => chown(path, user.uid, user.gid)));
  const program = spawn(PROGRAM, [file], { ...user, cwd: folder, stdio: ['ignore', 'ignore', 'pipe'] });
  await listening(program);
  return {
    url: `postgres://badgehouse@127.0.0.1:${own}/postgres`,
    async stop() {
      program.kill('SIGTERM');
      if (program.exitCode === null) await once(program, 'exit');
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** Whatever it says later is read as well, or it would wait for that. */
function listening(program) {
  let log = '';
  program.stderr.setEncoding('utf8');
  return new Promise((resolve, reject) => {
    program.stderr.on('data', (text) => {
      log = (log + text).slice(-10_000);
      if (log.includes('process up')) resolve();
    });
    program.once('exit', () => reject(new Error(`PgBouncer does not start: ${log}`)));
  });
}
