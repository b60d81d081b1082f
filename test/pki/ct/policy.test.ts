import { describe, expect, it } from 'vitest';
import { judgePolicies, judgePolicy } from '../../../src/pki/ct/policy.ts';
import type { SctVerdict } from '../../../src/pki/ct/sct-verdict.ts';

const notBefore = new Date('2026-06-01T00:00:00Z');
const days = (count: number, seconds = 0) =>
  new Date(notBefore.getTime() + count * 86_400_000 + seconds * 1000);

type Spec = Partial<Omit<SctVerdict, 'log'>> & {
  readonly by: string;
  readonly id?: string;
  readonly tiled?: boolean;
  readonly retired?: Date;
};

function sct({ by, id = by, tiled = false, retired, ...changes }: Spec): SctVerdict {
  const log = { description: `${by} log`, operator: by, tiled, retired: retired ?? null };
  return { source: 'certificate', logId: id, log, timestamp: notBefore, fault: null, ...changes };
}

const bad: SctVerdict['fault'] = { kind: 'bad-signature', detail: 'forged' };
const lifeOf90 = { notBefore, notAfter: days(90) };
const lifeOf200 = { notBefore, notAfter: days(200) };

/** Chrome's and Apple's answer. */
function answers(given: { readonly notAfter: Date }, scts: readonly SctVerdict[]): readonly boolean[] {
  return judgePolicies({ notBefore, ...given, scts }).map(({ satisfied }) => satisfied);
}

describe('embedded SCTs', () => {
  it.each([
    ['two logs of two operators, 90 days', lifeOf90, [sct({ by: 'A' }), sct({ by: 'B' })], [true, true]],
    ['one log', lifeOf90, [sct({ by: 'A' })], [false, false]],
    ['none', lifeOf90, [], [false, false]],
    ['the same log twice', lifeOf90, [sct({ by: 'A' }), sct({ by: 'A' })], [false, false]],
    ['two logs of one operator', lifeOf90, [sct({ by: 'A' }), sct({ by: 'A', id: 'A2' })], [false, false]],
    ['one of two is bad', lifeOf90, [sct({ by: 'A' }), sct({ by: 'B', fault: bad })], [false, false]],
    [
      'one bad beside two',
      lifeOf90,
      [sct({ by: 'A' }), sct({ by: 'B' }), sct({ by: 'C', fault: bad })],
      [true, true],
    ],
    ['two, 200 days', lifeOf200, [sct({ by: 'A' }), sct({ by: 'B' })], [false, false]],
    [
      'three of two operators, 200 days',
      lifeOf200,
      [sct({ by: 'A' }), sct({ by: 'A', id: 'A2' }), sct({ by: 'B' })],
      [true, true],
    ],
    [
      'four, three of them of one operator, 200 days',
      lifeOf200,
      [...['A1', 'A2', 'A3'].map((id) => sct({ by: 'A', id })), sct({ by: 'B' })],
      [true, true],
    ],
    [
      'static logs only',
      lifeOf90,
      [sct({ by: 'A', tiled: true }), sct({ by: 'B', tiled: true })],
      [true, false],
    ],
    [
      'one static, one of RFC 6962',
      lifeOf90,
      [sct({ by: 'A', tiled: true }), sct({ by: 'B' })],
      [true, true],
    ],
    [
      'one retired since, one approved',
      lifeOf90,
      [sct({ by: 'A', retired: days(30) }), sct({ by: 'B' })],
      [true, true],
    ],
    [
      'both retired since',
      lifeOf90,
      [sct({ by: 'A', retired: days(30) }), sct({ by: 'B', retired: days(30) })],
      [false, false],
    ],
  ] as const)('%s', (_when, life, scts, wanted) => {
    expect(answers(life, scts)).toEqual(wanted);
  });

  it.each([
    ['180 days to the second: 2 for Chrome, 181 days for Apple', 180, 0, [2, 3]],
    ['180 days less one second, both ends counted 180', 180, -1, [2, 2]],
    ['180 days and a second', 180, 1, [3, 3]],
  ] as const)('%s', (_when, whole, seconds, wanted) => {
    const verdicts = judgePolicies({ notBefore, notAfter: days(whole, seconds), scts: [] });
    expect(verdicts.map(({ embedded }) => embedded.wanted)).toEqual(wanted);
  });
});

describe('SCTs from the handshake', () => {
  const two = (source: 'tls' | 'ocsp') => [sct({ by: 'A', source }), sct({ by: 'B', source })];
  it.each([
    ['two in the TLS extension, whatever the lifetime', lifeOf200, two('tls'), [true, true]],
    ['two in the OCSP response: no longer for Chrome', lifeOf200, two('ocsp'), [false, true]],
    ['one in the TLS extension', lifeOf90, [sct({ by: 'A', source: 'tls' })], [false, false]],
    [
      'one in the TLS extension beside one embedded',
      lifeOf200,
      [sct({ by: 'A', source: 'tls' }), sct({ by: 'B' })],
      [true, true],
    ],
    [
      'two in the TLS extension, one of a retired log',
      lifeOf90,
      [sct({ by: 'A', source: 'tls' }), sct({ by: 'B', source: 'tls', retired: days(30) })],
      [false, false],
    ],
  ] as const)('%s', (_when, life, scts, wanted) => {
    expect(answers(life, scts)).toEqual(wanted);
  });
});

describe('what is missing', () => {
  it('is said in numbers', () => {
    const verdict = judgePolicy('Apple', { ...lifeOf200, scts: [sct({ by: 'A', tiled: true })] });
    expect(verdict).toMatchObject({ embedded: { counted: 1, wanted: 3 }, operators: 1, satisfied: false });
    expect(verdict.missing).toEqual([
      '2 more of 3 embedded SCTs from distinct logs',
      'logs of 2 operators (1 seen)',
      'one SCT from a log of RFC 6962',
    ]);
  });

  it('counts of each operator as many as the policy lets count', () => {
    const scts = ['A1', 'A2', 'A3'].map((id) => sct({ by: 'A', id }));
    const counted = (life: typeof lifeOf90) =>
      judgePolicies({ ...life, scts }).map(({ embedded }) => embedded.counted);
    expect([counted(lifeOf90), counted(lifeOf200)]).toEqual([
      [3, 1],
      [3, 2],
    ]);
  });

  it('counts no operator by an SCT that a retired log made for the handshake', () => {
    const scts = [sct({ by: 'A' }), sct({ by: 'B', source: 'tls', retired: days(30) })];
    expect(judgePolicies({ ...lifeOf90, scts }).map(({ operators }) => operators)).toEqual([1, 1]);
  });

  it('binds certificates from the day the policy does', () => {
    const issued = (day: string) => {
      const from = new Date(day);
      return judgePolicies({ notBefore: from, notAfter: days(1), scts: [] }).map(({ binds }) => binds);
    };
    expect(issued('2018-04-30T23:59:59Z')).toEqual([false, false]);
    expect(issued('2018-05-01T00:00:00Z')).toEqual([true, false]);
    expect(issued('2018-10-16T00:00:00Z')).toEqual([true, true]);
  });
});
