import { describe, expect, it } from 'vitest';
import { readFile } from '../../../src/pki/files/read-file.ts';

const files: readonly (readonly [content: string, described: string])[] = [
  ['', 'an empty file'],
  [' \r\n\t ', 'a file with nothing but blanks'],
  ['<!DOCTYPE html><html><body>Sign in</body></html>', 'an HTML page'],
  ['\n<html lang="en">', 'an HTML page'],
  ['<?xml version="1.0"?><a/>', 'an XML document'],
  ['{"error":"not found"}', 'a JSON document'],
  ['%PDF-1.7 ...', 'a PDF document'],
  ['PK\u0003\u0004....', 'a ZIP archive; unpack it first'],
  ['age-encryption.org/v1\n-> X25519', 'a file encrypted with age'],
  ['HTTP/1.1 404 Not Found\r\n\r\n', 'an answer of a web server'],
  [
    'Certificate:\n    Data:\n        Version: 3',
    'what openssl prints of a certificate, without the certificate itself',
  ],
  ['just some words about a certificate', 'plain text without a certificate'],
  ['\u0001\u0002\u0003\u0004', 'binary data of an unknown kind'],
  ['\u0000\u0000\u0000\u0002\u0000\u0000\u0000\u0014', 'a BouncyCastle key store; export it as PKCS#12'],
];

describe('a file that is something else', () => {
  it.each(files)('%j', async (content, described) => {
    const contents = await readFile(Buffer.from(content));
    expect(contents.described).toBe(described);
    expect(contents).toMatchObject({
      certificates: [],
      privateKeys: [],
      unreadable: [],
      privateKeySeen: false,
    });
  });

  it('and known to the reader is called by what it holds', async () => {
    const parameters = '-----BEGIN DH PARAMETERS-----\nMAYCAQcCAQI=\n-----END DH PARAMETERS-----\n';
    expect((await readFile(Buffer.from(parameters))).described).toBe('PEM text with DH parameters');
    expect((await readFile(Buffer.from('30030a0106', 'hex'))).described).toBe('an OCSP response');
  });

  it('and secret counts as a key that was seen', async () => {
    const contents = await readFile(Buffer.from('# created: today\nAGE-SECRET-KEY-1QQQ\n'));
    expect(contents).toMatchObject({ described: 'a secret key of age', privateKeySeen: true });
  });

  it('and too large is not looked into', async () => {
    expect((await readFile(Buffer.alloc(4 * 1024 * 1024 + 1, 0x30))).described).toBe(
      'over 4 MiB, too large to be looked into',
    );
    expect((await readFile(Buffer.alloc(4 * 1024 * 1024, 0x20))).described).toBe(
      'a file with nothing but blanks',
    );
  });
});
