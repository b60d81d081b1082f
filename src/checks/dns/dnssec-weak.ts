import { defineCheck } from '../../core/check.ts';
import { type DnssecFacts, dnssecProbe } from '../../probes/dnssec.ts';
import { dig } from '../commands/dig.ts';
import { evidence } from '../reading/evidence.ts';

type Zone = DnssecFacts['zones'][number];
type Weakness = { readonly what: string; readonly type: 'DNSKEY' | 'DS' | 'NSEC3PARAM' };

export const dnssecWeak = defineCheck({
  id: 'dns/dnssec-weak',
  severity: 'notice',
  blame: 'target',
  title: 'The zone is signed by methods that are given up',
  explanation:
    'SHA-1, RSA keys of 1024 bits and NSEC3 with extra rounds are being given up. Resolvers treat zones that rely on SHA-1 signatures, or on many NSEC3 rounds, as if they were not signed at all.',
  fix: 'Roll the keys over to ECDSAP256SHA256 (13) or ED25519 (15), publish a DS with SHA-256 in place of SHA-1, and use NSEC, or NSEC3 with 0 iterations and no salt (RFC 9276).',
  citation: 'RFC 9905 §2',
  reads: { dnssec: dnssecProbe },
  judge({ dnssec }) {
    return dnssec.zones
      .filter(({ zone }) => zone.includes('.') && zone !== '.')
      .flatMap((zone) => {
        const found = weaknesses(zone);
        const [first] = found;
        if (first === undefined) return [];
        return [
          {
            title: `DNSSEC of ${zone.zone} relies on ${first.what}`,
            evidence: found.map(({ what, type }) => evidence(`${type} of ${zone.zone}`, what)),
            reproduce: dig(zone.zone, first.type, dnssec.server ?? undefined, '+dnssec', '+cd'),
          },
        ];
      })
      .slice(0, 1);
  },
});

const sha1Digest = 1;
const sha1Algorithms = [5, 7];
const weakRsaBits = 1024;

function weaknesses({ ds, keys, nsec3 }: Zone): readonly Weakness[] {
  const found: Weakness[] = [];
  if (ds.length > 0 && ds.every(({ algorithm }) => sha1Algorithms.includes(algorithm))) {
    found.push({ what: 'signatures with SHA-1 (RSASHA1), which count as none', type: 'DS' });
  }
  if (ds.length > 0 && ds.every(({ digestType }) => digestType === sha1Digest)) {
    found.push({ what: 'a DS with a SHA-1 digest only', type: 'DS' });
  }
  const small = keys.find(({ bits }) => bits !== null && bits <= weakRsaBits);
  if (small !== undefined) {
    found.push({ what: `an RSA key of ${small.bits} bits (key ${small.keyTag})`, type: 'DNSKEY' });
  }
  if (nsec3 !== null && nsec3.iterations > 0) {
    found.push({ what: `NSEC3 with ${nsec3.iterations} extra rounds`, type: 'NSEC3PARAM' });
  }
  return found;
}
