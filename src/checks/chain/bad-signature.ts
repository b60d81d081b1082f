import { defineCheck } from '../../core/check.ts';
import { chainProbe } from '../../probes/chain.ts';
import { opensslClient } from '../commands/openssl.ts';
import { judgeServed, problemOf } from '../reading/chain/served-chains.ts';
import { certificateName, evidence } from '../reading/evidence.ts';

export const badSignature = defineCheck({
  id: 'chain/bad-signature',
  severity: 'fatal',
  blame: 'target',
  title: 'A signature in the chain does not verify',
  explanation:
    'The issuer is there and is the right one by name and key identifier, and its signature over the certificate is wrong. The certificate was altered after it was signed, damaged, or signed with another key of the same identifier.',
  fix: 'Download the certificate and its chain from the authority again and install both. If it happens again, have the certificate issued anew. With a private CA check that its certificate and key belong together.',
  citation: 'RFC 5280 §6.1.3',
  reads: { chain: chainProbe },
  judge({ chain }, { target }) {
    return judgeServed(chain, 'fatal', (served, address) => {
      const problem = problemOf(served);
      if (problem?.kind !== 'bad-signature') return null;
      const { of, issuer } = problem;
      return {
        title: `The signature of ${certificateName(issuer)} over ${certificateName(of)} does not verify`,
        evidence: [
          evidence('certificate', of.subject.text),
          evidence('signed by', issuer.subject.text),
          evidence('signature', of.signature.algorithm),
          evidence('SHA-256', of.fingerprint256),
        ],
        reproduce: opensslClient(target, address, '-showcerts'),
      };
    });
  },
});
