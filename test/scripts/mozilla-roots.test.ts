import { spawnSync } from 'node:child_process';
import { X509Certificate } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readPem } from '../../src/pki/files/pem/pem.ts';
import { forgeLeaf, forgeRoot } from '../support/certificates/forge.ts';

const bundled = readFileSync('src/pki/trust/mozilla-roots.pem', 'utf8');
const source = /^# Source: (.*)$/m.exec(bundled)?.[1] ?? '';
let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'roots-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

function run(input: string, asOf = '2026-10-21') {
  const [file, output] = [join(folder, 'in'), join(folder, 'out.pem')];
  writeFileSync(file, input);
  const words = ['scripts/mozilla-roots.mjs', file, '--as-of', asOf, '--source', source, '--output', output];
  const ended = spawnSync(process.execPath, words, { encoding: 'utf8' });
  return { ...ended, written: () => readFileSync(output, 'utf8') };
}

/** NSS's own form: one object for a certificate and one for what it is trusted for. */
function certdataOf(der: Uint8Array, trust: string): string {
  const octal = (bytes: Uint8Array) =>
    `MULTILINE_OCTAL\n${Array.from(bytes, (byte) => `\\${byte.toString(8).padStart(3, '0')}`).join('')}\nEND`;
  const serial = octal(Buffer.from(new X509Certificate(der).serialNumber, 'hex'));
  const names = `CKA_ISSUER ${octal(Buffer.from(new X509Certificate(der).issuer))}\nCKA_SERIAL_NUMBER ${serial}`;
  return [
    `CKA_CLASS CK_OBJECT_CLASS CKO_CERTIFICATE\n${names}\nCKA_VALUE ${octal(der)}`,
    `CKA_CLASS CK_OBJECT_CLASS CKO_NSS_TRUST\n${names}\n# a comment inside\nCKA_TRUST_SERVER_AUTH CK_TRUST ${trust}\n`,
  ].join('\n');
}

describe('the script that makes the bundled list', () => {
  it('makes the same file again from its own roots', () => {
    expect(run(bundled).stdout).toContain('118 roots');
    expect(run(bundled).written()).toBe(bundled);
  });

  it('reads certdata.txt, and takes only what is trusted for servers', () => {
    const trusted = readPem(bundled).map((der) => certdataOf(der, 'CKT_NSS_TRUSTED_DELEGATOR'));
    const mailOnly = certdataOf(forgeRoot().der, 'CKT_NSS_MUST_VERIFY_TRUST');
    expect(run([...trusted, mailOnly].join('\n')).written()).toBe(bundled);
  });

  it.each([
    ['a certificate of another issuer', () => forgeLeaf(forgeRoot()).pem, 'is not signed by itself'],
    ['a root with one bit turned', () => forgeRoot({ badSignature: true }).pem, 'is not signed by itself'],
    ['a self-signed server', () => forgeLeaf(null).pem, 'is no CA'],
  ])('writes nothing when there is %s in it', (_what, pem, why) => {
    const { status, stderr } = run(bundled + pem());
    expect(status).toBe(1);
    expect(stderr).toContain(why);
  });

  it('takes no list that cannot be whole, and no date it cannot write', () => {
    expect(run(bundled.slice(0, 20_000)).stderr).toContain("cannot be Mozilla's list");
    expect(run(bundled, 'October').stderr).toContain('wanted:');
  });
});
