import { execFileSync } from 'node:child_process';
import { getDiffieHellman } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { bitLength, knownPrime } from '../../../src/net/tls/groups/known-primes.ts';
import { groupOf, modernGroups, namedGroups } from '../../../src/net/tls/groups/named-groups.ts';
import { suiteOf, suitesFor } from '../../../src/net/tls/suites/registry.ts';
import { opensslIsHere } from '../../support/farm/openssl-server.ts';

const facts = (code: number) => {
  const { keyExchange, authentication, encryption, mode, bits, mac, forwardSecrecy, flaws } = suiteOf(code);
  return [keyExchange, authentication, encryption, mode, bits, mac, forwardSecrecy, flaws.join()].join(' ');
};

describe('a cipher suite is read out of its name', () => {
  it.each([
    [0x1301, 'any any AES_128_GCM aead 128 SHA256 true '],
    [0xc02f, 'ECDHE RSA AES_128_GCM aead 128 SHA256 true '],
    [0xcca9, 'ECDHE ECDSA CHACHA20_POLY1305 aead 256 SHA256 true '],
    [0xc0ae, 'ECDHE ECDSA AES_128_CCM_8 aead 128 SHA256 true '],
    [0x002f, 'RSA RSA AES_128_CBC cbc 128 SHA false '],
    [0x000a, 'RSA RSA 3DES_EDE_CBC cbc 112 SHA false 3des'],
    [0x0005, 'RSA RSA RC4_128 stream 128 SHA false rc4'],
    [0x0003, 'RSA RSA RC4_40 stream 40 MD5 false export,rc4,md5'],
    [0x0014, 'DHE RSA DES40_CBC cbc 40 SHA true export,obsolete'],
    [0x0062, 'RSA RSA DES_CBC cbc 56 SHA false export,obsolete'],
    [0x0018, 'DHE anon RC4_128 stream 128 MD5 true anonymous,rc4,md5'],
    [0xc015, 'ECDHE anon NULL null 0 SHA true null,anonymous'],
    [0x003b, 'RSA RSA NULL null 0 SHA256 false null'],
    [0xc004, 'ECDH ECDSA AES_128_CBC cbc 128 SHA false '],
    [0x0094, 'RSA_PSK RSA AES_128_CBC cbc 128 SHA false '],
    [0xc0aa, 'DHE_PSK PSK AES_128_CCM_8 aead 128 SHA256 true '],
    [0xc01e, 'SRP RSA AES_128_CBC cbc 128 SHA false '],
    [0xc102, 'GOST GOST 28147_CNT stream 256 IMIT false '],
  ])('%s', (code, expected) => {
    expect(facts(code)).toBe(expected);
  });

  it.skipIf(!opensslIsHere)('and has the names that OpenSSL gives', () => {
    const list = execFileSync('openssl', ['ciphers', '-V', '-stdname', 'ALL:COMPLEMENTOFALL:@SECLEVEL=0'], {
      encoding: 'utf8',
    });
    const rows = [...list.matchAll(/0x(..),0x(..) - (\S+)\s+- (\S+)/g)];
    expect(rows.length).toBeGreaterThan(20);
    for (const [, high, low, name, openssl] of rows) {
      const suite = suiteOf(Number.parseInt(`${high}${low}`, 16));
      expect([suite.name, suite.openssl]).toEqual([name, openssl]);
    }
  });

  it('names what nobody registered by its number', () => {
    expect(suiteOf(0xfafa).name).toBe('TLS_UNKNOWN_0xfafa');
  });
});

describe('what is offered', () => {
  it('is every suite of the version once, the strongest first and what is broken last', () => {
    const offered = suitesFor(0x0303);
    expect(offered.length).toBeGreaterThan(340);
    expect(new Set(offered).size).toBe(offered.length);
    expect(suiteOf(offered[0] ?? 0).name).toBe('TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384');
    expect(offered.indexOf(0xc02f)).toBeLessThan(offered.indexOf(0x002f));
    expect(offered.indexOf(0x002f)).toBeLessThan(offered.indexOf(0x0005));
  });

  it('has no suite of TLS 1.2 in older versions, and none of TLS 1.3 but there', () => {
    expect(suitesFor(0x0301).some((code) => suiteOf(code).mode === 'aead')).toBe(false);
    expect(suitesFor(0x0301)).not.toContain(0x003b);
    expect(suitesFor(0x0303)).not.toContain(0x1301);
    expect(suitesFor(0x0304)).toContain(0x1301);
    expect(suitesFor(0x0304)).not.toContain(0xc02f);
  });
});

describe('groups', () => {
  it('have a number and a name each, and the hybrids among those of TLS 1.3', () => {
    expect(new Set(namedGroups.map(({ code }) => code)).size).toBe(namedGroups.length);
    expect(new Set(namedGroups.map(({ name }) => name)).size).toBe(namedGroups.length);
    expect(modernGroups.slice(0, 3).map((code) => groupOf(code).name)).toEqual([
      'X25519MLKEM768',
      'SecP256r1MLKEM768',
      'SecP384r1MLKEM1024',
    ]);
    expect(groupOf(0x7777).name).toBe('group_0x7777');
  });

  it('of finite fields are known by their primes, leading zeros or not', () => {
    const prime = getDiffieHellman('modp14').getPrime();
    expect(knownPrime(prime)).toBe('RFC 3526 group 14');
    expect(knownPrime(Buffer.concat([Buffer.alloc(2), prime]))).toBe('RFC 3526 group 14');
    expect(knownPrime(Buffer.from([7]))).toBeNull();
    expect([bitLength(prime), bitLength(Buffer.from([0, 1])), bitLength(Buffer.alloc(3))]).toEqual([
      2048, 1, 0,
    ]);
  });
});
