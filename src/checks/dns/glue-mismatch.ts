import { defineCheck } from '../../core/check.ts';
import { authoritiesProbe } from '../../probes/authorities.ts';
import { digAt, voicesOf, zonesHeard } from '../reading/dns/authority-voices.ts';
import { evidence, listed } from '../reading/evidence.ts';

export const glueMismatch = defineCheck({
  id: 'dns/glue-mismatch',
  severity: 'warning',
  blame: 'target',
  title: 'The delegation has another address for a name server than the zone',
  explanation:
    'The parent zone (the registry) hands out addresses of name servers together with the delegation (glue). This one differs from the address the zone gives for the same server. Resolvers begin with the glue, so some of them ask a machine that may be gone or somebody else by now.',
  fix: 'Enter the new address of the name server at the registrar, where it is called host object, child name server or glue record. Keep the old address answering until that is done.',
  citation: 'RFC 1912 §2.8',
  reads: { authorities: authoritiesProbe },
  judge({ authorities }) {
    return zonesHeard(authorities).flatMap((zone) => {
      const { delegation } = zone;
      if (delegation === null || !zone.own) return [];
      const stale = zone.servers.flatMap(({ name, resolved }) => {
        const glue = delegation.glue.filter((one) => one.name === name).map(({ address }) => address);
        // A family that the resolver knows nothing of may only be hidden by it.
        const other = glue.filter(
          (address) => !resolved.includes(address) && resolved.some((known) => isSameFamily(known, address)),
        );
        return other.length === 0 ? [] : [{ name, other, resolved }];
      });
      const [first] = stale;
      if (first === undefined) return [];
      const voice = voicesOf(zone)[0];
      const shown = digAt(delegation.server, zone.zone, 'NS');
      return [
        {
          title: `${delegation.parent} gives ${first.other[0]} for ${first.name}, the zone ${first.resolved[0]}`,
          evidence: stale
            .slice(0, 6)
            .map(({ name, other, resolved }) =>
              evidence(name, `glue ${listed(other, 3)}, in the zone ${listed(resolved, 3)}`),
            ),
          reproduce: voice === undefined ? shown : `${shown}; ${digAt(voice.address.at, first.name, 'A')}`,
        },
      ];
    });
  },
});

function isSameFamily(one: string, other: string): boolean {
  return one.includes(':') === other.includes(':');
}
