import type { BrokenLink } from '../../../src/net/dnssec/broken-link.ts';
import type { DnssecFacts } from '../../../src/probes/dnssec.ts';
import { host, now } from './certificate-facts.ts';

type Zone = DnssecFacts['zones'][number];

const hourMs = 3_600_000;

/** Signed from `from` to `to`, in hours from now. */
export function signedFor(name: string, type: string, [from, to]: readonly [number, number]) {
  const [inception, expiration] = [from, to].map((hours) => new Date(now.getTime() + hours * hourMs)) as [
    Date,
    Date,
  ];
  return { name, type, keyTag: 4711, algorithm: 13, inception, expiration };
}

export function zoneSeen(zone: string, changes: Partial<Zone> = {}): Zone {
  return {
    zone,
    state: 'secure',
    ds: [{ keyTag: 4711, algorithm: 13, digestType: 2 }],
    keys: [{ keyTag: 4711, algorithm: 13, bits: null, entryPoint: true }],
    signatures: [signedFor(zone, 'DNSKEY', [-240, 240])],
    nsec3: null,
    ...changes,
  };
}

/** A secure chain down to example.org. */
export function dnssecFacts(changes: Partial<DnssecFacts> = {}): DnssecFacts {
  return {
    name: host,
    state: 'secure',
    link: null,
    caaLink: null,
    server: '192.0.2.53:53',
    answers: [],
    zones: [zoneSeen('.'), zoneSeen('org'), zoneSeen('example.org')],
    queries: 8,
    ...changes,
  };
}

export function bogusFacts(link: Partial<BrokenLink> = {}, changes: Partial<DnssecFacts> = {}): DnssecFacts {
  const whole = {
    code: 'rrsig-expired',
    zone: 'example.org',
    name: host,
    type: 'A',
    at: new Date('2026-11-20T04:00:00Z'),
    wanted: [4711],
    found: [4711],
    ...link,
  } as const satisfies BrokenLink;
  return dnssecFacts({ state: 'bogus', link: whole, ...changes });
}
