import { defineCheck } from '../../core/check.ts';
import { chainProbe } from '../../probes/chain.ts';
import { ariProbe } from '../../probes/renewal.ts';
import { opensslLeaf } from '../commands/openssl.ts';
import { endsWithinADay, renewalEvidence } from '../reading/chain/renewal-timing.ts';
import { judgeServed } from '../reading/chain/served-chains.ts';
import { lengthText, momentText } from '../reading/time-words.ts';

export const expiresInHours = defineCheck({
  id: 'certificate/expires-in-hours',
  severity: 'error',
  blame: 'target',
  title: 'The certificate expires within a day',
  explanation:
    'Everything works now and stops when the certificate expires, in less than 24 hours. The automatic renewal has failed for weeks, or there is none.',
  fix: 'Renew by hand now (certbot renew --force-renewal, or the panel of the authority), reload the server, and look again. Then read the log of the renewal job.',
  citation: 'RFC 5280 §4.1.2.5',
  reads: { chain: chainProbe },
  mayRead: { ari: ariProbe },
  judge({ chain, ari }, { target, now }) {
    return judgeServed(chain, 'error', (served, address) => {
      const { leaf } = served;
      if (!endsWithinADay(served, now)) return null;
      return {
        title: `The certificate expires in ${lengthText(leaf.notAfter.getTime() - now.getTime())}, on ${momentText(leaf.notAfter)}`,
        evidence: renewalEvidence(served, ari, now),
        reproduce: opensslLeaf(target, address, '-subject -dates'),
      };
    });
  },
});
