import { randomBytes } from 'node:crypto';
import { byteReader } from '../byte-reader.ts';
import { numbers } from '../byte-writer.ts';
import { type CipherSuite, cipherSuite } from '../suites/cipher-suite.ts';

/** The CIPHER-KINDs of SSLv2 (draft-hickman-netscape-ssl-00 §C.4 and what SSLeay added), with OpenSSL's old names. */
const kinds: Readonly<Record<number, readonly [string, string]>> = {
  65664: ['SSL_CK_RC4_128_WITH_MD5', 'RC4-MD5'],
  131200: ['SSL_CK_RC4_128_EXPORT40_WITH_MD5', 'EXP-RC4-MD5'],
  196736: ['SSL_CK_RC2_128_CBC_WITH_MD5', 'RC2-CBC-MD5'],
  262272: ['SSL_CK_RC2_128_CBC_EXPORT40_WITH_MD5', 'EXP-RC2-CBC-MD5'],
  327808: ['SSL_CK_IDEA_128_CBC_WITH_MD5', 'IDEA-CBC-MD5'],
  393280: ['SSL_CK_DES_64_CBC_WITH_MD5', 'DES-CBC-MD5'],
  393536: ['SSL_CK_DES_64_CBC_WITH_SHA', 'DES-CBC-SHA'],
  458944: ['SSL_CK_DES_192_EDE3_CBC_WITH_MD5', 'DES-CBC3-MD5'],
  459200: ['SSL_CK_DES_192_EDE3_CBC_WITH_SHA', 'DES-CBC3-SHA'],
  524416: ['SSL_CK_RC4_64_WITH_MD5', 'RC4-64-MD5'],
};

const ssl2 = 0x0002;
const clientHelloType = 1;
const serverHelloType = 4;

/** CLIENT-HELLO of SSLv2 (§2.5): a two-byte record header, every cipher kind, a challenge of 16 bytes. */
export function ssl2Hello(): Buffer {
  const ciphers = numbers(3, Object.keys(kinds).map(Number));
  const challenge = randomBytes(16);
  const body = Buffer.concat([
    numbers(1, [clientHelloType]),
    numbers(2, [ssl2, ciphers.length, 0, challenge.length]),
    ciphers,
    challenge,
  ]);
  return Buffer.concat([numbers(2, [0x8000 | body.length]), body]);
}

export type Ssl2Hello = {
  readonly suites: readonly CipherSuite[];
  /** DER; null when it sent none. */
  readonly certificate: Uint8Array | null;
};

/** SERVER-HELLO of SSLv2 (§2.6); 'more' while it may still become one, 'other' when it never will. */
export function readSsl2Hello(inbound: Uint8Array): Ssl2Hello | 'more' | 'other' {
  const reader = byteReader(inbound);
  const first = inbound[0];
  if (first === undefined) return 'more';
  const short = first >= 0x80;
  const length = reader.number(2) & (short ? 0x7fff : 0x3fff);
  if (!short) reader.number(1);
  const body = byteReader(reader.bytes(length));
  if (!reader.intact())
    return inbound.length > 3 && inbound[short ? 2 : 3] !== serverHelloType ? 'other' : 'more';
  if (body.number(1) !== serverHelloType) return 'other';
  body.number(2);
  if (body.number(2) !== ssl2) return 'other';
  const [certificateLength, cipherLength] = [body.number(2), body.number(2)];
  body.number(2);
  const certificate = body.bytes(certificateLength);
  const ciphers = byteReader(body.bytes(cipherLength));
  const suites: CipherSuite[] = [];
  while (ciphers.left() >= 3 && suites.length < 64) suites.push(ssl2Suite(ciphers.number(3)));
  return { suites, certificate: certificate.length === 0 ? null : certificate };
}

function ssl2Suite(code: number): CipherSuite {
  const [name, openssl] = kinds[code] ?? [`SSL_CK_UNKNOWN_0x${code.toString(16).padStart(6, '0')}`, null];
  const read = cipherSuite(
    code,
    name.replace('SSL_CK_', 'SSL_CK_RSA_WITH_').replace('_WITH_MD5', '_MD5').replace('_WITH_SHA', '_SHA'),
    openssl,
  );
  const exported = name.includes('EXPORT40');
  return {
    ...read,
    name,
    ...(exported ? { bits: 40, flaws: [...new Set([...read.flaws, 'export' as const])] } : {}),
  };
}
