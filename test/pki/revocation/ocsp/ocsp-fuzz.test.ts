import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { judgeOcsp } from '../../../../src/pki/revocation/ocsp/judge-ocsp.ts';
import { readOcspResponse } from '../../../../src/pki/revocation/ocsp/read-ocsp.ts';
import {
  daysFrom,
  fixedNow,
  forgeIntermediate,
  forgeLeaf,
  forgeRoot,
} from '../../../support/certificates/forge.ts';
import { forgeOcsp, forgeOcspError, noCheckExtension } from '../../../support/certificates/forge-ocsp.ts';
import { readForged } from '../../../support/certificates/read.ts';

const issuer = forgeIntermediate(forgeRoot());
const leaf = forgeLeaf(issuer);
const responder = forgeLeaf(issuer, { extendedKeyUsage: ['OCSPSigning'], extensions: [noCheckExtension] });
const about = { certificate: leaf, issuer };
const seeds = [
  forgeOcsp({ ...about, status: 'good' }),
  forgeOcsp({ ...about, responder, by: 'name', status: { revokedAt: daysFrom(fixedNow, -2), reason: 1 } }),
  forgeOcsp({ ...about, status: 'unknown', nextUpdate: null, responseExtensions: [noCheckExtension] }),
  forgeOcspError(3),
];
const kinds = ['good', 'revoked', 'unknown', 'failed'];
const question = { certificate: readForged(leaf), issuer: readForged(issuer), now: fixedNow };

const change = fc.record({
  at: fc.nat(4096),
  byte: fc.nat(255),
  how: fc.constantFrom('set', 'insert', 'remove', 'cut'),
});

function mutated(seed: Buffer, changes: readonly { at: number; byte: number; how: string }[]): Buffer {
  const bytes = [...seed];
  for (const { at, byte, how } of changes) {
    const index = at % Math.max(1, bytes.length);
    if (how === 'set') bytes[index] = byte;
    else if (how === 'insert') bytes.splice(index, 0, byte);
    else if (how === 'remove') bytes.splice(index, 1);
    else bytes.length = index;
  }
  return Buffer.from(bytes);
}

describe('hostile OCSP responses', () => {
  it('of any bytes are read without throwing', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 600 }), (bytes) => {
        expect(['basic', 'error', 'other-type', 'malformed']).toContain(readOcspResponse(bytes).kind);
      }),
      { numRuns: 300 },
    );
  });

  it('with a few bytes changed never throw, and never say another thing than was signed', () => {
    fc.assert(
      fc.property(
        fc.nat(seeds.length - 1),
        fc.array(change, { minLength: 1, maxLength: 6 }),
        (which, changes) => {
          const seed = seeds[which] ?? Buffer.alloc(0);
          const response = mutated(seed, changes);
          const answer = judgeOcsp({ ...question, response });
          expect(kinds).toContain(answer.kind);
          if (answer.kind === 'failed') return;
          // Only the certificates sent along, and how they are wrapped, stand outside the signature.
          const told = judgeOcsp({ ...question, response: seed });
          expect({ ...answer, signer: null, notes: null }).toEqual({ ...told, signer: null, notes: null });
        },
      ),
      { numRuns: 1500 },
    );
  });
});
