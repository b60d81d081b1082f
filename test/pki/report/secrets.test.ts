import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { readFile } from '../../../src/pki/files/read-file.ts';
import { reportFile } from '../../../src/pki/report/report-file.ts';
import { loadTrustStore } from '../../../src/pki/trust/trust-store.ts';
import { fixedNow, forgeLeaf, forgeRoot } from '../../support/certificates/forge.ts';
import { writePkcs12 } from '../../support/files/pkcs12-writer.ts';

const root = forgeRoot();
const leaf = forgeLeaf(root, { key: 'rsa2048' });
const store = loadTrustStore({ anchorsPem: [root.pem], nodeVersion: 'x' });
const password = 'hunter2-correct-horse';
const jwk = leaf.key.export({ format: 'jwk' });

const plain = leaf.key.export({ type: 'pkcs8', format: 'der' });
const broken = leaf.keyPem.replace(/.{40}\n/, '!!\n');
const closed = leaf.key.export({ type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase: password });
const store12 = {
  certificates: [{ der: leaf.der }],
  keys: [{ key: leaf.key, name: 'k' }],
  password,
  mac: 'sha256',
} as const;

const files: readonly (readonly [how: string, content: string | Uint8Array])[] = [
  ['PEM', leaf.pem + leaf.keyPem],
  ['traditional PEM', leaf.key.export({ type: 'pkcs1', format: 'pem' }).toString()],
  ['DER', plain],
  ['base64', plain.toString('base64')],
  ['a broken block', leaf.pem + broken],
  ['cut off', leaf.keyPem.slice(0, 900)],
  ['labelled as a certificate', leaf.keyPem.replaceAll('PRIVATE KEY', 'CERTIFICATE')],
  ['encrypted', closed.toString()],
  ['PKCS#12', writePkcs12(store12)],
  ['JSON', JSON.stringify(jwk)],
];

/** Pieces of the key's own numbers and of its encodings, far longer than chance. */
const needles = [jwk.d, jwk.p, jwk.q, jwk.dp]
  .flatMap((number) => {
    const bytes = Buffer.from(number ?? '', 'base64url').subarray(8, 40);
    return [
      bytes.toString('hex'),
      bytes.toString('base64').slice(4, 24),
      bytes.toString('base64url').slice(4, 24),
    ];
  })
  .concat(leaf.keyPem.split('\n').slice(2, -2), [password]);

/** Everything a program could log of it: JSON, what the console shows, and bytes as text. */
function writings(value: unknown): string {
  const hex = JSON.stringify(value, (_key, inner) =>
    inner?.type === 'Buffer' && Array.isArray(inner.data) ? Buffer.from(inner.data).toString('hex') : inner,
  );
  return [
    JSON.stringify(value),
    hex,
    inspect(value, { depth: 20, maxStringLength: null, maxArrayLength: null }),
  ].join('\n');
}

describe('a private key in a file', () => {
  it.each(files)('%s: is seen, and nothing of it is left in what is returned', async (_how, content) => {
    for (const given of [password, undefined, 'wrong']) {
      const contents = await readFile(Buffer.from(content), { password: given });
      const report = reportFile(contents, { store, now: fixedNow });
      expect([contents.privateKeySeen, report.privateKeySeen]).toEqual([true, true]);
      const written = writings(contents) + writings(report);
      for (const needle of needles)
        expect(written.includes(needle), `holds ${needle.slice(0, 4)}...`).toBe(false);
      for (const { pem } of report.chains) expect(pem).not.toContain('PRIVATE');
    }
  });

  it('would be found by the search that is made here', () => {
    expect(needles.every((needle) => needle.length > 10)).toBe(true);
    expect(needles.some((needle) => writings({ key: leaf.keyPem }).includes(needle))).toBe(true);
    expect(needles.some((needle) => writings({ key: plain }).includes(needle))).toBe(true);
  });
});
