import { generateKeyPairSync } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { FileContents } from '../../../src/pki/files/file-contents.ts';
import { writePem } from '../../../src/pki/files/pem/pem.ts';
import { readFile } from '../../../src/pki/files/read-file.ts';
import { reportFile } from '../../../src/pki/report/report-file.ts';
import { loadTrustStore } from '../../../src/pki/trust/trust-store.ts';
import { explicit, integer, oid, sequence } from '../../support/certificates/der-writer.ts';
import { fixedNow, forgeIntermediate, forgeLeaf, forgeRoot } from '../../support/certificates/forge.ts';
import { indefinite, writePkcs12 } from '../../support/files/pkcs12-writer.ts';

const root = forgeRoot();
const intermediate = forgeIntermediate(root);
const leaf = forgeLeaf(intermediate);
const store = loadTrustStore({ anchorsPem: [root.pem], nodeVersion: 'x' });
const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const secret = { type: 'pkcs8', format: 'pem', cipher: 'aes-128-cbc', passphrase: 'p' } as const;

const store12 = {
  certificates: [{ der: leaf.der, name: 'a', trusted: true }],
  keys: [{ key: leaf.key, name: 'a' }],
  password: 'p',
  rounds: 2,
} as const;
const bundle = [
  integer(1),
  indefinite(0x31),
  sequence(oid('1.2.840.113549.1.7.1')),
  indefinite(0xa0, leaf.der, root.der),
];

/** Real files of every kind, to be spoiled. */
const seeds: readonly Buffer[] = [
  leaf.der,
  Buffer.from(leaf.pem + intermediate.pem + leaf.keyPem),
  Buffer.from(leaf.der.toString('base64')),
  indefinite(0x30, oid('1.2.840.113549.1.7.2'), indefinite(0xa0, indefinite(0x30, ...bundle))),
  sequence(oid('1.2.840.113549.1.7.2'), explicit(0, sequence(...bundle))),
  writePkcs12({ ...store12, mac: 'sha1' }),
  writePkcs12({ ...store12, mac: 'pbmac1' }),
  writePkcs12({ ...store12, mac: 'none', ber: true }),
  Buffer.from(privateKey.export(secret)),
  Buffer.from(privateKey.export({ ...secret, type: 'sec1' })),
  Buffer.concat([
    Buffer.from('feedfeed00000002000000010000000200016100000000000000000005582e353039', 'hex'),
    Buffer.from([0, 0, leaf.der.length >> 8, leaf.der.length & 0xff]),
    leaf.der,
    Buffer.alloc(20),
  ]),
  Buffer.from(
    writePem(
      Buffer.from(
        'openssh-key-v1\0\0\0\0\x04none\0\0\0\x04none\0\0\0\0\0\0\0\x01\0\0\0\x0b\0\0\0\x07ssh-rsa',
        'latin1',
      ),
      'OPENSSH PRIVATE KEY',
    ),
  ),
  Buffer.from(
    JSON.stringify({ keys: [privateKey.export({ format: 'jwk' })], x5c: [leaf.der.toString('base64')] }),
  ),
];

type Spoiling = { readonly at: number; readonly cut: number; readonly put: Uint8Array };

const spoiling: fc.Arbitrary<Spoiling> = fc.record({
  at: fc.double({ min: 0, max: 1, noNaN: true }),
  cut: fc.oneof({ weight: 4, arbitrary: fc.integer({ min: 0, max: 4 }) }, fc.integer({ min: 0, max: 2000 })),
  put: fc.oneof(
    fc.uint8Array({ maxLength: 4 }),
    fc.constantFrom(
      ...['80', '0000', '3080', 'ff', '2480', '84ffffffff', '0204ffffffff'].map((hex) =>
        Buffer.from(hex, 'hex'),
      ),
    ),
    fc.constantFrom(
      ...['\n', '-----BEGIN X-----', '-----END CERTIFICATE-----', '\\n', '"', '='].map((text) =>
        Buffer.from(text),
      ),
    ),
  ),
});

function spoil(seed: Buffer, changes: readonly Spoiling[]): Buffer {
  return changes.reduce((bytes: Buffer, { at, cut, put }) => {
    const from = Math.floor(at * bytes.length);
    return Buffer.concat([bytes.subarray(0, from), put, bytes.subarray(from + cut)]);
  }, seed);
}

async function lookAt(bytes: Uint8Array): Promise<FileContents> {
  const contents = await readFile(bytes, { password: 'p' });
  const { problems, chains } = reportFile(contents, { store, now: fixedNow });
  expect([problems.length, chains.length].every(Number.isInteger)).toBe(true);
  return contents;
}

describe('hostile files', () => {
  it('spoiled ones of every kind are answered, never thrown at', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...seeds),
        fc.array(spoiling, { minLength: 1, maxLength: 4 }),
        async (seed, changes) => {
          await lookAt(spoil(seed, changes));
        },
      ),
      { numRuns: 700 },
    );
  });

  it('any bytes are answered', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 400 }), async (bytes) => void (await lookAt(bytes))),
      { numRuns: 500 },
    );
    await fc.assert(
      fc.asyncProperty(
        fc.string({ unit: 'binary', maxLength: 400 }),
        async (text) => void (await lookAt(Buffer.from(text))),
      ),
      { numRuns: 500 },
    );
  });

  it('every cut of a key store is answered', async () => {
    const whole = writePkcs12({ ...store12, mac: 'sha256' });
    for (let length = 8; length < whole.length; length += 7) {
      expect((await lookAt(whole.subarray(0, length))).unreadable).toHaveLength(1);
    }
  });

  const megabyte = 1024 * 1024;
  const bombs: readonly (readonly [string, string | Buffer])[] = [
    ...[
      '-',
      '\\',
      '"',
      '" + ',
      '<',
      '=',
      ' ',
      '\n> ',
      '-----BEGIN A-----',
      '-----END A-----',
      'a:b\n',
      '—',
      '&#x2d;',
      '[',
      '{"kty":',
    ].map((text) => [text, text] as const),
    ...['MIIB ', 'MIIBCgKCAQEA', 'QUFB', '3082', 'ssh-rsa AAAA'].map((text) => [text, text] as const),
    ...['3080', '30820004', '2480', '00', 'ff', '2d00'].map((hex) => [hex, Buffer.from(hex, 'hex')] as const),
  ];

  it.each(bombs)('a megabyte of %j is answered', async (_name, filling) => {
    const body = Buffer.alloc(megabyte);
    body.fill(filling as string);
    await lookAt(body);
    await lookAt(Buffer.concat([Buffer.from('-----BEGIN CERTIFICATE-----\n'), body, Buffer.from('!')]));
    await lookAt(Buffer.concat([Buffer.from('cececece00000002ffffffff00000003', 'hex'), body]));
  });

  it('keeps to its limits of parts', async () => {
    const contents = await lookAt(Buffer.from(leaf.pem.repeat(2001)));
    expect(contents.certificates).toHaveLength(2000);
  });
});
