import { defineCheck } from '../../core/check.ts';
import { chainProbe } from '../../probes/chain.ts';
import { opensslClient } from '../commands/openssl.ts';
import { judgeServed, problemOf } from '../reading/chain/served-chains.ts';
import { certificateEvidence, certificateName, evidence, listed } from '../reading/evidence.ts';

export const unknownCriticalExtension = defineCheck({
  id: 'chain/unknown-critical-extension',
  severity: 'fatal',
  blame: 'target',
  title: 'A certificate has a critical extension that clients do not know',
  explanation:
    'An extension marked critical must be understood or the certificate refused, and this one is not among those that TLS clients understand.',
  fix: 'Have the certificate issued again without that extension, or with it not marked critical.',
  citation: 'RFC 5280 §4.2',
  reads: { chain: chainProbe },
  judge({ chain }, { target }) {
    return judgeServed(chain, 'fatal', (served, address) => {
      const problem = problemOf(served);
      if (problem?.kind !== 'rule' || problem.rule !== 'unknown-critical-extension') return null;
      const { at } = problem;
      return {
        title: `${certificateName(at)} has a critical extension that clients do not know`,
        evidence: [
          evidence('extension', listed(at.unknownCritical)),
          ...certificateEvidence('at', at),
          evidence('trust store', chain.store),
        ],
        reproduce: opensslClient(target, address, '-showcerts'),
      };
    });
  },
});
