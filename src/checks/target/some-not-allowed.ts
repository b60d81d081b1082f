import { defineCheck } from '../../core/check.ts';
import { reachProbe } from '../../probes/reach.ts';
import { allowingFix, refusedEvidence } from '../reading/refused-addresses.ts';

export const someNotAllowed = defineCheck({
  id: 'target/some-not-allowed',
  severity: 'notice',
  blame: 'our-vantage',
  title: 'Some addresses of the target were not looked at',
  explanation:
    'The address policy of this Notafter refuses some of the addresses. The verdict is about the others only; a client may well be sent to one that was not looked at.',
  fix: 'If Notafter is meant to watch them, an administrator adds them to ALLOWED_NETWORKS and restarts it.',
  citation: 'RFC 6890 §2.2',
  reads: { reach: reachProbe },
  judge({ reach }) {
    if (reach.refused.length === 0 || reach.allowed.length === 0) return [];
    const total = reach.refused.length + reach.allowed.length;
    return [
      {
        title: `${reach.refused.length} of ${total} addresses were not looked at: the address policy refuses them`,
        evidence: refusedEvidence(reach.refused),
        fix: allowingFix(reach.refused),
      },
    ];
  },
});
