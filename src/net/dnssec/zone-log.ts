import { rsaBits } from './algorithms.ts';
import type { TrustState, Unsecured } from './broken-link.ts';
import type { Denials } from './denial.ts';
import type { Dnskey, Ds, Rrsig } from './records.ts';
import { timeOf } from './verify-rrset.ts';

/** One signature that was relied on. */
export type SignatureSeen = {
  readonly name: string;
  readonly type: string;
  readonly keyTag: number;
  readonly algorithm: number;
  readonly inception: Date;
  readonly expiration: Date;
};

export type KeySeen = {
  readonly keyTag: number;
  readonly algorithm: number;
  /** Modulus length of RSA; null for others. */
  readonly bits: number | null;
  /** The SEP flag: meant to be named by the DS (RFC 4034 §2.1.1). */
  readonly entryPoint: boolean;
};

export type DsSeen = Pick<Ds, 'keyTag' | 'algorithm' | 'digestType'>;

/** One zone on the way down. */
export type ZoneSeen = {
  readonly zone: string;
  readonly state: TrustState;
  /** From the parent; of the root: the trust anchors. */
  readonly ds: readonly DsSeen[];
  readonly keys: readonly KeySeen[];
  /** Signatures made by keys of this zone. */
  readonly signatures: readonly SignatureSeen[];
  /** How it proves absence, where it had to. */
  readonly nsec3: {
    readonly iterations: number;
    readonly saltOctets: number;
    readonly optOut: boolean;
  } | null;
};

export type ZoneLog = {
  zone(zone: string, state: TrustState, ds: readonly Ds[], keys: readonly Dnskey[]): void;
  unsigned(why: Unsecured): void;
  signed(zone: string, name: string, type: string, signature: Rrsig): void;
  denials(denials: Denials): void;
  /** From the root down. */
  read(): readonly ZoneSeen[];
};

const mostListed = 16;
const mostSignatures = 24;

export function createZoneLog(now: Date): ZoneLog {
  const zones = new Map<string, ZoneSeen>();
  const change = (zone: string, changes: (seen: ZoneSeen) => Partial<ZoneSeen>): void => {
    const seen = zones.get(zone);
    if (seen !== undefined) zones.set(zone, { ...seen, ...changes(seen) });
  };
  const empty = { ds: [], keys: [], signatures: [], nsec3: null };
  return {
    zone(zone, state, ds, keys) {
      zones.set(zone, {
        ...empty,
        zone,
        state,
        ds: ds
          .slice(0, mostListed)
          .map(({ keyTag, algorithm, digestType }) => ({ keyTag, algorithm, digestType })),
        keys: keys.slice(0, mostListed).map(keySeen),
      });
    },
    unsigned({ from }) {
      if (!zones.has(from)) zones.set(from, { ...empty, zone: from, state: 'insecure' });
    },
    signed(zone, name, type, signature) {
      const { keyTag, algorithm } = signature;
      const inception = timeOf(signature.inception, now);
      const expiration = timeOf(signature.expiration, now);
      const seen = { name, type, keyTag, algorithm, inception, expiration };
      change(zone, ({ signatures }) => ({ signatures: [...signatures, seen].slice(0, mostSignatures) }));
    },
    denials({ zone, nsec3 }) {
      const [first] = nsec3;
      if (first === undefined) return;
      const { iterations, salt, flags } = first;
      change(zone, () => ({ nsec3: { iterations, saltOctets: salt.length, optOut: (flags & 1) !== 0 } }));
    },
    read: () => [...zones.values()],
  };
}

function keySeen(key: Dnskey): KeySeen {
  const { keyTag, algorithm, flags } = key;
  return { keyTag, algorithm, bits: rsaBits(key), entryPoint: (flags & 1) !== 0 };
}
