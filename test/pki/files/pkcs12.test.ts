import { createSecureContext } from 'node:tls';
import { describe, expect, it } from 'vitest';
import type { FileContents } from '../../../src/pki/files/file-contents.ts';
import { readFile } from '../../../src/pki/files/read-file.ts';
import { integer, oid, sequence } from '../../support/certificates/der-writer.ts';
import { forgeLeaf } from '../../support/certificates/forge.ts';
import { pkcs12Variants } from '../../support/files/pkcs12-variants.ts';
import { type Pkcs12Spec, writePkcs12 } from '../../support/files/pkcs12-writer.ts';

const variants = pkcs12Variants();
const leaf = forgeLeaf(null);
const one: Pkcs12Spec = {
  certificates: [{ der: leaf.der, name: 'web' }],
  keys: [{ key: leaf.key, name: 'web' }],
  password: 'secret',
  mac: 'sha256',
};

function read(bytes: Uint8Array, password?: string): Promise<FileContents> {
  return readFile(bytes, { password });
}

describe('thirteen kinds of PKCS#12', () => {
  it.each(variants.map((variant) => [variant.kind, variant] as const))('%s', async (_kind, variant) => {
    const contents = await read(variant.bytes, variant.password ?? undefined);
    const found = contents.certificates.map(({ certificate }) => certificate);
    expect(found.map(({ fingerprint256 }) => fingerprint256).toSorted()).toEqual(
      variant.certificates.toSorted(),
    );
    const spki = contents.privateKeys.map(({ publicKey }) => publicKey?.spki256);
    expect(spki).toHaveLength(variant.keys);
    expect(found.map(({ publicKey }) => publicKey.spki256)).toEqual(expect.arrayContaining(spki));
    expect(contents).toMatchObject({ format: 'pkcs12', locked: [], problems: [], unreadable: [] });
  });

  it('number thirteen', () => {
    expect(variants).toHaveLength(13);
  });

  it.each(
    variants
      .filter(({ madeBy, keys, password }) => madeBy === 'own writer' && keys === 1 && password !== null)
      .map((variant) => [variant.kind, variant] as const),
  )("the own writer's %s is one that OpenSSL opens, too", (_kind, { bytes, password }) => {
    expect(() => createSecureContext({ pfx: bytes, passphrase: password ?? '' })).not.toThrow();
  });
});

describe('a PKCS#12 store', () => {
  it('tells a wrong password and a missing one from a malformed file', async () => {
    const silent = { kind: 'no MAC, certificates closed', password: 'secret' };
    const closed = [...variants, { ...silent, bytes: writePkcs12({ ...one, mac: 'none' }) }];
    for (const { bytes, password, kind } of closed) {
      // OpenSSL leaves the certificates open where it writes no MAC.
      if (password === null || password === '' || kind === 'no MAC') continue;
      const wrong = await read(bytes, 'not it');
      expect(wrong.locked.at(-1), kind).toMatchObject({ what: 'the key store', reason: 'wrong-password' });
      expect(wrong.certificates, kind).toEqual([]);
      expect((await read(bytes)).locked.at(-1), kind).toMatchObject({ reason: 'password-needed' });
      expect(wrong.unreadable, kind).toEqual([]);
    }
    const { unreadable, locked } = await read(writePkcs12(one).subarray(0, -40), 'secret');
    expect(unreadable).toMatchObject([{ reason: expect.stringContaining('cut off') }]);
    expect(locked).toEqual([]);
  });

  it('with open certificates shows them, and says that the password is wrong all the same', async () => {
    const open = writePkcs12({ ...one, open: true, keys: [] });
    expect(await read(open, 'secret')).toMatchObject({ certificates: [{}], locked: [] });
    expect(await read(open, 'wrong')).toMatchObject({
      certificates: [{}],
      locked: [{ what: 'the key store', reason: 'wrong-password' }],
    });
  });

  it('has its names, and the places of its entries', async () => {
    const { certificates, privateKeys } = await read(writePkcs12(one), 'secret');
    expect(certificates).toMatchObject([{ alias: 'web', place: 'bag 1' }]);
    expect(privateKeys).toMatchObject([
      { alias: 'web', place: 'bag 2', encrypted: true, publicKey: { type: 'ec' } },
    ]);
  });

  it('has names that are short enough to be shown', async () => {
    const long = writePkcs12({ ...one, certificates: [{ der: leaf.der, name: 'x'.repeat(5000) }] });
    expect((await read(long, 'secret')).certificates[0]?.alias).toBe('x'.repeat(200));
  });

  it('with a hollow frame is told as one that cannot be read', async () => {
    const hollow = sequence(integer(3), sequence(oid('1.2.840.113549.1.7.1')));
    expect(await read(hollow)).toMatchObject({
      format: 'pkcs12',
      unreadable: [{ what: 'a PKCS#12 key store', reason: expect.stringContaining('left out') }],
    });
  });

  it('in BER with strings in pieces is opened', async () => {
    const { certificates, problems } = await read(writePkcs12({ ...one, ber: true }), 'secret');
    expect(certificates).toHaveLength(1);
    expect(problems).toEqual([]);
  });

  it('whose writer took the password for a BMPString everywhere is opened', async () => {
    const { certificates, locked } = await read(writePkcs12({ ...one, bmpForPbes2: true }), 'secret');
    expect([certificates.length, locked.length]).toEqual([1, 0]);
  });

  it('in base64 and in PEM is opened', async () => {
    expect(
      (await read(Buffer.from(writePkcs12(one).toString('base64')), 'secret')).certificates,
    ).toHaveLength(1);
  });

  it('that was altered after its MAC says so', async () => {
    const bytes = writePkcs12({ ...one, mac: 'sha1' });
    // The last byte of the MAC: behind it stand a salt of eight bytes and the number of rounds.
    const at = bytes.length - 15;
    bytes[at] = (bytes[at] ?? 0) ^ 1;
    const { problems, locked, certificates } = await read(bytes, 'secret');
    expect(problems).toEqual([
      'the password opens the key store and its MAC does not agree: the file was altered',
    ]);
    expect([locked.length, certificates.length]).toEqual([0, 1]);
  });

  it('with another password for its key tells that the key stays closed', async () => {
    const other = writePkcs12({ ...one, password: 'another', mac: 'none' });
    expect((await read(other, 'secret')).privateKeys).toMatchObject([
      { lock: 'wrong-password', publicKey: null },
    ]);
  });

  it('that asks for endless work is refused before any of it is done', async () => {
    for (const mac of ['none', 'sha1', 'pbmac1'] as const) {
      const { locked, certificates } = await read(
        writePkcs12({ ...one, mac, claimedRounds: 5_000_001 }),
        'secret',
      );
      expect(locked[0], mac).toMatchObject({ what: 'a part of the key store', reason: 'too-costly' });
      expect(certificates, mac).toEqual([]);
    }
  });

  it('is given up in the middle of deriving its key', async () => {
    const bytes = writePkcs12({ ...one, mac: 'none', claimedRounds: 5_000_000 });
    const stopping = new AbortController();
    const reading = readFile(bytes, { password: 'secret', signal: stopping.signal });
    setImmediate(() => stopping.abort(new Error('enough')));
    await expect(reading).rejects.toThrow('enough');
  });

  it('is given up when the signal is aborted', async () => {
    const signal = AbortSignal.abort(new Error('enough'));
    await expect(readFile(writePkcs12(one), { password: 'secret', signal })).rejects.toThrow('enough');
  });
});
