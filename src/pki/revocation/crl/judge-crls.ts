import type { Crl } from './crl.ts';
import type { CrlAnswer, CrlProblem, CrlSource } from './crl-answer.ts';
import { appliesTo, type Places, placesOf } from './crl-applies.ts';
import { type Edition, editionsOf, type Usable } from './crl-editions.ts';
import { type Listing, listingIn } from './crl-listing.ts';
import { type CrlQuestion, type Hearing, openHearing } from './crl-question.ts';
import { findSigner } from './crl-signer.ts';
import { sourceOf } from './crl-source.ts';
import { allReasons, reasonsIn } from './reason-mask.ts';

/**
 * What CRLs say of one certificate (RFC 5280 §6.3). "Revoked" takes one usable CRL that lists it; "good" takes usable
 * ones that together tell of every reason and do not list it; anything else is "unknown", with the reason why.
 */
export function judgeCrls(question: CrlQuestion): CrlAnswer {
  return judge(openHearing(question));
}

function judge(hearing: Hearing): CrlAnswer {
  const places = placesOf(hearing.certificate);
  const problems: CrlProblem[] =
    places.malformed === null ? [] : [{ kind: 'malformed-points', detail: places.malformed }];
  const usable: Usable[] = [];
  for (const crl of hearing.crls) {
    const found = examine(hearing, places, crl);
    if (found === null) continue;
    if ('kind' in found) problems.push(found);
    else usable.push(found);
  }
  return answerFrom(hearing, editionsOf(usable, hearing.now), problems);
}

/** Null: a CRL of an issuer that has nothing to do with the certificate. */
function examine(hearing: Hearing, places: Places, crl: Crl): Usable | CrlProblem | null {
  const by = sourceOf(crl);
  const found = appliesTo(hearing.certificate, places, crl);
  if (!found.applies) {
    const { mismatch } = found;
    return mismatch === null ? null : { kind: 'scope-mismatch', by, mismatch, urls: crl.scope?.urls ?? [] };
  }
  const fault = faultOf(hearing, crl, by);
  if (fault !== null) return fault;
  const signed = findSigner(hearing, crl, found.delegated, judge);
  return 'problem' in signed ? signed.problem : { crl, mask: found.mask, signer: signed.signer };
}

/** Clocks differ. */
const skewMs = 5 * 60_000;

function faultOf({ strict, now }: Hearing, crl: Crl, by: CrlSource): CrlProblem | null {
  const oids = [...crl.unknownCritical, ...crl.entries.unknownCritical];
  if (oids.length > 0) return { kind: 'unknown-critical', by, oids };
  if (!crl.sameAlgorithms) return { kind: 'malformed', by, detail: 'the two signature algorithms differ' };
  const refused = crl.faults.filter(({ weight }) => weight === 'refuse');
  if (strict === true && refused.length > 0) return { kind: 'nonconforming', by, faults: refused };
  if (crl.thisUpdate.getTime() > now.getTime() + skewMs) return { kind: 'not-yet-valid', by };
  return null;
}

function answerFrom(hearing: Hearing, editions: readonly Edition[], found: readonly CrlProblem[]): CrlAnswer {
  const problems = [...found];
  const good: CrlSource[] = [];
  let covered = 0;
  for (const edition of editions) {
    const by = sourceOf(edition.base ?? edition.delta, edition.base === null ? null : edition.delta);
    const listing = listingIn(hearing.certificate, edition);
    if (edition.state === 'stale') {
      problems.push({
        kind: 'stale',
        by,
        nextUpdate: edition.nextUpdate,
        listed: listing.kind === 'revoked',
      });
    } else if (listing.kind === 'revoked') {
      return revokedBy(listing, by);
    } else if (edition.state === 'without-base') {
      problems.push({ kind: 'delta-without-base', by });
    } else if (listing.kind === 'unclear') {
      problems.push({ kind: 'malformed', by, detail: listing.detail });
    } else {
      covered |= edition.mask;
      good.push(by);
    }
  }
  if (covered === allReasons) return { status: 'good', by: good };
  if (covered !== 0) problems.push({ kind: 'partial-reasons', missing: reasonsIn(allReasons & ~covered) });
  return { status: 'unknown', problems: problems.length === 0 ? [{ kind: 'no-crl' }] : problems };
}

function revokedBy({ entry }: Extract<Listing, { kind: 'revoked' }>, by: CrlSource): CrlAnswer {
  const { revokedAt, reason, invalidityDate } = entry;
  return { status: 'revoked', at: revokedAt, reason, invalidityDate, by };
}
