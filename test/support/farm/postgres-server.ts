import { execFile, spawn } from 'node:child_process';
import { existsSync, globSync } from 'node:fs';
import { chmod, chown, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';
import { freePort } from '../processes/free-port.ts';
import { type Identity, keyPemOf, pemOf } from './tls-server.ts';

/** Debian keeps the server's programs out of PATH. */
const folder = globSync('/usr/lib/postgresql/*/bin').find((path) => existsSync(join(path, 'initdb')));

/** Whether this machine has a PostgreSQL server to start. */
export const postgresIsHere = folder !== undefined;

export type PostgresServer = AsyncDisposable & { readonly address: string; readonly port: number };

/** A real PostgreSQL with a fresh cluster; with TLS when an identity is given. */
export async function startPostgres(identity: Identity | null): Promise<PostgresServer> {
  if (folder === undefined) throw new Error('there is no PostgreSQL here');
  // The server refuses to run as root: 65534 is nobody.
  const who = process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : {};
  const home = await mkdtemp(join(tmpdir(), 'notafter-postgres-'));
  const give = async (path: string) => {
    if (who.uid !== undefined) await chown(path, who.uid, who.gid);
  };
  await give(home);
  const data = join(home, 'data');
  const quick = ['--no-sync', '--auth=trust', '--encoding=UTF8', '--locale=C', '--username=postgres'];
  await promisify(execFile)(join(folder, 'initdb'), ['-D', data, ...quick], { ...who, cwd: home });
  const port = await freePort();
  const settings = [
    "listen_addresses = '127.0.0.1'",
    `port = ${port}`,
    `unix_socket_directories = '${home}'`,
    'fsync = off',
    'max_connections = 5',
    'shared_buffers = 1MB',
    ...(identity === null ? [] : ['ssl = on', "ssl_cert_file = 'server.crt'", "ssl_key_file = 'server.key'"]),
  ];
  await writeFile(join(data, 'postgresql.conf'), `${settings.join('\n')}\n`);
  if (identity !== null) {
    const [certificate, key] = [join(data, 'server.crt'), join(data, 'server.key')];
    await writeFile(certificate, pemOf(identity.chain));
    await writeFile(key, keyPemOf(identity.key));
    await chmod(key, 0o600);
    await Promise.all([certificate, key].map(give));
  }
  const server = spawn(join(folder, 'postgres'), ['-D', data], {
    ...who,
    cwd: home,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const ready = Promise.withResolvers<void>();
  const closed = new Promise<void>((resolve) => server.once('close', () => resolve()));
  const told: string[] = [];
  closed.then(() => ready.reject(new Error(`postgres ended: ${told.slice(-5).join(' ')}`)));
  createInterface({ input: server.stderr }).on('line', (line) => {
    told.push(line);
    if (/ready to accept connections/.test(line)) ready.resolve();
  });
  await ready.promise;
  return {
    address: '127.0.0.1',
    port,
    async [Symbol.asyncDispose]() {
      ready.promise.catch(() => undefined);
      server.kill('SIGQUIT');
      await closed;
      await rm(home, { recursive: true });
    },
  };
}
