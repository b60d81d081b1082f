import { defineCheck } from '../../core/check.ts';
import { renewalPlan } from '../../core/renewal.ts';
import { chainProbe } from '../../probes/chain.ts';
import { renewalEvidence } from '../renewal-timing.ts';
import { opensslLeaf } from '../reproduce.ts';
import { judgeServed } from '../served-chains.ts';
import { lengthText, momentText } from '../time-words.ts';

export const renewalDue = defineCheck({
  id: 'certificate/renewal-due',
  severity: 'warning',
  blame: 'target',
  title: 'The certificate is due for renewal',
  explanation:
    'A third of the lifetime is left (half for certificates that live under ten days): the time at which renewal software replaces a certificate. Nothing is broken. If it is still there at half of what is left now, the renewal is not working.',
  fix: 'If renewal is automatic, wait for its next run and look again. If not, renew it now and reload the server.',
  citation: 'RFC 9773 §4.2',
  reads: { chain: chainProbe },
  judge({ chain }, { target, now }) {
    return judgeServed(chain, 'warning', ({ leaf, renewal }, address) => {
      if (renewal !== 'due') return null;
      return {
        title: `The certificate is due for renewal: ${lengthText(leaf.notAfter.getTime() - now.getTime())} left, overdue on ${momentText(renewalPlan(leaf).overdue)}`,
        evidence: renewalEvidence(leaf, now),
        reproduce: opensslLeaf(target, address, '-subject -dates'),
      };
    });
  },
});
