import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Forged } from '../certificates/forge.ts';

export type ListedCertificate = {
  /** Hexadecimal, an even number of digits. */
  readonly serial: string;
  /** Left out: valid. */
  readonly revoked?: { readonly at: Date; readonly reason: string };
};

export type OpensslResponder = AsyncDisposable & { readonly url: string };

/** Null where there is no openssl: say so, do not fail. */
export function opensslVersion(): string | null {
  const { status, stdout } = spawnSync('openssl', ['version'], { encoding: 'utf8' });
  return status === 0 ? stdout.trim() : null;
}

/** A real `openssl ocsp` that answers for these certificates of `issuer`, signed by `signer`. */
export async function startOpensslResponder(
  issuer: Forged,
  signer: Forged,
  listed: readonly ListedCertificate[],
  flags: readonly string[] = ['-nmin', '60'],
): Promise<OpensslResponder> {
  const folder = await mkdtemp(join(tmpdir(), 'notafter-ocsp-'));
  const file = async (name: string, text: string) => {
    await writeFile(join(folder, name), text);
    return join(folder, name);
  };
  const paths = {
    index: await file('index.txt', listed.map(indexLine).join('')),
    issuer: await file('issuer.pem', issuer.pem),
    signer: await file('signer.pem', signer.pem),
    key: await file('key.pem', signer.keyPem),
  };
  const words = ['ocsp', '-port', '0', '-index', paths.index, '-CA', paths.issuer];
  const child = spawn('openssl', [...words, '-rsigner', paths.signer, '-rkey', paths.key, ...flags]);
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
  const port = await portOf(child);
  return {
    url: `http://127.0.0.1:${port}`,
    async [Symbol.asyncDispose]() {
      child.kill('SIGKILL');
      await ended;
      await rm(folder, { recursive: true });
    },
  };
}

/** "ACCEPT 0.0.0.0:40123 PID=7": the port it was given. */
function portOf(child: ChildProcess): Promise<number> {
  return new Promise((resolve, reject) => {
    let said = '';
    const hear = (chunk: Buffer) => {
      said += chunk.toString();
      const port = /ACCEPT \S*:(\d+)/.exec(said)?.[1];
      if (port !== undefined) resolve(Number(port));
    };
    child.stdout?.on('data', hear);
    child.stderr?.on('data', hear);
    child.once('error', reject);
    child.once('close', () => reject(new Error(`openssl ocsp ended: ${said}`)));
  });
}

/** One line of the database of `openssl ca`: status, notAfter, revocation, serial, file, subject. */
function indexLine({ serial, revoked }: ListedCertificate): string {
  const end = '491231235959Z';
  const state = revoked === undefined ? ['V', end, ''] : ['R', end, `${utc(revoked.at)},${revoked.reason}`];
  return `${[...state, serial.toUpperCase(), 'unknown', '/CN=site.test'].join('\t')}\n`;
}

function utc(date: Date): string {
  return `${date.toISOString().slice(2, 19).replace(/\D/g, '')}Z`;
}
