import { defineCheck } from '../../core/check.ts';
import { isRevocationAnnounced, renewalPlan, renewalState } from '../../core/watch/renewal/renewal.ts';
import { chainProbe } from '../../probes/chain.ts';
import { ariProbe } from '../../probes/renewal.ts';
import { opensslLeaf } from '../commands/openssl.ts';
import { renewalEvidence, timingOf } from '../reading/chain/renewal-timing.ts';
import { judgeServed } from '../reading/chain/served-chains.ts';
import { lengthText, momentText } from '../reading/time-words.ts';

export const renewalDue = defineCheck({
  id: 'certificate/renewal-due',
  severity: 'warning',
  blame: 'target',
  title: 'The certificate is due for renewal',
  explanation:
    'The time has come at which renewal software replaces a certificate: the window that its authority names (ARI), or, where it names none, the last third of the lifetime (half for certificates that live under ten days). Nothing is broken. If it is still there when the window ends, or at half of what is left, the renewal is not working.',
  fix: 'If renewal is automatic, wait for its next run and look again. If not, renew it now and reload the server.',
  citation: 'RFC 9773 §4.2',
  reads: { chain: chainProbe },
  mayRead: { ari: ariProbe },
  judge({ chain, ari }, { target, now }) {
    return judgeServed(chain, 'warning', (served, address) => {
      const timing = timingOf(served, ari);
      if (renewalState(timing, now) !== 'due' || isRevocationAnnounced(timing, now)) return null;
      return {
        title: `The certificate is due for renewal: ${lengthText(timing.notAfter.getTime() - now.getTime())} left, overdue on ${momentText(renewalPlan(timing).overdue)}`,
        evidence: renewalEvidence(served, ari, now),
        reproduce: opensslLeaf(target, address, '-subject -dates'),
      };
    });
  },
});
