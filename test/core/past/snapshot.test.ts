import { describe, expect, it } from 'vitest';
import {
  changesBetween,
  mergeSnapshots,
  type SeenPart,
  type Snapshot,
} from '../../../src/core/past/snapshot.ts';

const monday = new Date('2026-11-23T10:00:00Z');
const tuesday = new Date('2026-11-24T10:00:00Z');

function looked(at: Date, parts: Readonly<Record<string, readonly string[]>>, partial = false): Snapshot {
  const seen = Object.entries(parts).map(([part, values]): [string, SeenPart] => [
    part,
    { values, partial, at },
  ]);
  return { at, parts: Object.fromEntries(seen) };
}

describe('what changed between two looks', () => {
  it('is told in one order, with the moment the old value was seen', () => {
    const before = looked(monday, { 'tls-version': ['TLSv1.3'], issuer: ['R11'], alpn: ['h2'] });
    const now = looked(tuesday, { 'tls-version': ['TLSv1.2'], issuer: ['R13'], alpn: ['h2'] });
    expect(changesBetween(before, now)).toEqual([
      { what: 'issuer', before: ['R11'], now: ['R13'], since: monday },
      { what: 'tls-version', before: ['TLSv1.3'], now: ['TLSv1.2'], since: monday },
    ]);
  });

  it('is nothing about a layer that one of them did not see', () => {
    const whole = looked(monday, { issuer: ['R11'], 'http-status': ['200'] });
    expect(changesBetween(whole, looked(tuesday, { issuer: ['R11'] }))).toEqual([]);
    expect(changesBetween(looked(monday, { issuer: ['R11'] }), whole)).toEqual([]);
  });

  it('is nothing when a look that missed some addresses saw nothing else', () => {
    const both = looked(monday, { certificate: ['aa', 'bb'] });
    expect(changesBetween(both, looked(tuesday, { certificate: ['bb'] }, true))).toEqual([]);
    expect(changesBetween(looked(monday, { certificate: ['bb'] }, true), both)).toEqual([]);
    expect(changesBetween(both, looked(tuesday, { certificate: ['bb'] }))).toHaveLength(1);
    expect(changesBetween(both, looked(tuesday, { certificate: ['cc'] }, true))).toHaveLength(1);
  });

  it('is counted from when a part was last seen, not from the last look', () => {
    const kept = mergeSnapshots(
      looked(monday, { issuer: ['R11'], 'http-status': ['200'] }),
      looked(tuesday, { issuer: ['R11'] }),
    );
    expect(kept.at).toEqual(tuesday);
    const now = looked(tuesday, { issuer: ['R13'], 'http-status': ['502'] });
    expect(changesBetween(kept, now).map(({ what, since }) => [what, since])).toEqual([
      ['issuer', tuesday],
      ['http-status', monday],
    ]);
  });
});
