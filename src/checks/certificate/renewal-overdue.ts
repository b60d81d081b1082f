import { defineCheck } from '../../core/check.ts';
import { isRevocationAnnounced, renewalState } from '../../core/watch/renewal/renewal.ts';
import { chainProbe } from '../../probes/chain.ts';
import { ariProbe } from '../../probes/renewal.ts';
import { opensslLeaf } from '../commands/openssl.ts';
import { endsWithinADay, renewalEvidence, timingOf } from '../reading/chain/renewal-timing.ts';
import { judgeServed } from '../reading/chain/served-chains.ts';
import { lengthText, momentText } from '../reading/time-words.ts';

export const renewalOverdue = defineCheck({
  id: 'certificate/renewal-overdue',
  severity: 'error',
  blame: 'target',
  title: 'The renewal of the certificate is overdue',
  explanation:
    'The certificate should have been replaced by now: the window that its authority named (ARI) is over, or, where it named none, less than a sixth of its lifetime is left (a quarter for very short-lived ones). Clients still connect. The automatic renewal fails, runs and is not deployed, or does not exist.',
  fix: 'Run the renewal by hand and read what it says (certbot renew --dry-run; Caddy and Traefik: their log; cloud: the state of the managed certificate). Usual causes: port 80 closed for the challenge, a DNS or CAA change, an expired API token, a missing reload afterwards.',
  citation: 'RFC 9773 §4.2',
  reads: { chain: chainProbe },
  mayRead: { ari: ariProbe },
  judge({ chain, ari }, { target, now }) {
    return judgeServed(chain, 'error', (served, address) => {
      const { leaf } = served;
      const timing = timingOf(served, ari);
      const renewal = renewalState(timing, now);
      if (renewal !== 'overdue' && renewal !== 'critical') return null;
      if (isRevocationAnnounced(timing, now) || endsWithinADay(served, now)) return null;
      const left = lengthText(leaf.notAfter.getTime() - now.getTime());
      return {
        title:
          renewal === 'critical'
            ? `The renewal of the certificate is critically overdue: ${left} left, until ${momentText(leaf.notAfter)}`
            : `The renewal of the certificate is overdue: ${left} left, until ${momentText(leaf.notAfter)}`,
        evidence: renewalEvidence(served, ari, now),
        reproduce: opensslLeaf(target, address, '-subject -dates'),
      };
    });
  },
});
