import { defineCheck } from '../../core/check.ts';
import { chainProbe } from '../../probes/chain.ts';
import { opensslClient } from '../commands/openssl.ts';
import { repairedOf } from '../reading/chain/repair-evidence.ts';
import { judgeServed, problemOf } from '../reading/chain/served-chains.ts';
import { certificateEvidence, certificateName, evidence, listed } from '../reading/evidence.ts';

export const untrustedRoot = defineCheck({
  id: 'chain/untrusted-root',
  severity: 'fatal',
  blame: 'unknown',
  title: 'The chain ends in a root that is not trusted',
  explanation:
    'The server sends a complete chain, and the root at its end is not in the trust store. It is a private CA, a root that was withdrawn, or one too new for this store. Clients that were given the root are fine; all others refuse the connection.',
  fix: 'For a private CA: install its root on the clients, and give it to Notafter with EXTRA_CA_FILE. For a public service: use a certificate of an authority that browsers and operating systems know.',
  citation: 'RFC 5280 §6.1.1',
  reads: { chain: chainProbe },
  judge({ chain }, { target }) {
    return judgeServed(chain, 'fatal', (served, address) => {
      const problem = problemOf(served);
      if (problem?.kind !== 'untrusted-root' || repairedOf(served) !== null) return null;
      return {
        title: `The chain ends in a root that is not trusted: ${certificateName(problem.root)}`,
        evidence: [
          ...certificateEvidence('root', problem.root),
          evidence('as sent', listed(served.sent.map(certificateName))),
          evidence('trust store', chain.store),
        ],
        reproduce: opensslClient(target, address, '-showcerts'),
      };
    });
  },
});
