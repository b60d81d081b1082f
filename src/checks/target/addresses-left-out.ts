import { defineCheck } from '../../core/check.ts';
import { reachProbe } from '../../probes/reach.ts';
import { evidence } from '../reading/evidence.ts';

export const addressesLeftOut = defineCheck({
  id: 'target/addresses-left-out',
  severity: 'notice',
  blame: 'unknown',
  title: 'The target has more addresses than one look covers',
  explanation:
    'A name can have hundreds of addresses. One diagnosis looks at the first ones only, so that it stays quick and does not become a scan. The others may behave differently.',
  fix: 'Look at a single one with the address option, for example address:192.0.2.7.',
  citation: 'RFC 8305 §4',
  reads: { reach: reachProbe },
  judge({ reach }) {
    if (reach.leftOut === 0) return [];
    const looked = reach.allowed.length + reach.refused.length;
    return [
      {
        title: `${reach.leftOut} more addresses were not looked at`,
        evidence: [evidence('looked at', String(looked)), evidence('left out', String(reach.leftOut))],
      },
    ];
  },
});
