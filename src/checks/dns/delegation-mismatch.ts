import { defineCheck } from '../../core/check.ts';
import type { Observation } from '../../core/finding.ts';
import type { DelegationFacts, ZoneFacts } from '../../probes/authorities/authority-facts.ts';
import { authoritiesProbe } from '../../probes/authorities.ts';
import { digAt, type Voice, voicesOf, zonesHeard } from '../reading/dns/authority-voices.ts';
import { evidence, listed } from '../reading/evidence.ts';

export const delegationMismatch = defineCheck({
  id: 'dns/delegation-mismatch',
  severity: 'warning',
  blame: 'target',
  title: 'The delegation and the zone name different name servers',
  explanation:
    'The parent zone (the registry) sends resolvers to one list of name servers, and the zone itself names another. Both lists are used, depending on the resolver and on what it has cached. A server that only one side knows is forgotten at the next change, and then answers with old data or not at all.',
  fix: 'Make the NS records of the zone and the name servers entered at the registrar the same list. After a change of provider: first the zone, then the registrar, and take the old servers down only when the longest TTL is over.',
  citation: 'RFC 1034 §4.2.2',
  reads: { authorities: authoritiesProbe },
  judge({ authorities }) {
    return zonesHeard(authorities).flatMap((zone) =>
      zone.delegation === null || !zone.own ? [] : compare(zone, zone.delegation, voicesOf(zone)),
    );
  },
});

/** Several providers may each name only their own servers: what the zone names is what they name together. */
function compare(
  zone: ZoneFacts,
  delegation: DelegationFacts,
  voices: readonly Voice[],
): readonly Observation[] {
  const telling = voices.filter(({ said }) => said.ns !== null);
  const named = [...new Set(telling.flatMap(({ said }) => said.ns ?? []))].toSorted();
  const [first] = telling;
  if (first === undefined) return [];
  const disowned = delegation.names.filter((name) => !named.includes(name));
  const unknown = named.filter((name) => !delegation.names.includes(name));
  if (disowned.length === 0 && unknown.length === 0) return [];
  return [
    {
      // One more server inside the zone is common and harmless; one that the zone no longer knows is not.
      severity: disowned.length > 0 ? 'warning' : 'notice',
      title:
        disowned.length > 0
          ? `${zone.zone} is delegated to ${disowned[0]}, which the zone itself does not name`
          : `${zone.zone} names ${unknown[0]}, which the delegation does not`,
      evidence: [
        evidence(`delegated by ${delegation.parent}`, listed(delegation.names)),
        evidence(`named by ${zone.zone}`, listed(named)),
        ...(disowned.length > 0 ? [evidence('only in the delegation', listed(disowned))] : []),
        ...(unknown.length > 0 ? [evidence('only in the zone', listed(unknown))] : []),
      ],
      reproduce: `${digAt(delegation.server, zone.zone, 'NS')}; ${digAt(first.address.at, zone.zone, 'NS')}`,
    },
  ];
}
