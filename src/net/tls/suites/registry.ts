import { readFileSync } from 'node:fs';
import { type CipherSuite, cipherSuite } from './cipher-suite.ts';

let known: ReadonlyMap<number, CipherSuite> | null = null;

/** By code: IANA's registry and the few that were spoken without being registered. Read when first asked for. */
function registry(): ReadonlyMap<number, CipherSuite> {
  known ??= readRegistry();
  return known;
}

function readRegistry(): ReadonlyMap<number, CipherSuite> {
  const text = readFileSync(new URL('./suite-names.json', import.meta.url), 'utf8');
  const names: Readonly<Record<string, string>> = JSON.parse(text);
  return new Map(
    Object.entries(names).map(([hex, words]) => {
      const code = Number.parseInt(hex, 16);
      const [name = '', openssl] = words.split(' ');
      // TLS 1.3's are called the same everywhere.
      return [code, cipherSuite(code, name, openssl ?? (isTls13(code) ? name : null))];
    }),
  );
}

/** A code that nobody registered is named by its number: servers of secret stacks have some. */
export function suiteOf(code: number): CipherSuite {
  return (
    registry().get(code) ?? cipherSuite(code, `TLS_UNKNOWN_0x${code.toString(16).padStart(4, '0')}`, null)
  );
}

/** Codes of TLS 1.3 (RFC 8446 §B.4, RFC 8998, RFC 9150) mean nothing in older versions, and the reverse. */
export function isTls13(code: number): boolean {
  return (code >= 0x1301 && code <= 0x13ff) || [0x00c6, 0x00c7, 0xc0b4, 0xc0b5].includes(code);
}

/** What to offer for a version, strongest first: what a server that follows its client then takes is a fair order. */
export function suitesFor(version: number): readonly number[] {
  const modern = version >= 0x0304;
  const fit = [...registry().values()].filter(
    (suite) => isTls13(suite.code) === modern && fits(suite, version),
  );
  return fit.toSorted((one, other) => rank(one) - rank(other)).map(({ code }) => code);
}

/** Suites that authenticate by AEAD or with SHA-2 need the PRF of TLS 1.2 (RFC 5246 §5), but for PSK (RFC 5487 §3.1). */
function fits({ mode, mac, keyExchange }: CipherSuite, version: number): boolean {
  if (version >= 0x0303) return true;
  return mode !== 'aead' && (!/^SHA(256|384)$/.test(mac) || keyExchange.endsWith('PSK'));
}

/** Flaws first, then forward secrecy, then the mode, then the bits; rare families after those that servers have. */
function rank({ flaws, forwardSecrecy, mode, bits, keyExchange, encryption }: CipherSuite): number {
  const rare = /PSK|SRP|KRB5|GOST|ECCPWD|CECPQ1/.test(keyExchange) ? 1 : 0;
  const common = /^(AES|CHACHA20)/.test(encryption) ? 0 : 1;
  const elliptic = keyExchange === 'ECDHE' ? 0 : 1;
  const digits = [
    rare,
    Math.min(flaws.length, 3),
    forwardSecrecy ? 0 : 1,
    mode === 'aead' ? 0 : 1,
    common,
    elliptic,
    9 - Math.round(bits / 32),
  ];
  return digits.reduce((sum, digit) => sum * 10 + digit, 0);
}
