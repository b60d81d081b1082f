import { describe, expect, test } from 'vitest';
import type { ServedCertificate } from '../../../src/core/watch/endpoint.ts';
import { type Candidate, covers, newerThan } from '../../../src/monitor/preflight/newer.ts';
import { after, certificateEnding, dayMs, noon } from '../../support/store-fixtures.ts';

const host = 'pay.example.com';
/** Of 90 days, with 10 to live: due for 20 days. */
const old: ServedCertificate = {
  ...certificateEnding(10 * dayMs),
  names: [host, '*.example.com'],
  keyType: 'ec',
  addresses: ['192.0.2.7:443'],
};

function candidate(change: Partial<Candidate> = {}): Candidate {
  return {
    seen: 'served',
    where: '192.0.2.8:443',
    notBefore: after(-5 * dayMs),
    notAfter: after(85 * dayMs),
    issuer: 'R13',
    fingerprint256: 'cd'.repeat(32),
    names: [host],
    keyType: 'ec',
    ...change,
  };
}

function found(change: Partial<Candidate>, hosts: readonly string[] = [host]): boolean {
  return newerThan(old, hosts, [candidate(change)], noon) !== null;
}

describe('a certificate that replaces another', () => {
  test.each<[string, Partial<Candidate>, boolean]>([
    ['issued late in its life for the same name', {}, true],
    ['covers it by a wildcard', { names: ['*.example.com'] }, true],
    ['by a wildcard in upper case', { names: ['*.EXAMPLE.com'] }, true],
    ['of a search that tells no key', { seen: 'logged', fingerprint256: null, keyType: null }, true],
    ['is the same one', { fingerprint256: old.fingerprint256 }, false],
    ['has a key of another kind: its twin', { keyType: 'rsa' }, false],
    ['is for another name', { names: ['www.example.com'] }, false],
    ['covers two labels with one star', { names: ['*.com', '*.*.com'] }, false],
    [
      'was issued beside it, for another region',
      { notBefore: after(-60 * dayMs), notAfter: after(30 * dayMs) },
      false,
    ],
    ['ends before it', { notAfter: after(9 * dayMs) }, false],
    ['has not begun', { notBefore: after(dayMs) }, false],
    ['has ended', { notBefore: after(-20 * dayMs), notAfter: after(-dayMs) }, false],
  ])('%s', (_words, change, expected) => {
    expect(found(change)).toBe(expected);
  });

  test('counts for a renewal that its CA called for ahead of time', () => {
    const early = { notBefore: after(-70 * dayMs), notAfter: after(20 * dayMs) };
    expect(found(early)).toBe(false);
    const start = after(-72 * dayMs);
    const called = {
      ...old,
      renewalWindow: { start, end: after(dayMs, start), source: 'CA', explanationUrl: null },
    };
    expect(newerThan(called, [host], [candidate(early)], noon)).not.toBeNull();
  });

  test('of several is one that is served, and of those the last to end', () => {
    const logged = candidate({ seen: 'logged', notAfter: after(300 * dayMs) });
    const later = candidate({ where: 'b', notAfter: after(90 * dayMs) });
    expect(newerThan(old, [host], [logged, candidate(), later], noon)).toBe(later);
  });

  test.each([
    ['pay.example.com', 'pay.example.com', true],
    ['*.example.com', 'pay.example.com', true],
    ['*.example.com', 'example.com', false],
    ['*.example.com', 'a.pay.example.com', false],
    ['192.0.2.7', '192.0.2.7', true],
    ['*.0.2.7', '192.0.2.7', false],
    ['2001:db8::7', '2001:db8::7', true],
  ])('%s for %s: %s', (pattern, name, expected) => {
    expect(covers(pattern, name)).toBe(expected);
  });
});
