import fastCheck from 'fast-check';
import { describe, expect, it } from 'vitest';
import { embeddedScts, stapledScts } from '../../../src/pki/ct/delivered-scts.ts';
import { readSctList } from '../../../src/pki/ct/sct.ts';
import { octetString } from '../../support/certificates/der-writer.ts';
import {
  type Forged,
  fixedNow,
  forgeIntermediate,
  forgeLeaf,
  forgeRoot,
} from '../../support/certificates/forge.ts';
import { forgeOcsp, forgeOcspError, ocspResponseOf } from '../../support/certificates/forge-ocsp.ts';
import { forgeLog, sctList, sctOver, vector, x509EntryOf } from '../../support/certificates/logs.ts';
import { readForged } from '../../support/certificates/read.ts';

const log = forgeLog('Alpha');
const intermediate = forgeIntermediate(forgeRoot());
const forged = forgeLeaf(intermediate);
const sct = sctOver(x509EntryOf(forged.der), { log, at: fixedNow });

describe('a list of SCTs', () => {
  it('gives each SCT by its log, time and signature', () => {
    const { scts, problems } = readSctList(sctList([sct, sct]));
    expect(problems).toEqual([]);
    expect(scts).toHaveLength(2);
    expect(scts[0]).toMatchObject({
      logId: log.id.toString('base64'),
      timestamp: fixedNow,
      hash: 4,
      algorithm: 3,
    });
  });

  it.each([
    ['nothing at all', Buffer.alloc(0), /cut off/],
    ['an empty list', vector(2, Buffer.alloc(0)), /is empty/],
    ['a list that is cut', sctList([sct]).subarray(0, -1), /cut off/],
    [
      'bytes after the list',
      Buffer.concat([sctList([sct]), Buffer.from([0])]),
      /1 bytes too many after the list/,
    ],
    [
      'an SCT of version 2',
      sctList([sctOver(x509EntryOf(forged.der), { log, at: fixedNow, version: 1 })]),
      /SCT 1 has version 2/,
    ],
    ['an SCT that is cut', sctList([sct.subarray(0, 20)]), /SCT 1 is cut off/],
    ['an SCT with too much', sctList([Buffer.concat([sct, Buffer.from([1])])]), /SCT 1 has 1 bytes too many/],
    ['an empty SCT', sctList([Buffer.alloc(0)]), /SCT 1 is cut off/],
    [
      'a time beyond all calendars',
      sctList([Buffer.concat([sct.subarray(0, 33), Buffer.alloc(8, 0xff), sct.subarray(41)])]),
      /no calendar/,
    ],
    ['over 32 SCTs', sctList(Array.from({ length: 40 }, () => sct)), /over 32 SCTs/],
  ] as const)('says what is malformed: %s', (_what, bytes, problem) => {
    expect(readSctList(bytes).problems.join('; ')).toMatch(problem);
  });

  it('reads the others beside a malformed one', () => {
    const { scts, problems } = readSctList(sctList([Buffer.from([0]), sct]));
    expect(scts).toHaveLength(1);
    expect(problems).toEqual(['SCT 1 is cut off']);
  });

  it('never throws and stays bounded, whatever the bytes', () => {
    const whole = sctList([sct, sct]);
    const mutated = fastCheck
      .tuple(fastCheck.nat(whole.length - 1), fastCheck.nat(255), fastCheck.nat(whole.length))
      .map(([at, byte, length]) => {
        const bytes = Buffer.from(whole);
        bytes[at] = byte;
        return bytes.subarray(0, length);
      });
    fastCheck.assert(
      fastCheck.property(fastCheck.oneof(fastCheck.uint8Array({ maxLength: 400 }), mutated), (bytes) => {
        const { scts, problems } = readSctList(bytes);
        expect(scts.length).toBeLessThanOrEqual(32);
        expect(scts.length + problems.length).toBeGreaterThan(0);
        for (const one of scts) expect(Number.isNaN(one.timestamp.getTime())).toBe(false);
      }),
      { numRuns: 3000 },
    );
  });
});

describe('where they come from', () => {
  const leaf = readForged(forged);
  const list = octetString(sctList([sct]));
  const stapleFor = (certificate: Pick<Forged, 'der'>, value: Uint8Array | null) =>
    forgeOcsp({
      certificate,
      issuer: intermediate,
      ...(value === null ? {} : { singleExtensions: [{ oid: '1.3.6.1.4.1.11129.2.4.5', value }] }),
    });
  const none = { scts: [], problems: [] };

  it('says what is wrong with an extension that holds no list', () => {
    const value = octetString(Buffer.from([0, 9, 1]));
    const extensions = [{ oid: '1.3.6.1.4.1.11129.2.4.2', value }];
    const broken = readForged(forgeLeaf(intermediate, { scts: 0, extensions }));
    expect(embeddedScts(broken)).toEqual({ scts: [], problems: ['the list of SCTs is cut off'] });
    const twice = readForged(forgeLeaf(intermediate, { scts: 2, extensions }));
    expect(embeddedScts(twice).problems.join()).toMatch(/stands there twice/);
    expect(embeddedScts(readForged(forgeLeaf(intermediate, { scts: 0 })))).toEqual(none);
  });

  it('reads those of the OCSP response about this certificate, and of no other', () => {
    expect(stapledScts(stapleFor(forged, list), leaf).scts).toHaveLength(1);
    expect(stapledScts(stapleFor(forgeLeaf(intermediate), list), leaf)).toEqual(none);
  });

  it('takes an OCSP response without them, one that is an error, and one that is none', () => {
    expect(stapledScts(stapleFor(forged, null), leaf)).toEqual(none);
    expect(stapledScts(forgeOcspError(3), leaf)).toEqual(none);
    expect(stapledScts(ocspResponseOf(Buffer.from([5, 0])), leaf)).toEqual(none);
  });

  it('never throws over a mutated OCSP response', () => {
    const whole = stapleFor(forged, list);
    fastCheck.assert(
      fastCheck.property(fastCheck.nat(whole.length - 1), fastCheck.nat(255), (position, byte) => {
        const bytes = Buffer.from(whole);
        bytes[position] = byte;
        expect(stapledScts(bytes, leaf).scts.length).toBeLessThanOrEqual(1);
      }),
      { numRuns: 2000 },
    );
  });
});
