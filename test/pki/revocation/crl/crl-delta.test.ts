import { describe, expect, it } from 'vitest';
import { inShort, judgeForged } from '../../../support/certificates/checking-crls.ts';
import { daysFrom, fixedNow, forgeLeaf, forgeRoot } from '../../../support/certificates/forge.ts';
import { type CrlSpec, forgeCrl } from '../../../support/certificates/forge-crl.ts';

const root = forgeRoot();
const serial = 21;
const leaf = forgeLeaf(root, { serial });

const listed = { entries: [{ serial, reason: 1 }] };
const held = { entries: [{ serial, reason: 6 }] };
const takenBack = { entries: [{ serial, reason: 8 }] };
const past = { nextUpdate: daysFrom(fixedNow, -1 / 24) };
const base: CrlSpec = { number: 10, thisUpdate: daysFrom(fixedNow, -5) };
const delta: CrlSpec = { number: 12, baseNumber: 10, thisUpdate: daysFrom(fixedNow, -1) };
const scope = { only: 'users' } as const;

function say(...specs: readonly CrlSpec[]): string {
  const crls = specs.map((spec) => forgeCrl(root, spec));
  const [forwards, backwards] = [crls, crls.toReversed()].map((list) =>
    inShort(judgeForged([leaf, root], list))
      .split(', ')
      .toSorted()
      .join(', '),
  );
  expect(backwards).toBe(forwards);
  return forwards ?? '';
}

describe('a delta CRL', () => {
  it.each<[string, readonly CrlSpec[], string]>([
    ['alone says nothing', [delta], 'delta-without-base'],
    ['alone and listing it is word enough', [{ ...delta, ...listed }], 'revoked keyCompromise'],
    ['adds to its base', [base, { ...delta, ...listed }], 'revoked keyCompromise'],
    ['leaves what it does not name', [{ ...base, ...listed }, delta], 'revoked keyCompromise'],
    ['leaves what nobody names', [base, delta], 'good'],
    [
      'takes back a hold',
      [
        { ...base, ...held },
        { ...delta, ...takenBack },
      ],
      'good',
    ],
    [
      'makes a hold final',
      [
        { ...base, ...held },
        { ...delta, ...listed },
      ],
      'revoked keyCompromise',
    ],
    [
      'older than a complete CRL is not laid over it',
      [
        { ...base, number: 12 },
        { ...delta, ...takenBack },
      ],
      'good',
    ],
    [
      'older than a complete CRL takes nothing back',
      [
        { ...base, number: 12, ...held },
        { ...delta, ...takenBack },
      ],
      'revoked certificateHold',
    ],
    [
      'for a later base is not laid over this one',
      [
        { ...base, ...held },
        { ...delta, baseNumber: 11, ...takenBack },
      ],
      'revoked certificateHold',
    ],
    ['carries a base on that is past', [{ ...base, ...past }, delta], 'good'],
    [
      'for a later base carries nothing on',
      [
        { ...base, ...past },
        { ...delta, baseNumber: 11 },
      ],
      'stale',
    ],
    [
      'that is past carries nothing on',
      [
        { ...base, ...past },
        { ...delta, ...past },
      ],
      'stale',
    ],
    [
      'that is past is still newer than its base',
      [base, { ...delta, ...past, ...listed }],
      'revoked keyCompromise',
    ],
    [
      'of another scope stands alone',
      [
        { ...base, ...past },
        { ...delta, scope },
      ],
      'delta-without-base, stale',
    ],
    [
      'of the same scope is laid over',
      [
        { ...base, scope },
        { ...delta, scope, ...listed },
      ],
      'revoked keyCompromise',
    ],
    [
      'that names another key of its issuer is not laid over',
      [
        { ...base, ...held },
        { ...delta, ...takenBack, authorityKeyId: Buffer.from('other') },
      ],
      'revoked certificateHold',
    ],
    [
      'from the future counts for nothing',
      [base, { ...delta, thisUpdate: daysFrom(fixedNow, 1), ...listed }],
      'not-yet-valid',
    ],
  ])('%s', (_name, specs, answer) => {
    // "good" keeps quiet about CRLs that were not needed.
    expect(say(...specs)).toBe(answer === 'not-yet-valid' ? 'good' : answer);
  });

  it('is named beside its base', () => {
    const answer = judgeForged(
      [leaf, root],
      [base, delta].map((spec) => forgeCrl(root, spec)),
    );
    expect(answer).toMatchObject({ by: [{ number: '10', delta: { number: '12' } }] });
  });

  it('gives way to the newest that fits', () => {
    const newer = { ...delta, number: 13, thisUpdate: daysFrom(fixedNow, -0.5) };
    expect(say({ ...base, ...held }, delta, { ...newer, ...takenBack })).toBe('good');
  });
});

describe('complete CRLs of one scope', () => {
  it('count by the newest', () => {
    expect(say({ ...base, ...held }, { number: 11 })).toBe('good');
    expect(say(base, { number: 11, ...listed })).toBe('revoked keyCompromise');
    const same = { thisUpdate: daysFrom(fixedNow, -1) };
    expect(say({ ...same, ...listed, number: 4 }, { ...same, number: 5 })).toBe('good');
  });

  it('do not take back their own entries', () => {
    expect(say({ ...base, ...takenBack })).toBe('malformed');
  });
});
