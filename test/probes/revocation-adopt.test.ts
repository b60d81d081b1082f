import { describe, expect, it } from 'vitest';
import { adopt, isShortLived } from '../../src/probes/revocation/revocation-adopt.ts';
import { caWith, leafWith } from '../support/facts/certificate-facts.ts';
import {
  crl,
  isGood,
  isRevoked,
  ocsp,
  pointing,
  staple,
  unreachable,
} from '../support/facts/revocation-facts.ts';

const life = (from: string, days: number) => {
  const notBefore = new Date(from);
  return { notBefore, notAfter: new Date(notBefore.getTime() + days * 86_400_000) };
};

describe('the answer that counts', () => {
  it('is the first good one, unless anybody says revoked', () => {
    expect(adopt(pointing, [staple(isGood), ocsp(isGood)])).toMatchObject({ status: 'good', by: 'staple' });
    expect(adopt(pointing, [ocsp(unreachable('http')), crl(isGood)])).toMatchObject({ by: 'crl' });
    expect(adopt(pointing, [staple(isGood), ocsp(isGood), crl(isRevoked)])).toMatchObject({
      status: 'revoked',
      by: 'crl',
    });
  });

  it.each([
    ['no-answer', pointing, [ocsp({ kind: 'unknown' })]],
    ['no-pointer', leafWith(), []],
    ['short-lived', leafWith(life('2026-11-20T00:00:00Z', 6)), []],
    ['no-usable-pointer', leafWith({ crlUrls: ['ldap://directory.example/cn=x'] }), []],
  ] as const)('is none: %s', (because, certificate, reports) => {
    expect(adopt(certificate, reports)).toEqual({ status: 'unchecked', because });
  });
});

describe('a short-lived certificate', () => {
  it.each([
    ['2026-03-14T23:59:59Z', 10, true],
    ['2026-03-14T23:59:59Z', 10.1, false],
    ['2026-03-15T00:00:00Z', 7, true],
    ['2026-03-15T00:00:00Z', 7.1, false],
    ['2026-11-20T00:00:00Z', 160 / 24, true],
  ])('issued %s for %s days: %s', (from, days, short) => {
    expect(isShortLived(leafWith(life(from, days)))).toBe(short);
  });

  it('is never an authority', () => {
    expect(isShortLived(caWith('A', 'B', life('2026-11-20T00:00:00Z', 3)))).toBe(false);
  });
});
