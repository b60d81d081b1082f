import { defineCheck } from '../../core/check.ts';
import { chainProbe } from '../../probes/chain.ts';
import { endsWithinADay, renewalEvidence } from '../renewal-timing.ts';
import { opensslLeaf } from '../reproduce.ts';
import { judgeServed } from '../served-chains.ts';
import { lengthText, momentText } from '../time-words.ts';

export const renewalOverdue = defineCheck({
  id: 'certificate/renewal-overdue',
  severity: 'error',
  blame: 'target',
  title: 'The renewal of the certificate is overdue',
  explanation:
    'The certificate should have been replaced by now: less than a sixth of its lifetime is left (a quarter for very short-lived ones). Clients still connect. The automatic renewal fails, runs and is not deployed, or does not exist.',
  fix: 'Run the renewal by hand and read what it says (certbot renew --dry-run; Caddy and Traefik: their log; cloud: the state of the managed certificate). Usual causes: port 80 closed for the challenge, a DNS or CAA change, an expired API token, a missing reload afterwards.',
  citation: 'RFC 9773 §4.2',
  reads: { chain: chainProbe },
  judge({ chain }, { target, now }) {
    return judgeServed(chain, 'error', (served, address) => {
      const { leaf, renewal } = served;
      if ((renewal !== 'overdue' && renewal !== 'critical') || endsWithinADay(served, now)) return null;
      const left = lengthText(leaf.notAfter.getTime() - now.getTime());
      return {
        title:
          renewal === 'critical'
            ? `The renewal of the certificate is critically overdue: ${left} left, until ${momentText(leaf.notAfter)}`
            : `The renewal of the certificate is overdue: ${left} left, until ${momentText(leaf.notAfter)}`,
        evidence: renewalEvidence(leaf, now),
        reproduce: opensslLeaf(target, address, '-subject -dates'),
      };
    });
  },
});
