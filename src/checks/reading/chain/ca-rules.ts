import type { Evidence, Observation } from '../../../core/finding.ts';
import type { Target } from '../../../core/target.ts';
import type { Certificate } from '../../../pki/certificate/certificate.ts';
import type { PathRule } from '../../../pki/path/path.ts';
import type { ChainFacts } from '../../../probes/chain.ts';
import { opensslClient } from '../../commands/openssl.ts';
import { certificateEvidence, certificateName, evidence } from '../evidence.ts';
import { proofEvidence, repairedOf } from './repair-evidence.ts';
import { caBreaking, judgeServed } from './served-chains.ts';

/** The finding about a CA certificate at which a path rule breaks. */
export function caRule(
  chain: ChainFacts,
  target: Target,
  rule: PathRule,
  tell: (name: string, at: Certificate) => { readonly title: string; readonly evidence: readonly Evidence[] },
): readonly Observation[] {
  return judgeServed(chain, 'fatal', (served, address) => {
    const at = caBreaking(served, rule);
    if (at === null) return null;
    const repair = repairedOf(served);
    const told = tell(certificateName(at), at);
    return {
      title: told.title,
      evidence: [
        ...told.evidence,
        ...certificateEvidence('at', at),
        ...(repair === null ? [] : proofEvidence(served, repair)),
        evidence('trust store', chain.store),
      ],
      reproduce: opensslClient(target, address, '-showcerts'),
    };
  });
}
