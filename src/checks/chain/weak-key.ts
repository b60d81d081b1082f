import { defineCheck } from '../../core/check.ts';
import { chainProbe } from '../../probes/chain.ts';
import { caRule } from '../reading/chain/ca-rules.ts';
import { keyText } from '../reading/chain/key-strength.ts';
import { evidence } from '../reading/evidence.ts';

export const chainWeakKey = defineCheck({
  id: 'chain/weak-key',
  severity: 'fatal',
  blame: 'target',
  title: 'The key of a CA in the chain is too weak',
  explanation:
    'A CA certificate in the chain has a key that can be broken with enough effort (RSA under 2048 bits, or a curve under 256). Whoever breaks it can issue certificates for any name, so clients refuse the chain.',
  fix: 'Move to an intermediate with a current key: have the certificate issued again by the authority of today, or renew the private CA with RSA 2048 or ECDSA P-256.',
  citation: 'BR §6.1.5',
  reads: { chain: chainProbe },
  judge({ chain }, { target }) {
    return caRule(chain, target, 'weak-key', (name, at) => ({
      title: `The key of ${name} is too weak: ${keyText(at)}`,
      evidence: [evidence('key', keyText(at))],
    }));
  },
});
