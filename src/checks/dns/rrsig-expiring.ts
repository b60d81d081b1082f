import { defineCheck } from '../../core/check.ts';
import { type DnssecFacts, dnssecProbe } from '../../probes/dnssec.ts';
import { dig } from '../commands/dig.ts';
import { renewalText, shown } from '../reading/dns/dnssec-words.ts';
import { evidence } from '../reading/evidence.ts';
import { dayMs, lengthText, momentText } from '../reading/time-words.ts';

type Zone = DnssecFacts['zones'][number];
type Seen = Zone['signatures'][number] & { readonly zone: string };

export const rrsigExpiring = defineCheck({
  id: 'dns/rrsig-expiring',
  severity: 'warning',
  blame: 'target',
  title: 'A DNSSEC signature is about to expire',
  explanation:
    'Signers renew their signatures long before the end, with a quarter of the lifetime or more to spare. This one has less left than any signer plans for, so signing has probably stopped; at its end the name is lost for everybody behind a validating resolver, and with it the renewal of certificates.',
  fix: 'Look at the signer of the zone: is it running, can it read its keys, do the secondaries still transfer? Sign by hand meanwhile (BIND: rndc sign ZONE; Knot: knotc zone-sign ZONE; PowerDNS: pdnsutil rectify-zone ZONE), and raise the serial if the zone is signed from a file.',
  citation: 'RFC 6781 §4.4.2',
  reads: { dnssec: dnssecProbe },
  judge({ dnssec }, { now }) {
    if (dnssec.state === 'bogus') return [];
    const late = dnssec.zones
      .flatMap(({ zone, signatures }) => signatures.map((seen): Seen => ({ ...seen, zone })))
      .filter((seen) => isLate(seen, now))
      .toSorted((one, other) => one.expiration.getTime() - other.expiration.getTime());
    const [first] = late;
    if (first === undefined) return [];
    const left = lengthText(first.expiration.getTime() - now.getTime());
    const lifetime = lengthText(first.expiration.getTime() - first.inception.getTime());
    return [
      {
        blame: isOfTarget(first.zone, dnssec.name) ? 'target' : 'third-party',
        title: `The DNSSEC signature over ${first.type} of ${shown(first.name)} ends in ${left}`,
        explanation: `It was made for ${lifetime}, and ${left} are left: less than any signer plans for, so signing of ${shown(first.zone)} has probably stopped. At its end everybody behind a validating resolver loses ${dnssec.name}. ${renewalText}`,
        evidence: late
          .slice(0, 6)
          .map((seen) =>
            evidence(
              `${seen.type} of ${shown(seen.name)}`,
              `${momentText(seen.inception)} to ${momentText(seen.expiration)}, key ${seen.keyTag} of ${shown(seen.zone)}`,
            ),
          ),
        reproduce: dig(first.name, first.type, dnssec.server ?? undefined, '+dnssec', '+cd'),
      },
    ];
  },
});

/**
 * A tenth of the lifetime, or a day of one that is long enough for that. Those who sign at every answer are never here:
 * what they hand out has half of its short life or more before it.
 */
function isLate({ inception, expiration }: Seen, now: Date): boolean {
  const lifetime = expiration.getTime() - inception.getTime();
  const left = expiration.getTime() - now.getTime();
  return left < Math.max(lifetime / 10, Math.min(dayMs, lifetime / 6));
}

/** The root and the zones right under it are for others to mend. */
function isOfTarget(zone: string, name: string): boolean {
  return zone !== '.' && zone.includes('.') && name.endsWith(zone);
}
