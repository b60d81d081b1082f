import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Forged } from '../certificates/forge.ts';
import { vector } from '../certificates/logs.ts';
import { freePort } from '../processes/free-port.ts';
import { pemOf } from './tls-server.ts';

/** Whether this machine has the command, without which such a server cannot be started. */
export const opensslIsHere = spawnSync('openssl', ['version']).status === 0;

export type OpensslServer = AsyncDisposable & { readonly address: string; readonly port: number };

export type OpensslSettings = {
  /** A list for the TLS extension, in the ServerHello of TLS 1.2 and the Certificate message of TLS 1.3. */
  readonly scts?: Uint8Array;
  readonly flags?: readonly string[];
  /** Texts that `flags` name: the server runs in a folder with these. */
  readonly files?: Readonly<Record<string, string>>;
  /** PEM of the authorities whose client certificates it demands; it refuses all others with OpenSSL's own alerts. */
  readonly clientAuthorities?: string;
};

/** `openssl s_server`, another stack than Node's, for what Node's TLS server cannot do. */
export async function startOpensslServer(
  [leaf, ...others]: readonly [Forged, ...Forged[]],
  { scts, flags = [], files = {}, clientAuthorities }: OpensslSettings,
): Promise<OpensslServer> {
  const folder = await mkdtemp(join(tmpdir(), 'notafter-openssl-'));
  const file = async (name: string, text: string) => {
    await writeFile(join(folder, name), text);
    return join(folder, name);
  };
  for (const [name, text] of Object.entries(files)) await file(name, text);
  const port = await freePort();
  const server = spawn(
    'openssl',
    [
      's_server',
      ...['-accept', `127.0.0.1:${port}`, ...flags],
      ...['-cert', await file('leaf.pem', leaf.pem), '-key', await file('key.pem', leaf.keyPem)],
      ...(others.length === 0
        ? []
        : ['-cert_chain', await file('chain.pem', pemOf(others.map(({ der }) => der)))]),
      ...(clientAuthorities === undefined
        ? []
        : ['-Verify', '5', '-verify_return_error', '-CAfile', await file('clients.pem', clientAuthorities)]),
      ...(scts === undefined ? [] : ['-serverinfo', await file('info.pem', serverInfo(scts))]),
    ],
    // At the end of its own input s_server ends the connection; that we go without a close is no error of the test.
    { stdio: ['pipe', 'pipe', 'ignore'], cwd: folder },
  );
  const ready = Promise.withResolvers<void>();
  const closed = once(server, 'close');
  closed.then(() => ready.reject(new Error('openssl s_server ended')), ready.reject);
  createInterface({ input: server.stdout }).on('line', (line) => line === 'ACCEPT' && ready.resolve());
  await ready.promise;
  return {
    address: '127.0.0.1',
    port,
    async [Symbol.asyncDispose]() {
      ready.promise.catch(() => undefined);
      server.kill();
      await closed;
      await rm(folder, { recursive: true });
    },
  };
}

/** SERVERINFO, version 2: the contexts in which the extension may stand, its number, its content. */
function serverInfo(list: Uint8Array): string {
  // SSL_EXT_CLIENT_HELLO, SSL_EXT_TLS1_2_SERVER_HELLO, SSL_EXT_TLS1_3_CERTIFICATE.
  const context = Buffer.from([0, 0, 0x11, 0x80]);
  const bytes = Buffer.concat([context, Buffer.from([0, 18]), vector(2, list)]);
  const body = bytes.toString('base64').replace(/.{1,64}/g, '$&\n');
  return `-----BEGIN SERVERINFOV2 FOR SCT-----\n${body}-----END SERVERINFOV2 FOR SCT-----\n`;
}
