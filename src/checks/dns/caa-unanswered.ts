import { defineCheck } from '../../core/check.ts';
import { caaProbe, relevantStep } from '../../probes/caa.ts';
import { issuanceProbe } from '../../probes/issuance.ts';
import { digCaa } from '../reading/dns/caa-words.ts';
import { climbsIn, namesEvidence, together } from '../reading/dns/issuance-words.ts';
import { evidence } from '../reading/evidence.ts';

export const caaUnanswered = defineCheck({
  id: 'dns/caa-unanswered',
  severity: 'warning',
  blame: 'target',
  title: 'The CAA lookup fails while the address resolves',
  explanation:
    'The name has an address, but the question for its CAA records gets an error or no answer. A certificate authority must look at CAA before it issues and may not take a failure for a permission, so renewal can fail while the site works. Old name servers and load balancers that know only A records do this.',
  fix: 'Let the name servers answer the type CAA (257), with NOERROR and no records if there are none: update the server software or the DNS module of the load balancer. If the zone is signed, mend DNSSEC first. If other resolvers get an answer, the one of this bot does not know the type.',
  citation: 'BR §3.2.2.8',
  reads: {},
  mayRead: { caa: caaProbe, issuance: issuanceProbe },
  judge({ caa, issuance }) {
    // It answers no such question at all: a resolver that does not know the type, and no trouble of this name.
    if (issuance?.resolverKnows.caa === false) return [];
    const failing = climbsIn(caa, issuance).flatMap(({ caa: climb, names }) => {
      const at = relevantStep(climb);
      // Far up it is the registry's own server, and a stranger's trouble; a run cut short proves nothing.
      // One that does not validate is told as such.
      if (names.some(({ bogus }) => bogus.some(({ type }) => type === 'CAA'))) return [];
      if (at?.outcome !== 'unanswered' || !at.name.includes('.') || at.said === 'aborted') return [];
      return [{ at, names }];
    });
    return together(failing, ({ at }) => at.name).map((group) => {
      const [{ at }] = group;
      return {
        ...(issuance === null ? {} : { severity: 'error' as const }),
        title: `The CAA lookup of ${at.name} fails (${at.said.split(' ')[0]})`,
        evidence: [
          evidence(`CAA of ${at.name}`, at.said),
          ...namesEvidence(group.flatMap(({ names }) => names)),
        ],
        reproduce: digCaa(at),
      };
    });
  },
});
