import { describe, expect, it } from 'vitest';
import { parseTarget } from '../../../src/core/target.ts';
import { comparedDiagnosis } from '../../../src/core/vantages/as-diagnosis.ts';
import { compareVoices } from '../../../src/core/vantages/compare.ts';
import type { Sight, Voice } from '../../../src/core/vantages/sight.ts';
import { brokenFrom, findingOf, leafOf, saw, sightFrom, silentFrom } from '../../support/samples/sights.ts';
import { noon } from '../../support/store-fixtures.ts';

const other = '198.51.100.9:443';
const unable = (vantage: string) =>
  sightFrom(vantage, {
    verdict: 'unknown',
    blame: 'our-vantage',
    reason: 'this machine has no way out',
    certificates: [],
    troubles: null,
  });

function compare(...all: readonly (Sight | Voice)[]) {
  return compareVoices(all.map((one) => ('kind' in one ? one : saw(one))));
}

describe('what several vantages saw', () => {
  it('is the same where verdict, cause and certificate are', () => {
    const well = compare(sightFrom('eu-1'), sightFrom('us-1'));
    expect(well).toMatchObject({ kind: 'same', verdict: 'healthy', blame: 'unknown', meaning: null });
    expect(well.headline).toBe('is healthy, the same from both eu-1 and us-1');
    const three = compare(sightFrom('a'), sightFrom('b'), sightFrom('c'));
    expect(three.headline).toBe('is healthy, the same from a, b and c');
  });

  it('blames the target for what both meet, though each alone would blame its way', () => {
    const both = compare(brokenFrom('eu-1'), brokenFrom('us-1'));
    expect(both).toMatchObject({ kind: 'same', verdict: 'broken', blame: 'target' });
    expect(both.headline).toBe('is broken, the same from both eu-1 and us-1: the title of tcp/no-answer');
    const expired = findingOf('certificate/expired');
    expect(compare(brokenFrom('eu-1', expired), brokenFrom('us-1', expired)).blame).toBe('target');
  });

  it('blames the way where one address answers one of them only', () => {
    const split = compare(brokenFrom('eu-1'), sightFrom('us-1'));
    expect(split).toMatchObject({
      ...{ kind: 'only-some', verdict: 'degraded', blame: 'network-path' },
      ...{ failsFrom: ['eu-1'], worksFrom: ['us-1'] },
    });
    expect(split.headline).toBe('is broken from eu-1 only: the title of tcp/no-answer');
    expect(split.meaning).toMatch(/same address answers us-1/);
  });

  it('blames the servers where they are sent to different ones', () => {
    const elsewhere = brokenFrom('eu-1', undefined, { dialled: [{ address: other, outcome: 'no answer' }] });
    const split = compare(elsewhere, sightFrom('us-1'), sightFrom('ap-1'));
    expect(split).toMatchObject({ kind: 'only-some', blame: 'target' });
    expect(split.meaning).toMatch(/different addresses/);
  });

  it.each([
    ['dns/no-such-name', {}, 'network-path', /resolver/],
    ['chain/unknown-issuer', { certificates: [leafOf('b')] }, 'network-path', /another certificate/],
    ['chain/unknown-issuer', { certificates: [leafOf('a')] }, 'our-trust-store', /trust anchors/],
    ['tls/handshake-failed', {}, 'network-path', /middlebox/],
    ['http/status', { certificates: [leafOf('a')] }, 'target', /judges by where/],
  ] as const)('tells who is to blame where %s is met in one place', (id, change, blame, meaning) => {
    const open = [{ address: '192.0.2.7:443', outcome: 'open' }];
    const bad = brokenFrom('eu-1', findingOf(id), { dialled: open, ...change });
    const split = compare(bad, sightFrom('us-1'));
    expect(split).toMatchObject({ kind: 'only-some', blame });
    expect(split.meaning).toMatch(meaning);
  });

  it('names all where it fails from several and works from one', () => {
    const split = compare(brokenFrom('eu-1'), brokenFrom('eu-2'), sightFrom('us-1'));
    expect(split.headline).toMatch(/^is broken from eu-1 and eu-2, and not from us-1: /);
  });

  it('tells each cause where it works from nowhere and not for one reason', () => {
    const causes = compare(
      brokenFrom('eu-1'),
      brokenFrom('us-1', findingOf('certificate/expired'), { verdict: 'degraded' }),
    );
    expect(causes).toMatchObject({ kind: 'other-causes', verdict: 'broken' });
    expect(causes.headline).toMatch(/from eu-1 the title of tcp.*; from us-1 the title of certificate/);
  });

  it('tells a certificate that only one is served, whoever is in the majority', () => {
    const odd = sightFrom('us-1', { certificates: [leafOf('b')] });
    const found = compare(odd, sightFrom('eu-1'), sightFrom('eu-2'));
    expect(found).toMatchObject({ kind: 'other-certificate', verdict: 'healthy' });
    expect(found.headline).toBe('serves us-1 another certificate than eu-1 and eu-2');
    expect(found.meaning).toMatch(/renewal that has not reached every server/);
    const apart = compare(
      sightFrom('eu-1'),
      sightFrom('us-1', {
        certificates: [leafOf('b', [other])],
        dialled: [{ address: other, outcome: 'open' }],
      }),
    );
    expect(apart.meaning).toMatch(/each has to be renewed/);
    // What was not seen is no other certificate.
    expect(compare(sightFrom('eu-1'), sightFrom('us-1', { certificates: [] })).kind).toBe('same');
  });

  it('never takes silence, a refusal or our own fault for a fault of the target', () => {
    const alone = compare(sightFrom('eu-1'), silentFrom('us-1'));
    expect(alone).toMatchObject({ kind: 'alone', verdict: 'healthy' });
    expect(alone.meaning).toMatch(/us-1 told nothing about the target/);
    expect(compare(brokenFrom('eu-1'), unable('us-1')).headline).toMatch(/^is broken from eu-1: /);
    expect(compare(sightFrom('eu-1')).meaning).toBeNull();
    const none = compare(silentFrom('eu-1'), { kind: 'refused', vantage: 'us-1', reason: 'Not there.' });
    expect(none).toMatchObject({ kind: 'nobody', verdict: 'unknown', blame: 'our-vantage', cause: null });
    expect(none.headline).toBe('could not be checked from eu-1 or us-1');
    expect(compare(unable('eu-1')).headline).toMatch(/: this machine has no way out$/);
  });

  it('holds for whatever comes in whatever order', () => {
    const kinds = [
      sightFrom('a'),
      brokenFrom('b'),
      brokenFrom('c', findingOf('certificate/expired')),
      unable('d'),
      sightFrom('e', { certificates: [leafOf('b')] }),
    ];
    for (const one of kinds) {
      for (const two of kinds) {
        const there = compare(one, { ...two, vantage: `${two.vantage}2` });
        const back = compare({ ...two, vantage: `${two.vantage}2` }, one);
        expect([back.kind, back.verdict, back.blame]).toEqual([there.kind, there.verdict, there.blame]);
        const bad = [one, two].some(({ verdict }) => verdict === 'broken' || verdict === 'degraded');
        expect(there.verdict !== 'healthy' || !bad, `${one.vantage} ${two.vantage}`).toBe(true);
      }
    }
  });
});

describe('a diagnosis from several vantages', () => {
  it('has what reports read, with each rule once and the cause first', () => {
    const expired = findingOf('certificate/expired', { severity: 'error' });
    const voices = [
      saw(sightFrom('eu-1', { findings: [expired] })),
      saw(brokenFrom('us-1', undefined, { findings: [findingOf('tcp/no-answer'), expired] })),
    ];
    const asked = { target: parseTarget('api.example.org'), wishes: [], at: noon, elapsedMs: 40 };
    const made = comparedDiagnosis(compareVoices(voices), asked);
    expect(made).toMatchObject({ verdict: 'degraded', blame: 'network-path', from: 'eu-1, us-1' });
    expect(made.rootCause).toMatchObject({ id: 'tcp/no-answer', blame: 'network-path' });
    expect(made.findings.map(({ id }) => id)).toEqual(['tcp/no-answer', 'certificate/expired']);
    expect(made.connectMs).toBe(12);
    expect(made.certificates).toEqual([leafOf('a')]);
  });
});
