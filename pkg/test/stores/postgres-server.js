// A PostgreSQL server for a test: in a temporary folder, on a port of its own, on loopback.
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chown, mkdtemp, readdir, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import pg from 'pg';

const execute = promisify(execFile);

/** Connections to it. One that is idle or still closing when its server ends says so to nobody, which would end the process; what is asked by one is refused all the same. */
export function connections(connectionString, options = {}) {
  const pool = new pg.Pool({ connectionString, ...options });
  pool.on('error', () => undefined);
  pool.on('connect', (client) => client.on('error', () => undefined));
  return pool;
}

/** Starts one. `url` is where; `stop` ends it and removes the folder; `kill` ends it as a crash does and `again` starts it on the same data. */
export async function startPostgres() {
  const bin = await programs();
  // It refuses to run as root.
  const user = process.getuid() === 0 ? await unprivileged() : {};
  const folder = await mkdtemp(join(tmpdir(), 'badgehouse-postgres-'));
  if ('uid' in user) await chown(folder, user.uid, user.gid);
  const data = join(folder, 'data');
  // By a language's rules and not by bytes, as a database may be.
  const order = ['--locale-provider=icu', '--icu-locale=en', '--locale=C'];
  await execute(join(bin, 'initdb'), ['-D', data, '-U', 'badgehouse', '-A', 'trust', '-E', 'UTF8', '--no-sync', ...order], { ...user, cwd: folder });
  const port = await freePort();
  let server;
  const again = async () => {
    // No power is lost in a test.
    const settings = { listen_addresses: '127.0.0.1', port, unix_socket_directories: '', shared_buffers: '32MB', max_connections: 60, fsync: 'off' };
    const given = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
    server = spawn(join(bin, 'postgres'), ['-D', data, ...given], { ...user, cwd: folder, stdio: ['ignore', 'ignore', 'pipe'] });
    await ready(server);
  };
  const ended = async (signal) => {
    if (server.exitCode !== null || server.signalCode !== null) return;
    server.kill(signal);
    await once(server, 'exit');
  };
  await again();
  return {
    url: `postgres://badgehouse@127.0.0.1:${port}/postgres`,
    port,
    user,
    again,
    kill: () => ended('SIGQUIT'),
    async stop() {
      await ended('SIGINT');
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** Whatever it says later is read as well, or it would wait for that. */
function ready(server) {
  let log = '';
  server.stderr.setEncoding('utf8');
  return new Promise((resolve, reject) => {
    server.stderr.on('data', (text) => {
      log = (log + text).slice(-10_000);
      if (log.includes('ready to accept connections')) resolve();
    });
    server.once('exit', () => reject(new Error(`PostgreSQL does not start: ${log}`)));
  });
}

async function programs() {
  const { BADGEHOUSE_POSTGRES_BIN: named } = process.env;
  if (named) return named;
  const versions = await readdir('/usr/lib/postgresql').catch(() => []);
  const [newest] = versions.sort((one, other) => Number(other) - Number(one));
  if (newest) return join('/usr/lib/postgresql', newest, 'bin');
  throw new Error('no PostgreSQL: install it (Debian: `postgresql`), or name the folder of `initdb` in BADGEHOUSE_POSTGRES_BIN');
}

async function unprivileged() {
  const id = async (which) => Number((await execute('id', [which, 'nobody'])).stdout);
  return { uid: await id('-u'), gid: await id('-g') };
}

export async function freePort() {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  server.close();
  await once(server, 'close');
  return port;
}
