import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { FileContents } from '../../../src/pki/files/file-contents.ts';
import { writePem } from '../../../src/pki/files/pem/pem.ts';
import { readFile } from '../../../src/pki/files/read-file.ts';
import {
  bitString,
  element,
  explicit,
  integer,
  nullValue,
  octetString,
  oid,
  sequence,
  setOf,
  time,
} from '../../support/certificates/der-writer.ts';
import { extension, subjectAltName } from '../../support/certificates/extensions.ts';
import { fixedNow, forgeIntermediate, forgeLeaf, forgeRoot } from '../../support/certificates/forge.ts';
import { distinguishedName } from '../../support/certificates/names.ts';
import { signatureAlgorithm, signatureOf } from '../../support/certificates/signing.ts';
import { runTool } from '../../support/files/openssl.ts';

const root = forgeRoot();
const intermediate = forgeIntermediate(root);
const leaf = forgeLeaf(intermediate);
const inOrder = [leaf.fingerprint256, intermediate.fingerprint256, root.fingerprint256];

function read(content: string | Uint8Array, password?: string): Promise<FileContents> {
  return readFile(Buffer.from(content), { password });
}

function prints({ certificates }: FileContents): readonly string[] {
  return certificates.map(({ certificate }) => certificate.fingerprint256);
}

const signedDataType = oid('1.2.840.113549.1.7.2');
const plainContent = sequence(oid('1.2.840.113549.1.7.1'));

/** A certs-only SignedData (RFC 5652 §5.1). The certificates stand in the order given, which a DER SET would sort. */
function signedData(certificates: readonly Uint8Array[], crls: readonly Uint8Array[] = []): Buffer {
  const lists = [explicit(0, ...certificates), ...(crls.length === 0 ? [] : [explicit(1, ...crls)])];
  return sequence(integer(1), element(0x31), plainContent, ...lists, element(0x31));
}

/** The same with indefinite lengths (X.690 §8.1.3.6), as NSS, Java and mail programs write it. */
function indefinite(tag: number, ...parts: readonly Uint8Array[]): Buffer {
  return Buffer.concat([Buffer.from([tag, 0x80]), ...parts, Buffer.from([0, 0])]);
}

const chain = [leaf.der, intermediate.der, root.der];
const bundle = sequence(signedDataType, explicit(0, signedData(chain)));
const berBundle = indefinite(
  0x30,
  signedDataType,
  indefinite(
    0xa0,
    indefinite(
      0x30,
      integer(1),
      indefinite(0x31),
      indefinite(
        0x30,
        oid('1.2.840.113549.1.7.1'),
        indefinite(0xa0, indefinite(0x24, octetString(Buffer.from('hi')))),
      ),
      indefinite(0xa0, ...chain),
      indefinite(0x31),
    ),
  ),
);

describe('bundles of certificates', () => {
  const bundles: readonly (readonly [how: string, content: string | Uint8Array, described: string])[] = [
    ['PKCS#7, DER', bundle, 'a PKCS#7 bundle'],
    ['PKCS#7, BER with indefinite lengths', berBundle, 'a PKCS#7 bundle'],
    ['PKCS#7, PEM', writePem(bundle, 'PKCS7'), 'a PKCS#7 bundle in PEM'],
    ['CMS, PEM, BER', writePem(berBundle, 'CMS'), 'a PKCS#7 bundle in PEM'],
    ['bare SignedData', signedData(chain), 'a PKCS#7 bundle'],
    ['base64 of PKCS#7', bundle.toString('base64'), 'base64 of a PKCS#7 bundle'],
    ['PkiPath', sequence(...chain), 'a list of certificates'],
    [
      'Netscape',
      sequence(oid('2.16.840.1.113730.2.5'), explicit(0, sequence(...chain))),
      'a bundle of certificates',
    ],
  ];

  it.each(bundles)('%s', async (_how, content, described) => {
    const contents = await read(content);
    expect(prints(contents)).toEqual(inOrder);
    expect(contents).toMatchObject({
      described,
      problems: [],
      unreadable: [],
      others: [],
      privateKeySeen: false,
    });
  });

  it('made by openssl', async (context) => {
    const words = ['crl2pkcs7', '-nocrl', '-certfile', 'chain', '-outform', 'DER', '-out', 'out'];
    const made = runTool('openssl', words, { chain: leaf.pem + intermediate.pem + root.pem });
    if (made === null) return context.skip('no openssl here');
    expect(prints(await read(made)).toSorted()).toEqual(inOrder.toSorted());
  });

  it('holds certificates of other kinds: they are told', async () => {
    const { certificates, unreadable } = await read(signedData([leaf.der, explicit(1, integer(1))]));
    expect(certificates).toHaveLength(1);
    expect(unreadable).toMatchObject([
      { place: 'certificate 2', reason: 'it is of a kind that is no X.509 certificate' },
    ]);
  });

  it('labelled as a certificate is read and told', async () => {
    const contents = await read(writePem(bundle));
    expect(prints(contents)).toEqual(inOrder);
    expect(contents.problems).toEqual(['block 1 is labelled CERTIFICATE and holds a PKCS#7 bundle']);
  });

  it('that is empty, encrypted or cut off says so', async () => {
    const empty = await read(sequence(signedDataType, explicit(0, signedData([]))));
    expect(empty.problems).toEqual(['the PKCS#7 bundle holds no certificates']);
    const closed = await read(sequence(oid('1.2.840.113549.1.7.3'), explicit(0, sequence(integer(0)))));
    expect(closed.others).toMatchObject([{ described: 'a CMS structure with an encrypted message' }]);
    expect((await read(berBundle.subarray(0, -3))).unreadable).toMatchObject([
      { reason: expect.stringContaining('cut off') },
    ]);
  });
});

const revoked = sequence(integer(5), time(fixedNow));
const tbsCrl = sequence(
  integer(1),
  signatureAlgorithm(root.key, 'sha256', 'pkcs1'),
  root.subject,
  time(fixedNow),
  time(new Date('2026-07-01T00:00:00Z')),
  sequence(revoked, revoked),
);
const crl = sequence(
  tbsCrl,
  signatureAlgorithm(root.key, 'sha256', 'pkcs1'),
  bitString(signatureOf(tbsCrl, root.key, 'sha256', 'pkcs1')),
);

describe('a CRL', () => {
  const expected = {
    issuer: { commonName: 'Test Root CA' },
    thisUpdate: fixedNow,
    nextUpdate: new Date('2026-07-01T00:00:00Z'),
    entries: 2,
  };

  it('is recognised alone, in PEM and in a bundle', async () => {
    for (const content of [crl, writePem(crl, 'X509 CRL'), signedData(chain, [crl])]) {
      expect((await read(content)).revocationLists).toMatchObject([expected]);
    }
  });
});

/** RFC 2986 §4. */
function request(dns: readonly string[], spoil = false): Buffer {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const names = extension(subjectAltName(dns.map((name) => `dns:${name}`)));
  const attribute = sequence(oid('1.2.840.113549.1.9.14'), setOf(sequence(names)));
  const info = sequence(
    integer(0),
    distinguishedName('asked.test'),
    publicKey.export({ type: 'spki', format: 'der' }),
    explicit(0, ...(dns.length === 0 ? [] : [attribute])),
  );
  const signature = signatureOf(spoil ? Buffer.from('other') : info, privateKey, 'sha256', 'pkcs1');
  return sequence(info, signatureAlgorithm(privateKey, 'sha256', 'pkcs1'), bitString(signature));
}

describe('a certificate request', () => {
  it('gives subject, names, key and whether it signed itself', async () => {
    for (const content of [
      request(['a.test', 'b.test']),
      writePem(request(['a.test', 'b.test']), 'NEW CERTIFICATE REQUEST'),
    ]) {
      expect((await read(content)).requests).toMatchObject([
        {
          subject: { commonName: 'asked.test' },
          names: { dns: ['a.test', 'b.test'] },
          publicKey: { type: 'ec', curve: 'P-256' },
          signature: 'valid',
          faults: [],
        },
      ]);
    }
  });

  it('without names, and with a signature of something else', async () => {
    expect((await read(request([]))).requests).toMatchObject([{ names: null, signature: 'valid' }]);
    expect((await read(request(['a.test'], true))).requests).toMatchObject([{ signature: 'invalid' }]);
  });

  it('made by openssl', async (context) => {
    const words = [
      'req',
      '-new',
      '-key',
      'key',
      '-subj',
      '/CN=o.test',
      '-addext',
      'subjectAltName=DNS:o.test',
      '-out',
      'out',
    ];
    const made = runTool('openssl', words, { key: leaf.keyPem });
    if (made === null) return context.skip('no openssl here');
    expect((await read(made)).requests).toMatchObject([{ names: { dns: ['o.test'] }, signature: 'valid' }]);
  });
});

describe('what is known and says nothing about certificates', () => {
  it.each([
    [element(0x30, element(0x0a, Buffer.from([6]))), 'an OCSP response'],
    [oid('1.2.840.10045.3.1.7'), 'parameters of a key'],
    // Diffie-Hellman's, by their even generator no RSA key.
    [sequence(integer(0xfffffffb), integer(2)), 'parameters of a key'],
    [sequence(octetString(Buffer.alloc(60)), nullValue()), 'DER data of a kind that is not read here'],
  ])('%#: %s', async (content, described) => {
    expect((await read(writePem(content, 'SOMETHING'))).others).toMatchObject([{ described }]);
  });

  it('in PEM by its label', async () => {
    const text = `${writePem(Buffer.from('x'), 'EC PARAMETERS')}-----BEGIN PGP PUBLIC KEY BLOCK-----\n\nxx.\n=abcd\n-----END PGP PUBLIC KEY BLOCK-----\n`;
    const { others, unreadable, problems } = await read(text);
    expect(others.map(({ described }) => described)).toEqual(['EC parameters', 'a PGP public key']);
    expect([...unreadable, ...problems]).toEqual([]);
  });
});
