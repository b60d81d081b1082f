import { defineCheck } from '../../core/check.ts';
import type { PathProblem } from '../../pki/path/path-problem.ts';
import { chainProbe } from '../../probes/chain.ts';
import { opensslClient } from '../commands/openssl.ts';
import { addedNames, proofEvidence, repairedOf } from '../reading/chain/repair-evidence.ts';
import { judgeServed, problemOf } from '../reading/chain/served-chains.ts';
import { evidence } from '../reading/evidence.ts';

export const missingIntermediate = defineCheck({
  id: 'chain/missing-intermediate',
  severity: 'fatal',
  blame: 'target',
  title: 'The server does not send its intermediate certificate',
  explanation:
    'The chain fails as sent and passes once the missing intermediate is added. Chrome, Edge and Safari fetch it and Firefox knows most intermediates beforehand, so the site looks fine there. curl, Java, Node, Go, Python and Android apps do not, and refuse the connection.',
  fix: 'Serve the full chain: the leaf first, then the intermediate. nginx: ssl_certificate fullchain.pem; Apache 2.4.8 or newer: SSLCertificateFile fullchain.pem; HAProxy: leaf, intermediate and key in one crt file; Caddy does it by itself; AWS and Azure: upload the chain beside the certificate. Then reload. The missing certificate and the whole chain in the right order are offered here as files.',
  citation: 'RFC 8446 §4.4.2',
  reads: { chain: chainProbe },
  judge({ chain }, { target }) {
    return judgeServed(chain, 'fatal', (served, address) => {
      const problem = problemOf(served);
      const repair = repairedOf(served);
      if (repair === null || !isAbout(problem)) return null;
      return {
        title: `The server does not send the intermediate certificate ${addedNames(repair.added)}`,
        evidence: [
          ...proofEvidence(served, repair),
          evidence('fails in', 'curl, OpenSSL, Python, Java, Node, Go, PHP, Android apps'),
          evidence('works in', 'Chrome, Edge, Safari (they fetch it), Firefox (it knows most of them)'),
          evidence('trust store', chain.store),
        ],
        reproduce: opensslClient(target, address, '-showcerts'),
      };
    });
  },
});

/** An issuer that nobody sent; for a root that is not known everywhere, the cross-sign that leads on from it. */
function isAbout(problem: PathProblem | null): boolean {
  return problem?.kind === 'issuer-missing' || problem?.kind === 'untrusted-root';
}
