import { defineCheck } from '../../core/check.ts';
import { chainProbe } from '../../probes/chain.ts';
import { opensslLeaf } from '../commands/openssl.ts';
import { judgeServed } from '../reading/chain/served-chains.ts';
import { certificateEvidence, hasFault } from '../reading/evidence.ts';
import { lengthText, momentText } from '../reading/time-words.ts';

export const expired = defineCheck({
  id: 'certificate/expired',
  severity: 'fatal',
  blame: 'target',
  title: 'The certificate has expired',
  explanation:
    'The certificate is past its notAfter, and every client that checks certificates refuses the connection. Browsers show a full-page warning, which users cannot pass when HSTS is set.',
  fix: 'Renew it now (certbot renew, or the panel of the authority) and reload the server: nginx -s reload, apachectl graceful, systemctl reload haproxy. If it was renewed already, the server was not reloaded or reads another file. Then find out why the automatic renewal failed.',
  citation: 'RFC 5280 §4.1.2.5',
  reads: { chain: chainProbe },
  judge({ chain }, { target, now }) {
    return judgeServed(chain, 'fatal', ({ leaf, renewal }, address) => {
      // A date that cannot be read is told as such, not as one of long ago.
      if (renewal !== 'expired' || hasFault(leaf, 'not-after-unreadable')) return null;
      return {
        title: `The certificate expired ${lengthText(now.getTime() - leaf.notAfter.getTime())} ago, on ${momentText(leaf.notAfter)}`,
        evidence: certificateEvidence('certificate', leaf),
        reproduce: opensslLeaf(target, address, '-subject -dates'),
      };
    });
  },
});
