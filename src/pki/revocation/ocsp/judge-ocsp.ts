import { DerError } from '../../asn1/der.ts';
import { signatureFacts } from '../../certificate/algorithms.ts';
import type { Certificate } from '../../certificate/certificate.ts';
import type { RawExtension } from '../../certificate/structure.ts';
import type { OcspAnswer, OcspFailure, OcspNote, OcspSigner } from './ocsp-answer.ts';
import { isCertIdOf } from './ocsp-cert-id.ts';
import type { BasicOcspResponse, SingleOcspResponse } from './ocsp-response.ts';
import { ocspSigner } from './ocsp-signer.ts';
import { readOcspResponse } from './read-ocsp.ts';

export type OcspQuestion = {
  /** DER of the OCSPResponse. */
  readonly response: Uint8Array;
  readonly certificate: Certificate;
  /** Its issuer by a path that verifies. */
  readonly issuer: Certificate;
  readonly now: Date;
};

/**
 * What a response says of a certificate (RFC 6960 §3.2): only one that is about it, signed by somebody who may speak
 * for its issuer, and current, says anything. Never throws.
 */
export function judgeOcsp({ response, certificate, issuer, now }: OcspQuestion): OcspAnswer {
  try {
    const read = readOcspResponse(response);
    switch (read.kind) {
      case 'malformed':
        return failed({ kind: 'malformed', problem: read.problem });
      case 'error':
        return failed({ kind: 'responder-status', status: read.status });
      case 'other-type':
        return failed({ kind: 'response-type', type: read.type });
      case 'basic':
        return judgeBasic(read.basic, { certificate, issuer, now });
    }
  } catch (thrown) {
    // A certificate or a key in it that no other part reads.
    if (thrown instanceof DerError) return failed({ kind: 'malformed', problem: thrown.message });
    throw thrown;
  }
}

type Context = Pick<OcspQuestion, 'certificate' | 'issuer' | 'now'>;

function judgeBasic(basic: BasicOcspResponse, { certificate, issuer, now }: Context): OcspAnswer {
  const about = basic.responses.filter(
    ({ certId }) => certId !== null && isCertIdOf(certId, certificate, issuer),
  );
  if (about.length === 0) return failed({ kind: 'wrong-certificate', serials: serialsIn(basic) });
  const found = ocspSigner(basic, issuer, now);
  if ('failure' in found) return failed(found.failure);
  const unknown = unknownCritical(basic.extensions);
  if (unknown !== null) return failed({ kind: 'unknown-critical-extension', oid: unknown });
  const answers = about.map((single) => judgeSingle(single, basic, found.signer, now));
  return answers.toSorted(byWeight)[0] ?? failed({ kind: 'wrong-certificate', serials: [] });
}

const order = ['revoked', 'good', 'unknown', 'failed'] as const;

/** Of several answers about one certificate the worst counts, and of two alike the newer. */
function byWeight(one: OcspAnswer, other: OcspAnswer): number {
  const difference = order.indexOf(one.kind) - order.indexOf(other.kind);
  if (difference !== 0 || one.kind === 'failed' || other.kind === 'failed') return difference;
  return other.thisUpdate.getTime() - one.thisUpdate.getTime();
}

/** Clocks of clients and responders differ (RFC 5019 §6 speaks of a few minutes). */
const skewMs = 5 * 60_000;
/** BR §4.9.10: no response of a public authority is good for longer. Counts where nextUpdate is left out. */
const longestAgeMs = 10 * 86_400_000;

function judgeSingle(
  single: SingleOcspResponse,
  { producedAt, signed }: BasicOcspResponse,
  signer: OcspSigner,
  now: Date,
): OcspAnswer {
  const { status, thisUpdate, nextUpdate } = single;
  const unknown = unknownCritical(single.extensions);
  if (unknown !== null) return failed({ kind: 'unknown-critical-extension', oid: unknown });
  if (thisUpdate.getTime() > now.getTime() + skewMs) return failed({ kind: 'not-yet-valid', thisUpdate });
  const end = nextUpdate ?? new Date(thisUpdate.getTime() + longestAgeMs);
  const expired = end.getTime() + skewMs < now.getTime();
  const notes: OcspNote[] = [];
  if (expired) {
    // A hold may be lifted; everything else is for ever (RFC 5280 §5.3.1).
    if (status.kind !== 'revoked' || status.reason === 'certificateHold') {
      return failed({ kind: 'expired', nextUpdate: end });
    }
    notes.push('past-next-update');
  }
  if (nextUpdate === null) notes.push('no-next-update');
  if (producedAt.getTime() > now.getTime() + skewMs) notes.push('produced-in-the-future');
  if (signatureFacts(signed.algorithm).hash === 'sha1') notes.push('signed-with-sha1');
  if (signer.kind === 'delegated' && !signer.noCheck) notes.push('responder-without-nocheck');
  return { ...status, thisUpdate, nextUpdate, producedAt, signer, notes };
}

/** nonce, crlReferences, archiveCutoff, serviceLocator, extendedRevoke (RFC 6960 §4.4) and SCTs (RFC 6962 §3.3). */
const knownExtensions = new Set([
  ...[2, 3, 6, 7, 9].map((number) => `1.3.6.1.5.5.7.48.1.${number}`),
  '1.3.6.1.4.1.11129.2.4.5',
  // CRL entry extensions may be repeated here (RFC 6960 §4.4.5): reason, invalidity date, certificate issuer.
  '2.5.29.21',
  '2.5.29.24',
  '2.5.29.29',
]);

function unknownCritical(extensions: readonly RawExtension[]): string | null {
  return extensions.find(({ oid, critical }) => critical && !knownExtensions.has(oid))?.oid ?? null;
}

function serialsIn({ responses }: BasicOcspResponse): readonly string[] {
  return responses.slice(0, 5).flatMap(({ certId }) => {
    return certId === null ? [] : [Buffer.from(certId.serial.subarray(0, 20)).toString('hex')];
  });
}

function failed(failure: OcspFailure): OcspAnswer {
  return { kind: 'failed', failure };
}
