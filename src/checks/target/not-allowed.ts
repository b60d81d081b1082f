import { defineCheck } from '../../core/check.ts';
import { reachProbe } from '../../probes/reach.ts';
import { allowingFix, refusedEvidence } from '../reading/refused-addresses.ts';

export const notAllowed = defineCheck({
  id: 'target/not-allowed',
  severity: 'error',
  blame: 'our-vantage',
  title: 'Notafter is not allowed to look at this target',
  explanation:
    'Every address of the target is in a range, or on a port, that this Notafter may not dial. Nothing was sent to it, so this says nothing about its health. The rule keeps a chat member from using the bot to scan the network it runs in.',
  fix: 'If Notafter is meant to watch it, an administrator adds the address to ALLOWED_NETWORKS (or takes the port out of DENIED_PORTS) and restarts it.',
  citation: 'RFC 6890 §2.2',
  reads: { reach: reachProbe },
  judge({ reach }) {
    const first = reach.refused[0];
    if (first === undefined || reach.allowed.length > 0) return [];
    return [
      {
        title: `Notafter is not allowed to look at ${first.ip}: ${first.rule}`,
        evidence: refusedEvidence(reach.refused),
        fix: allowingFix(reach.refused),
      },
    ];
  },
});
