import { defineCheck } from '../../core/check.ts';
import { caaProbe, relevantStep } from '../../probes/caa.ts';
import { issuanceProbe } from '../../probes/issuance.ts';
import { caaText, criticalUnknown, digCaa } from '../reading/dns/caa-words.ts';
import { climbsIn, namesEvidence, together } from '../reading/dns/issuance-words.ts';
import { evidence } from '../reading/evidence.ts';

export const caaCritical = defineCheck({
  id: 'dns/caa-critical',
  severity: 'warning',
  blame: 'target',
  title: 'A CAA record with an unknown tag is marked critical',
  explanation:
    'The record has the critical flag (128) and a tag that no certificate authority is known to understand. A CA that meets such a record must not issue, whatever the other CAA records permit: renewal is blocked for all of them.',
  fix: 'Correct the spelling of the tag (issue, issuewild, iodef), or set the flags of the record to 0, or delete it.',
  citation: 'RFC 8659 §4.1',
  reads: {},
  mayRead: { caa: caaProbe, issuance: issuanceProbe },
  judge({ caa, issuance }) {
    const found = climbsIn(caa, issuance).flatMap(({ caa: climb, names }) => {
      const at = relevantStep(climb);
      const critical = at === null ? [] : criticalUnknown(at);
      const [first] = critical;
      return at === null || first === undefined ? [] : [{ at, critical, first, names }];
    });
    return together(found, ({ at }) => at.name).map((group) => {
      const [{ at, critical, first }] = group;
      return {
        ...(issuance === null ? {} : { severity: 'error' as const }),
        title: `CAA of ${at.name} has the critical tag "${first.tag}", which no CA knows`,
        evidence: [
          ...critical.slice(0, 6).map((record) => evidence('CAA', caaText(record))),
          ...namesEvidence(group.flatMap(({ names }) => names)),
        ],
        reproduce: digCaa(at),
      };
    });
  },
});
