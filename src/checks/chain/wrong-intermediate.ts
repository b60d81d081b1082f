import { defineCheck } from '../../core/check.ts';
import { chainProbe } from '../../probes/chain.ts';
import { opensslClient } from '../commands/openssl.ts';
import { failedRepairEvidence, proofEvidence, repairedOf } from '../reading/chain/repair-evidence.ts';
import { judgeServed, problemOf } from '../reading/chain/served-chains.ts';
import { certificateName, evidence } from '../reading/evidence.ts';

export const wrongIntermediate = defineCheck({
  id: 'chain/wrong-intermediate',
  severity: 'fatal',
  blame: 'target',
  title: 'The intermediate certificate is not the one that signed',
  explanation:
    'The server sends an intermediate of the right name with another key: authorities reuse a name when they renew an intermediate. It did not sign this certificate, so clients find no way to a trusted root.',
  fix: 'Take the chain that the authority delivered together with this certificate (fullchain.pem of the same renewal) instead of an older chain file, and reload.',
  citation: 'RFC 5280 §4.2.1.1',
  reads: { chain: chainProbe },
  judge({ chain }, { target }) {
    return judgeServed(chain, 'fatal', (served, address) => {
      const problem = problemOf(served);
      if (problem?.kind !== 'wrong-issuer-key') return null;
      const { of, issuer } = problem;
      const repair = repairedOf(served);
      return {
        title: `The intermediate ${certificateName(issuer)} is not the one that signed ${certificateName(of)}`,
        evidence: [
          evidence('key wanted (AKI)', of.authorityKeyId ?? 'not stated'),
          evidence('key sent (SKI)', issuer.subjectKeyId ?? 'not stated'),
          evidence('SHA-256 of the one sent', issuer.fingerprint256),
          ...(repair === null ? failedRepairEvidence(served.repair) : proofEvidence(served, repair)),
          evidence('trust store', chain.store),
        ],
        reproduce: opensslClient(target, address, '-showcerts'),
      };
    });
  },
});
