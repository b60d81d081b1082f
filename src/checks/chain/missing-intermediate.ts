import { defineCheck } from '../../core/check.ts';
import { chainProbe } from '../../probes/chain.ts';
import { certificateName, evidence, listed } from '../evidence.ts';
import { opensslClient } from '../reproduce.ts';
import { judgeServed } from '../served-chains.ts';

export const missingIntermediate = defineCheck({
  id: 'chain/missing-intermediate',
  severity: 'fatal',
  blame: 'target',
  title: 'The server does not send its intermediate certificate',
  explanation:
    'The chain fails as sent and passes once the missing intermediate is added. Browsers (Chrome, Edge, Safari) fetch it or know it, so the site looks fine there. curl, Java, Node, Go, Python and Android apps do not, and refuse the connection.',
  fix: 'Serve the full chain: the leaf first, then the intermediate. nginx: ssl_certificate fullchain.pem; Apache 2.4.8 or newer: SSLCertificateFile fullchain.pem; HAProxy: leaf, intermediate and key in one crt file; Caddy does it by itself; AWS and Azure: upload the chain beside the certificate. Then reload.',
  citation: 'RFC 8446 §4.4.2',
  reads: { chain: chainProbe },
  judge({ chain }, { target }) {
    return judgeServed(chain, 'fatal', ({ leaf, sent, repair }, address) => {
      if (repair?.outcome !== 'repaired') return null;
      const missing = repair.added.map(certificateName);
      return {
        title: `The server does not send the intermediate certificate ${listed(missing)}`,
        evidence: [
          evidence('as sent', `fails: ${listed(sent.map(certificateName))}`),
          evidence('with the missing one', `passes: ${listed(repair.path.map(certificateName))}`),
          evidence(
            'missing',
            listed(
              repair.added.map(({ subject }) => subject.text),
              2,
            ),
          ),
          ...repair.urls.slice(0, 3).map((url) => evidence('found at', url)),
          evidence('issuer of the leaf', leaf.issuer.text),
          evidence('trust store', chain.store),
        ],
        reproduce: opensslClient(target, address, '-showcerts'),
      };
    });
  },
});
