import { createPublicKey, generateKeyPairSync, hash, type KeyObject } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { FileContents } from '../../../src/pki/files/file-contents.ts';
import { writePem } from '../../../src/pki/files/pem/pem.ts';
import { readFile } from '../../../src/pki/files/read-file.ts';
import { integer, octetString, oid, sequence } from '../../support/certificates/der-writer.ts';
import { makeKey } from '../../support/certificates/keys.ts';
import { runTool } from '../../support/files/openssl.ts';

const rsa = makeKey('rsa2048', 'leaf');
const ec = makeKey('p256', 'leaf');

function read(content: string | Uint8Array, password?: string): Promise<FileContents> {
  return readFile(Buffer.from(content), { password });
}

function spkiHash(key: KeyObject): string {
  const spki = (key.type === 'public' ? key : createPublicKey(key)).export({ type: 'spki', format: 'der' });
  return hash('sha256', spki);
}

function pem(key: KeyObject, type: 'pkcs1' | 'sec1' | 'pkcs8'): string {
  return key.export({ type: type as 'pkcs8', format: 'pem' }).toString();
}

describe('an open private key', () => {
  const open: readonly (readonly [string, KeyObject, string])[] = [
    ['PKCS#8', rsa, pem(rsa, 'pkcs8')],
    ['PKCS#1', rsa, pem(rsa, 'pkcs1')],
    ['SEC 1', ec, pem(ec, 'sec1')],
    [
      'SEC 1',
      ec,
      `-----BEGIN EC PARAMETERS-----\nBggqhkjOPQMBBw==\n-----END EC PARAMETERS-----\n${pem(ec, 'sec1')}`,
    ],
  ];

  it.each(open)('%s, in PEM and in DER', async (form, key, text) => {
    const der = Buffer.from((text.split('KEY-----')[1] ?? '').replace(/-----END.*/s, ''), 'base64');
    for (const content of [text, der, der.toString('base64')]) {
      const { privateKeys, privateKeySeen } = await read(content);
      expect(privateKeySeen).toBe(true);
      expect(privateKeys).toMatchObject([
        { form, encrypted: false, lock: null, problem: null, publicKey: { spki256: spkiHash(key) } },
      ]);
    }
  });

  it.each(['ed25519', 'ed448', 'x25519', 'ml-dsa-44', 'ml-dsa-87', 'slh-dsa-sha2-128f'] as const)(
    '%s',
    async (type) => {
      const { privateKey } = generateKeyPairSync(type as 'ed25519');
      const { privateKeys } = await read(pem(privateKey, 'pkcs8'));
      expect(privateKeys).toMatchObject([{ publicKey: { spki256: spkiHash(privateKey) }, problem: null }]);
    },
  );

  it('traditional DSA', async (context) => {
    const { privateKey } = generateKeyPairSync('dsa', { modulusLength: 1024, divisorLength: 160 });
    const text = runTool('openssl', ['pkey', '-in', 'key', '-traditional', '-out', 'out'], {
      key: pem(privateKey, 'pkcs8'),
    });
    if (text === null) return context.skip('no openssl here');
    const { privateKeys } = await read(text);
    expect(privateKeys).toMatchObject([
      { form: 'traditional DSA', publicKey: { type: 'dsa', spki256: spkiHash(privateKey) } },
    ]);
  });

  it('malformed, of an unknown kind or far too large is told without a word of what it holds', async () => {
    const broken = rsa.export({ type: 'pkcs8', format: 'der' });
    broken.fill(0, 24, 40);
    for (const der of [broken, Buffer.from('300c020100300706052a0304050604 00'.replaceAll(' ', ''), 'hex')]) {
      const { privateKeys, privateKeySeen } = await read(writePem(der, 'PRIVATE KEY'));
      expect(privateKeySeen).toBe(true);
      expect(privateKeys).toMatchObject([
        { publicKey: null, problem: 'the key is malformed, or of a kind that is not known here' },
      ]);
    }
  });
});

describe('a private key that would cost too much', () => {
  const number = (bytes: number) => integer(Buffer.concat([Buffer.from([0x40]), Buffer.alloc(bytes - 1, 1)]));
  const pkcs8 = (type: string, size: number) => {
    const parameters = sequence(number(size), number(size), number(size));
    return sequence(integer(0), sequence(oid(type), parameters), octetString(number(size)));
  };

  it.each([
    [
      'DSA with numbers of 16,000 bits',
      pkcs8('1.2.840.10040.4.1', 2000),
      'the key is larger than any in use',
    ],
    [
      'Diffie-Hellman',
      pkcs8('1.2.840.113549.1.3.1', 256),
      'a Diffie-Hellman key, which belongs to no certificate',
    ],
    ['anything of 16 KiB', pkcs8('1.2.840.113549.1.1.1', 5000), 'the key is larger than any in use'],
  ])('%s', async (_how, der, problem) => {
    expect(await read(der)).toMatchObject({
      privateKeySeen: true,
      privateKeys: [{ publicKey: null, problem }],
    });
  });

  it('or stands there far too often', async () => {
    const { privateKeys } = await read(pem(ec, 'pkcs8').repeat(2001));
    expect(privateKeys).toHaveLength(2000);
    const dsa = pkcs8('1.2.840.10040.4.1', 64);
    const many = await read(Buffer.concat(Array.from({ length: 50 }, () => dsa)));
    expect(many.privateKeys.at(-1)).toMatchObject({ problem: 'one key too many to look into' });
  });
});

describe('an encrypted private key', () => {
  const password = 'geheim';
  const schemes: readonly (readonly string[])[] = [
    ['-v2', 'aes-128-cbc'],
    ['-v2', 'aes-256-cbc', '-v2prf', 'hmacWithSHA512'],
    ['-v2', 'aes-192-cbc', '-v2prf', 'hmacWithSHA1'],
    ['-v2', 'des3'],
    ['-v2', 'camellia-256-cbc'],
    ['-v2', 'rc2-cbc', '-provider', 'legacy', '-provider', 'default'],
    ['-scrypt'],
    ['-v1', 'PBE-MD5-DES', '-provider', 'legacy', '-provider', 'default'],
    ['-v1', 'PBE-SHA1-DES', '-provider', 'legacy', '-provider', 'default'],
    ['-v1', 'PBE-SHA1-RC2-64', '-provider', 'legacy', '-provider', 'default'],
    ['-v1', 'PBE-SHA1-RC2-128', '-provider', 'legacy', '-provider', 'default'],
    ['-v1', 'PBE-SHA1-RC2-40', '-provider', 'legacy', '-provider', 'default'],
    ['-v1', 'PBE-SHA1-RC4-128', '-provider', 'legacy', '-provider', 'default'],
    ['-v1', 'PBE-SHA1-RC4-40', '-provider', 'legacy', '-provider', 'default'],
    ['-v1', 'PBE-SHA1-3DES'],
    ['-v1', 'PBE-SHA1-2DES'],
  ];

  it.for(schemes.map((words) => [words.slice(0, 2).join(' '), words] as const))(
    'PKCS#8, %s',
    async ([, words], context) => {
      const made = runTool(
        'openssl',
        ['pkcs8', '-topk8', '-in', 'key', '-passout', `pass:${password}`, ...words, '-out', 'out'],
        { key: pem(rsa, 'pkcs8') },
      );
      if (made === null) return context.skip(`no openssl here that writes ${words.join(' ')}`);
      expect((await read(made, password)).privateKeys).toMatchObject([
        { form: 'PKCS#8', encrypted: true, lock: null, publicKey: { spki256: spkiHash(rsa) } },
      ]);
      const closed = await read(made, 'wrong');
      expect(closed).toMatchObject({
        privateKeySeen: true,
        locked: [{ what: 'the private key', reason: 'wrong-password' }],
      });
      expect(closed.privateKeys).toMatchObject([{ lock: 'wrong-password', publicKey: null }]);
      expect((await read(made)).locked).toMatchObject([{ reason: 'password-needed' }]);
    },
  );

  it.each(['aes-256-cbc', 'aes-128-cbc', 'des3', 'camellia-128-cbc'])(
    'PEM with Proc-Type, %s',
    async (cipher) => {
      for (const [key, type] of [
        [rsa, 'pkcs1'],
        [ec, 'sec1'],
      ] as const) {
        const text = key.export({ type, format: 'pem', cipher, passphrase: password } as never).toString();
        for (const writing of [
          text,
          text.replaceAll('\n', '\\n'),
          text.replaceAll('\n', '\r\n'),
          text.replaceAll('\n', '\r'),
        ]) {
          expect((await read(writing, password)).privateKeys).toMatchObject([
            { encrypted: true, lock: null, publicKey: { spki256: spkiHash(key) } },
          ]);
        }
        expect((await read(text, 'wrong')).privateKeys).toMatchObject([{ lock: 'wrong-password' }]);
        expect((await read(text)).privateKeys).toMatchObject([{ lock: 'password-needed' }]);
      }
    },
  );

  it('with an encryption nobody knows is told', async () => {
    const text = pem(rsa, 'pkcs1').replace(
      'KEY-----\n',
      'KEY-----\nProc-Type: 4,ENCRYPTED\nDEK-Info: ROT13,00\n\n',
    );
    expect((await read(text, password)).privateKeys).toMatchObject([{ lock: 'unsupported' }]);
  });
});

describe('keys of other programs', () => {
  const blob = (...parts: readonly Uint8Array[]) =>
    Buffer.concat(parts.flatMap((part) => [Buffer.from([0, 0, part.length >> 8, part.length & 0xff]), part]));
  const jwk = ec.export({ format: 'jwk' });
  const point = Buffer.concat([
    Buffer.from([4]),
    ...[jwk.x, jwk.y].map((half) => Buffer.from(half ?? '', 'base64url')),
  ]);
  const sshPublic = blob(Buffer.from('ecdsa-sha2-nistp256'), Buffer.from('nistp256'), point);

  it('OpenSSH: its public half is always open', async () => {
    for (const cipher of ['none', 'aes256-ctr']) {
      const head = [
        Buffer.from('openssh-key-v1\0'),
        blob(Buffer.from(cipher), Buffer.from('bcrypt'), Buffer.alloc(0)),
      ];
      const body = Buffer.concat([
        ...head,
        Buffer.from([0, 0, 0, 1]),
        blob(sshPublic, Buffer.from('secret')),
      ]);
      const contents = await read(writePem(body, 'OPENSSH PRIVATE KEY'));
      expect(contents.privateKeySeen).toBe(true);
      expect(contents.privateKeys).toMatchObject([
        { form: 'OpenSSH', encrypted: cipher !== 'none', publicKey: { spki256: spkiHash(ec) } },
      ]);
    }
  });

  it('OpenSSH made by ssh-keygen', async (context) => {
    const made = runTool('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', 'out'], {});
    if (made === null) return context.skip('no ssh-keygen here');
    expect((await read(made)).privateKeys).toMatchObject([
      { form: 'OpenSSH', publicKey: { type: 'ed25519' } },
    ]);
  });

  it('a line of an SSH public key', async () => {
    const contents = await read(`ecdsa-sha2-nistp256 ${sshPublic.toString('base64')} me@home\n`);
    expect(contents).toMatchObject({
      format: 'openssh',
      privateKeySeen: false,
      others: [{ described: 'an SSH public key (ecdsa-sha2-nistp256)' }],
    });
    expect(contents.publicKeys).toMatchObject([{ publicKey: { spki256: spkiHash(ec) } }]);
  });

  it('a line of an SSH certificate', async () => {
    const type = 'ecdsa-sha2-nistp256-cert-v01@openssh.com';
    expect(await read(`${type} ${sshPublic.toString('base64')} me@home\n`)).toMatchObject({
      format: 'openssh',
      others: [{ described: `an SSH certificate, which no TLS client knows (${type})` }],
    });
  });

  it('PuTTY', async () => {
    const text = `PuTTY-User-Key-File-3: ecdsa-sha2-nistp256\r\nEncryption: aes256-cbc\r\nComment: x\r\nPublic-Lines: 3\r\n${sshPublic.toString('base64')}\r\nPrivate-Lines: 1\r\nAAAA\r\n`;
    expect(await read(text)).toMatchObject({
      described: 'a private key of PuTTY',
      privateKeySeen: true,
      privateKeys: [{ form: 'PuTTY', encrypted: true, publicKey: { spki256: spkiHash(ec) } }],
    });
  });

  it('JSON Web Keys, public and private', async () => {
    const open = createPublicKey(rsa).export({ format: 'jwk' });
    const contents = await read(JSON.stringify({ keys: [{ ...jwk, kid: 'one' }, open] }));
    expect(contents).toMatchObject({ format: 'jwk', privateKeySeen: true });
    expect(contents.privateKeys).toMatchObject([
      { form: 'JSON Web Key', alias: 'one', publicKey: { spki256: spkiHash(ec) } },
    ]);
    expect(contents.publicKeys).toMatchObject([{ publicKey: { spki256: spkiHash(rsa) } }]);
  });

  it('public keys in PEM', async () => {
    const text = createPublicKey(rsa).export({ type: 'spki', format: 'pem' }).toString();
    const old = createPublicKey(rsa).export({ type: 'pkcs1', format: 'pem' }).toString();
    const { publicKeys, privateKeySeen } = await read(text + old);
    expect(publicKeys.map(({ publicKey }) => publicKey.spki256)).toEqual([spkiHash(rsa), spkiHash(rsa)]);
    expect(privateKeySeen).toBe(false);
  });
});
