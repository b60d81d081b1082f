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

/** Pieces of the private key, long enough to be found wherever it leaked to, in any way it may be written. */
export const keyTraces: readonly string[] = tracesOf(leaf.keyPem);

export function tracesOf(keyPem: string): readonly string[] {
  const lines = keyPem.split('\n').filter((line) => line.length >= 16 && !line.startsWith('-----'));
  return lines.map((line) => line.slice(4, 40));
}
