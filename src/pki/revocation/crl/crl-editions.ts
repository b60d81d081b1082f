import type { Certificate } from '../../certificate/certificate.ts';
import { nameKey } from '../../names/name-key.ts';
import type { Crl } from './crl.ts';
import type { ReasonMask } from './reason-mask.ts';

/** A CRL that speaks for the certificate and whose signature holds. */
export type Usable = { readonly crl: Crl; readonly mask: ReasonMask; readonly signer: Certificate };

/** The newest of what one signer says for one scope: a complete CRL, and the delta CRL laid over it. */
export type Edition =
  | {
      readonly state: 'current';
      readonly base: Crl;
      readonly delta: Crl | null;
      readonly mask: ReasonMask;
    }
  | { readonly state: 'stale'; readonly base: Crl; readonly delta: Crl | null; readonly nextUpdate: Date }
  | { readonly state: 'without-base'; readonly base: null; readonly delta: Crl };

/** One for each signer and scope: what an older complete CRL says no longer counts when there is a newer one. */
export function editionsOf(usable: readonly Usable[], now: Date): readonly Edition[] {
  const groups = Map.groupBy(usable, ({ crl, signer }) =>
    [nameKey(crl.issuer.raw), signer.publicKey.spki256, crl.scope?.raw ?? ''].join('|'),
  );
  return [...groups.values()].flatMap((group) => newestOf(group, now));
}

function newestOf(group: readonly Usable[], now: Date): readonly Edition[] {
  const sorted = group.toSorted((one, other) => age(one.crl, other.crl));
  const deltas = sorted.flatMap(({ crl }) => (crl.baseNumber === null ? [] : [crl]));
  const bases = sorted.filter(({ crl }) => crl.baseNumber === null);
  const editions = bases.map((base) => editionFrom(base, deltas, now));
  const best = editions.find(({ state }) => state === 'current') ?? editions[0];
  if (best !== undefined) return [best];
  const [delta] = deltas;
  return delta === undefined ? [] : [{ state: 'without-base', base: null, delta }];
}

/** Newest first. */
function age(one: Crl, other: Crl): number {
  const later = other.thisUpdate.getTime() - one.thisUpdate.getTime();
  if (later !== 0) return later;
  return (
    Number((other.number ?? 0n) > (one.number ?? 0n)) - Number((other.number ?? 0n) < (one.number ?? 0n))
  );
}

/**
 * Past its nextUpdate a complete CRL stands as long as a current delta CRL carries it on (RFC 5280 §6.3.3 a). A delta
 * CRL past its own nextUpdate is still newer than a current complete one, so it is laid over it.
 */
function editionFrom({ crl: base, mask }: Usable, deltas: readonly Crl[], now: Date): Edition {
  const delta = deltas.find((one) => continues(base, one)) ?? null;
  if (!isStale(base, now)) return { state: 'current', base, delta, mask };
  if (delta !== null && !isStale(delta, now)) return { state: 'current', base, delta, mask };
  return { state: 'stale', base, delta, nextUpdate: endOf(base) };
}

/** RFC 5280 §5.2.4; issuer, signer and scope are the same in one group. */
function continues(base: Crl, delta: Crl): boolean {
  if (base.number === null || delta.number === null || delta.baseNumber === null) return false;
  if (base.authorityKeyId !== delta.authorityKeyId) return false;
  return base.number >= delta.baseNumber && base.number < delta.number;
}

/** Where nextUpdate is left out, against RFC 5280 §5.1.2.5: BR §4.9.7 lets none be good for longer. */
const longestAgeMs = 10 * 86_400_000;

function endOf({ thisUpdate, nextUpdate }: Crl): Date {
  return nextUpdate ?? new Date(thisUpdate.getTime() + longestAgeMs);
}

function isStale(crl: Crl, now: Date): boolean {
  return now > endOf(crl);
}
