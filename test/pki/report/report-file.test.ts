import { X509Certificate } from 'node:crypto';
import { describe, expect, it, vi } from 'vitest';
import { readFile } from '../../../src/pki/files/read-file.ts';
import type { FileReport } from '../../../src/pki/report/file-report.ts';
import { reportFile } from '../../../src/pki/report/report-file.ts';
import { loadTrustStore } from '../../../src/pki/trust/trust-store.ts';
import {
  daysFrom,
  fixedNow,
  forgeIntermediate,
  forgeLeaf,
  forgeRoot,
} from '../../support/certificates/forge.ts';
import { writePkcs12 } from '../../support/files/pkcs12-writer.ts';

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

  it('tells several servers apart, each with its chain', async () => {
    const other = forgeLeaf(intermediate, { dns: ['other.test'] });
    const found = await report(leaf.pem, other.pem, intermediate.pem, other.keyPem);
    expect(found.chains).toMatchObject([
      { leaf: 0, order: [0, 2], key: 'no-key' },
      { leaf: 1, order: [1, 2], key: 'matches' },
    ]);
    expect(kinds(found)).toEqual([]);
    expect(found.privateKeys).toMatchObject([{ matches: [1] }]);
  });

  it('tells strangers and duplicates', async () => {
    const found = await report(
      leaf.pem,
      intermediate.pem,
      leaf.pem,
      forgeIntermediate(root, { subject: 'Other CA' }).pem,
    );
    expect(found.problems).toMatchObject([
      { kind: 'stranger', position: 3 },
      { kind: 'duplicate', position: 2, of: 0 },
    ]);
    expect(found.certificates[3]?.role).toBe('stranger');
    expect(found.chains[0]?.pem).toBe(leaf.pem + intermediate.pem);
  });

  it('has no chain for a bundle of authorities', async () => {
    const found = await report(root.pem, intermediate.pem, forgeRoot({ subject: 'Second Root' }).pem);
    expect(found.chains).toEqual([]);
    expect(found.certificates.map(({ role }) => role)).toEqual(['root', 'intermediate', 'root']);
    expect(kinds(found)).toEqual([]);
  });

  it('takes a self-signed certificate for a server, an authority only with its key', async () => {
    expect(await report(forgeLeaf(null).pem)).toMatchObject({
      chains: [{ order: [0] }],
      problems: [{ kind: 'path', problem: { kind: 'self-signed' } }],
    });
    const named = forgeRoot({ subject: 'box.local', dns: ['box.local'] });
    expect((await report(named.pem)).certificates).toMatchObject([{ role: 'leaf' }]);
    const authority = forgeRoot({ subject: 'box.local' });
    expect((await report(authority.pem)).certificates).toMatchObject([{ role: 'root' }]);
    expect(await report(authority.pem, authority.keyPem)).toMatchObject({
      certificates: [{ role: 'leaf' }],
      chains: [{ key: 'matches' }],
    });
  });

  it('judges dates, keys and signatures', async () => {
    const over = forgeLeaf(intermediate, {
      notBefore: daysFrom(fixedNow, -100),
      notAfter: daysFrom(fixedNow, -10),
    });
    const early = forgeLeaf(intermediate, {
      notBefore: daysFrom(fixedNow, 1),
      notAfter: daysFrom(fixedNow, 9),
      dns: ['b.test'],
    });
    const weak = forgeLeaf(intermediate, { key: 'rsa1024', dns: ['c.test'] });
    const old = forgeLeaf(intermediate, { hash: 'sha1', dns: ['d.test'] });
    const found = await report(over.pem, early.pem, weak.pem, old.pem, intermediate.pem);
    expect(found.certificates.map(({ daysLeft }) => daysLeft)).toEqual([-10, 9, 60, 60, 1460]);
    const told = found.problems.filter(({ kind }) => kind !== 'path' && kind !== 'malformed');
    expect(told).toEqual([
      { kind: 'expired', position: 0 },
      { kind: 'not-yet-valid', position: 1 },
      { kind: 'weak-key', position: 2 },
      { kind: 'weak-signature', position: 3 },
    ]);
    expect(found.problems.filter(({ kind }) => kind === 'path')).toMatchObject([{ leaf: 2 }, { leaf: 3 }]);
  });

  it('takes no offence at the order of a key store, and offers the right one', async () => {
    const certificates = [root, intermediate, leaf].map(({ der }) => ({ der }));
    const bytes = writePkcs12({
      certificates,
      keys: [{ key: leaf.key, name: 'k' }],
      password: 'p',
      mac: 'sha256',
    });
    const open = reportFile(await readFile(bytes, { password: 'p' }), { store, now: fixedNow });
    expect(kinds(open)).toEqual([]);
    expect(open.chains).toMatchObject([{ order: [2, 1], key: 'matches', pem: leaf.pem + intermediate.pem }]);
    const closed = reportFile(await readFile(bytes), { store, now: fixedNow });
    expect(kinds(closed)).toEqual(['locked']);
  });

  it('says of a chain whose key is locked that it cannot tell', async () => {
    const closed = leaf.key
      .export({ type: 'pkcs8', format: 'pem', cipher: 'aes-128-cbc', passphrase: 'p' })
      .toString();
    const found = await report(leaf.pem, intermediate.pem, closed);
    expect(found.chains).toMatchObject([{ key: 'locked' }]);
    expect(kinds(found)).toEqual(['locked']);
  });

  it('sets cross-signed issuers in order, and the root of a private authority aside', async () => {
    const own = forgeRoot({ subject: 'Own Root' });
    const issuing = forgeIntermediate(own, { subject: 'Own CA' });
    const inside = forgeLeaf(issuing);
    const found = await report(own.pem, inside.pem, issuing.pem);
    expect(found.chains).toMatchObject([
      { order: [1, 2], path: { trusted: false, problem: { kind: 'untrusted-root' } } },
    ]);
    expect(kinds(found)).toEqual(['path', 'wrong-order', 'root-included']);
  });

  it('says that nothing is inside', async () => {
    expect(kinds(await report('hello'))).toEqual(['nothing-inside']);
  });
});

describe('a file of dear signatures', () => {
  it('has no more of them checked than a few hundred usual ones would cost', async () => {
    const namesake = { subject: 'Dear CA', key: 'rsa8192', pathLength: null } as const;
    const authorities = Array.from({ length: 5 }, () => forgeIntermediate(root, namesake));
    const [authority = intermediate] = authorities;
    const leaves = Array.from({ length: 20 }, () => forgeLeaf(authority, { badSignature: true }));
    const checked = vi.spyOn(X509Certificate.prototype, 'verify');
    try {
      const found = await report(...leaves.map(({ pem }) => pem), ...authorities.map(({ pem }) => pem));
      expect(found.chains).toHaveLength(20);
      expect(found.chains.every(({ path }) => !path.trusted)).toBe(true);
      // Twelve units each of six hundred.
      expect(checked.mock.calls.length).toBeLessThanOrEqual(50 + authorities.length);
    } finally {
      checked.mockRestore();
    }
  });
});
