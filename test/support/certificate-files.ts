import { createPrivateKey } from 'node:crypto';
import type { CommandServices } from '../../src/core/services.ts';
import { readFile } from '../../src/pki/files/read-file.ts';
import { reportFile } from '../../src/pki/report/report-file.ts';
import { loadTrustStore } from '../../src/pki/trust/trust-store.ts';
import { fixedNow, forgeIntermediate, forgeLeaf, forgeRoot } from './certificates/forge.ts';

const root = forgeRoot();
export const intermediate = forgeIntermediate(root);
export const leaf = forgeLeaf(intermediate);
const store = loadTrustStore({ anchorsPem: [root.pem], nodeVersion: 'x' });

export const chainPem = leaf.pem + intermediate.pem;
export const withKeyPem = leaf.keyPem + chainPem;

/** The real reader and judge, with a store that holds the forged root, at the fixed time. */
export const fileServices = {
  now: () => fixedNow,
  async readCertificates(bytes, { password, signal }) {
    return reportFile(await readFile(bytes, { password: password ?? undefined, signal }), {
      store,
      now: fixedNow,
    });
  },
} satisfies Partial<CommandServices>;

export function bytesOf(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

/** Pieces of the private key, long enough to be found wherever it leaked to and however it was written there. */
export const keyTraces: readonly string[] = tracesOf(leaf.keyPem);

/** Of an EC key: its text, its secret number and both as bytes in the ways bytes are written; Latin-1 for bare ones. */
export function tracesOf(keyPem: string): readonly string[] {
  const lines = keyPem.split('\n').filter((line) => line.length >= 16 && !line.startsWith('-----'));
  const { d = '' } = createPrivateKey(keyPem).export({ format: 'jwk' });
  const secret = Buffer.from(d, 'base64url');
  return [
    ...lines.map((line) => line.slice(4, 40)),
    ...lines.flatMap((line) => writtenBytes(Buffer.from(line.slice(4, 40)))),
    ...[d, secret.toString('latin1')],
    ...writtenBytes(secret),
  ];
}

/** Hex, decimal numbers as in JSON, and base64 at each of the three places a byte can have in it. */
function writtenBytes(bytes: Buffer): readonly string[] {
  const shifted = [0, 1, 2].map((drop) => {
    const whole = bytes.subarray(drop);
    return whole.subarray(0, whole.length - (whole.length % 3)).toString('base64');
  });
  return [bytes.toString('hex'), [...bytes].join(','), ...shifted];
}
