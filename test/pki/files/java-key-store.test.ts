import { spawnSync } from 'node:child_process';
import { hash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { FileContents } from '../../../src/pki/files/file-contents.ts';
import { readFile } from '../../../src/pki/files/read-file.ts';
import { octetString, oid, sequence } from '../../support/certificates/der-writer.ts';
import { forgeLeaf, forgeRoot } from '../../support/certificates/forge.ts';

const root = forgeRoot();
const leaf = forgeLeaf(root);
const password = 'changeit';

function read(bytes: Uint8Array, given?: string): Promise<FileContents> {
  return readFile(bytes, { password: given });
}

const number = (value: number) => {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
};
const text = (value: string) => Buffer.concat([number(value.length).subarray(2), Buffer.from(value)]);
const sized = (bytes: Uint8Array) => Buffer.concat([number(bytes.length), bytes]);
const head = (tag: number, alias: string) => Buffer.concat([number(tag), text(alias), Buffer.alloc(8)]);
const certificate = (der: Uint8Array) => Buffer.concat([text('X.509'), sized(der)]);
const utf16 = (value: string) => Buffer.from(value, 'utf16le').swap16();

/** OpenJDK's KeyProtector: a key stream of SHA-1, and a digest behind it. */
function protectedKey(plain: Uint8Array): Buffer {
  const secret = utf16(password);
  const salt = Buffer.alloc(20, 7);
  let stream: Buffer = salt;
  const hidden = Buffer.from(plain).map((byte, index) => {
    if (index % 20 === 0) stream = hash('sha1', Buffer.concat([secret, stream]), 'buffer');
    return byte ^ (stream[index % 20] ?? 0);
  });
  const check = hash('sha1', Buffer.concat([secret, plain]), 'buffer');
  const algorithm = sequence(oid('1.3.6.1.4.1.42.2.17.1.1'), Buffer.from('0500', 'hex'));
  return sequence(algorithm, octetString(salt, hidden, check));
}

const keyEntry = Buffer.concat([
  head(1, 'web'),
  sized(protectedKey(leaf.key.export({ type: 'pkcs8', format: 'der' }))),
  number(2),
  certificate(leaf.der),
  certificate(root.der),
]);
const trustEntry = Buffer.concat([head(2, 'root'), certificate(root.der)]);

function store(magic: string, count: number, ...entries: readonly Uint8Array[]): Buffer {
  const body = Buffer.concat([Buffer.from(magic, 'hex'), number(2), number(count), ...entries]);
  const digest = hash(
    'sha1',
    Buffer.concat([utf16(password), Buffer.from('Mighty Aphrodite'), body]),
    'buffer',
  );
  return Buffer.concat([body, digest]);
}

describe('a Java key store', () => {
  const jks = store('feedfeed', 2, keyEntry, trustEntry);

  it('shows its certificates without a password, with their aliases', async () => {
    const contents = await read(jks);
    expect(contents).toMatchObject({
      format: 'jks',
      described: 'a Java key store (JKS)',
      privateKeySeen: true,
    });
    expect(
      contents.certificates.map(({ alias, certificate }) => [alias, certificate.fingerprint256]),
    ).toEqual([
      ['web', leaf.fingerprint256],
      ['web', root.fingerprint256],
      ['root', root.fingerprint256],
    ]);
    expect(contents.locked).toMatchObject([
      { alias: 'web', what: 'the private key', reason: 'password-needed' },
    ]);
  });

  it('opens its keys with one', async () => {
    const { privateKeys, certificates, problems } = await read(jks, password);
    expect(privateKeys[0]?.publicKey?.spki256).toBe(certificates[0]?.certificate.publicKey.spki256);
    expect(problems).toEqual([]);
    const wrong = await read(jks, 'wrong');
    expect(wrong.privateKeys).toMatchObject([{ lock: 'wrong-password' }]);
    expect(wrong.problems).toEqual(['the password is not that of the key store, or the file was altered']);
    expect(wrong.certificates).toHaveLength(3);
  });

  it('passes over a secret key between its entries', async () => {
    const secret = Buffer.concat([head(3, 'secret'), Buffer.from('aced0005', 'hex'), Buffer.alloc(300, 5)]);
    const contents = await read(store('cececece', 3, secret, trustEntry, secret), password);
    expect(contents).toMatchObject({ format: 'jceks', problems: [], unreadable: [] });
    expect(contents.certificates).toHaveLength(1);
    expect(contents.others.map(({ described }) => described)).toEqual(['a secret key', 'a secret key']);
  });

  it('that is cut off, lies about its sizes or is of another version is told, and the rest shown', async () => {
    for (const bytes of [
      jks.subarray(0, 1200),
      store('feedfeed', 0x7fffffff, trustEntry),
      jks.subarray(0, 13),
    ]) {
      expect((await read(bytes)).unreadable).toMatchObject([{ what: 'a Java key store' }]);
    }
    expect((await read(store('feedfeed', 0x7fffffff, trustEntry))).certificates).toHaveLength(1);
    const other = Buffer.from(jks);
    other[7] = 9;
    expect((await read(other)).unreadable).toMatchObject([{ reason: 'its version 9 does not exist' }]);
  });
});

const keytool = spawnSync('keytool', ['-help'], { stdio: 'ignore' }).error === undefined;

describe('a key store made by keytool', () => {
  it.for(['JKS', 'JCEKS', 'PKCS12'] as const)('%s', async (type, context) => {
    if (!keytool) return context.skip('left out: keytool is not on this machine');
    const folder = mkdtempSync(join(tmpdir(), 'notafter-keytool-'));
    const file = join(folder, 'store');
    try {
      const pass = ['-keystore', file, '-storetype', type, '-storepass', password];
      const key = ['-keyalg', 'EC', '-groupname', 'secp256r1', '-keypass', password];
      spawnSync('keytool', ['-genkeypair', '-alias', 'web', '-dname', 'CN=java.test', ...pass, ...key]);
      const contents = await read(readFileSync(file), password);
      expect(contents).toMatchObject({
        format: type.toLowerCase(),
        locked: [],
        problems: [],
        unreadable: [],
      });
      expect(contents.certificates).toMatchObject([
        { alias: 'web', certificate: { subject: { commonName: 'java.test' } } },
      ]);
      const [spki] = contents.certificates.map(({ certificate }) => certificate.publicKey.spki256);
      expect(contents.privateKeys.map(({ publicKey }) => publicKey?.spki256)).toEqual([spki]);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
