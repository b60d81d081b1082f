import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Certificate } from '../../../src/pki/certificate/certificate.ts';
import { type KnownVerdicts, knownVerdicts } from '../../../src/pki/client/known-verdicts.ts';
import { fixedNow, forgeIntermediate, forgeLeaf, forgeRoot } from '../../support/certificates/forge.ts';
import { readForged } from '../../support/certificates/read.ts';

const root = forgeRoot();
const intermediate = forgeIntermediate(root);
const leaf = readForged(forgeLeaf(intermediate));
const above = readForged(intermediate);
const anchors = { anchors: [readForged(root)] };
const list = { protocol: 'TLSv1.3', chain: [leaf, above] };
function minutesFrom(date: Date, minutes: number): Date {
  return new Date(date.getTime() + minutes * 60_000);
}

const sound = { openssl: null, byOurselves: true };
const place = '127.0.0.1:443 site.test';

function knowing(openssl: { code: string; message: string } | null = null, now = fixedNow): KnownVerdicts {
  const verdicts = knownVerdicts(anchors);
  verdicts.keep(place, list, { ...sound, openssl }, now);
  return verdicts;
}

describe('what OpenSSL said before', () => {
  it('is known for the same list at the same place', () => {
    const refused = { code: 'CERT_HAS_EXPIRED', message: 'certificate has expired' };
    const verdicts = knowing(refused);
    expect(verdicts.expects(place, fixedNow)?.byOurselves).toBe(true);
    expect(verdicts.recall(place, list, fixedNow)).toEqual({ openssl: refused });
    expect(knowing().recall(place, list, fixedNow)).toEqual({ openssl: null });
  });

  it.each([
    ['the intermediate was dropped', { ...list, chain: [leaf] }],
    ['it came twice', { ...list, chain: [leaf, above, above] }],
    ['the order is another', { ...list, chain: [above, leaf] }],
    ['a stranger came along', { ...list, chain: [leaf, above, readForged(forgeRoot())] }],
    [
      'another certificate of the same key',
      { ...list, chain: [leaf, readForged(forgeIntermediate(root, { key: intermediate.key }))] },
    ],
    ['another version of TLS', { ...list, protocol: 'TLSv1.2' }],
  ])('is not known once %s', (_what, other) => {
    expect(knowing().recall(place, other, fixedNow)).toBeUndefined();
  });

  it('is not known of another place, nor of anything before it was seen', () => {
    expect(knowing().recall('127.0.0.2:443 site.test', list, fixedNow)).toBeUndefined();
    expect(knownVerdicts(anchors).expects(place, fixedNow)).toBeNull();
  });

  it('is not kept of a certificate that is malformed: OpenSSL may read another date in it', () => {
    const odd: Certificate = {
      ...leaf,
      faults: [{ code: 'serial-empty', text: 'odd', citation: 'RFC 5280 §4.1.2.2', at: 0, weight: 'lint' }],
    };
    const verdicts = knownVerdicts(anchors);
    verdicts.keep(place, { ...list, chain: [odd, above] }, sound, fixedNow);
    expect(verdicts.expects(place, fixedNow)).toBeNull();
  });

  it('keeps no more places than it may, the newest', () => {
    const verdicts = knownVerdicts(anchors, 2);
    for (const one of ['a', 'b', 'c']) verdicts.keep(one, list, sound, fixedNow);
    expect(['a', 'b', 'c'].map((one) => verdicts.expects(one, fixedNow) !== null)).toEqual([
      false,
      true,
      true,
    ]);
  });

  it('never outlasts a date of a certificate or an anchor, whichever way the clock is set', () => {
    const minutes = fc.integer({ min: -5000, max: 5000 });
    const dates = fc.tuple(minutes, minutes);
    fc.assert(
      fc.property(
        fc.array(dates, { minLength: 1, maxLength: 4 }),
        dates,
        minutes,
        minutes,
        (sent, anchor, seen, asked) => {
          const dated = ([one, other]: readonly [number, number]): Certificate => ({
            ...leaf,
            notBefore: minutesFrom(fixedNow, one),
            notAfter: minutesFrom(fixedNow, other),
          });
          const chain = sent.map(dated);
          const verdicts = knownVerdicts({ anchors: [dated(anchor)] });
          verdicts.keep(place, { ...list, chain }, sound, minutesFrom(fixedNow, seen));
          const known =
            verdicts.recall(place, { ...list, chain }, minutesFrom(fixedNow, asked)) !== undefined;
          const turns = [...sent, anchor].flat();
          // What a verifier says of a date is another thing on each side of it.
          const sidesOf = (at: number) => turns.map((turn) => Math.sign(turn - at)).join();
          expect(known).toBe(sidesOf(seen) === sidesOf(asked) && !turns.includes(seen));
        },
      ),
    );
  });
});
