import { describe, expect, it } from 'vitest';
import { readFile } from '../../../src/pki/files/read-file.ts';
import type { FileReport } from '../../../src/pki/report/file-report.ts';
import { reportFile } from '../../../src/pki/report/report-file.ts';
import { loadTrustStore } from '../../../src/pki/trust/trust-store.ts';
import { fixedNow, forgeIntermediate, forgeLeaf, forgeRoot } from '../../support/certificates/forge.ts';

const root = forgeRoot();
const intermediate = forgeIntermediate(root);
const leaf = forgeLeaf(intermediate);
const store = loadTrustStore({ anchorsPem: [root.pem], nodeVersion: 'x' });

async function report(...pieces: readonly string[]): Promise<FileReport> {
  return reportFile(await readFile(Buffer.from(pieces.join(''))), { store, now: fixedNow });
}

function kinds({ problems }: FileReport): readonly string[] {
  return problems.map(({ kind }) => kind);
}

describe('the report of a file', () => {
  it('finds nothing wrong with leaf, intermediate and key', async () => {
    const found = await report(leaf.pem, intermediate.pem, leaf.keyPem);
    expect(kinds(found)).toEqual([]);
    expect(found.certificates.map(({ role, daysLeft, hasKey }) => ({ role, daysLeft, hasKey }))).toEqual([
      { role: 'leaf', daysLeft: 60, hasKey: true },
      { role: 'intermediate', daysLeft: 1460, hasKey: false },
    ]);
    expect(found.chains).toMatchObject([{ leaf: 0, order: [0, 1], inOrder: true, key: 'matches' }]);
    expect(found.privateKeySeen).toBe(true);
  });

  it('puts a reversed file with its root into the order of a server', async () => {
    const found = await report(root.pem, intermediate.pem, leaf.pem);
    expect(kinds(found)).toEqual(['wrong-order', 'root-included']);
    expect(found.chains[0]?.pem).toBe(leaf.pem + intermediate.pem);
    expect(found.certificates.map(({ role }) => role)).toEqual(['root', 'intermediate', 'leaf']);
  });

  it('misses the intermediate, and tells a key that belongs to something else', async () => {
    const found = await report(leaf.pem, forgeLeaf(root).keyPem);
    expect(found.problems).toMatchObject([
      { kind: 'path', leaf: 0, problem: { kind: 'issuer-missing' } },
      { kind: 'key-mismatch', leaf: 0 },
    ]);
  });

  it('says that nothing is inside', async () => {
    expect(kinds(await report('hello'))).toEqual(['nothing-inside']);
  });
});
